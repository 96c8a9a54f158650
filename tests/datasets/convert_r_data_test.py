"""Data frames in R's own files, built here byte by byte."""
import bz2
import csv
import gzip
import io
import lzma

from convert_brfarmers_test import ONE, TWO, original
from r_file import saved_frame
from support import ConverterTest, columns, main


def frame(**changes):
    """The farmers of the CSV tests: numbers as floats with gaps, and a factor that nobody needs."""
    rows = list(csv.DictReader(io.StringIO(original(ONE, TWO))))
    cells = {column: [None if row[column] == "NA" else float(row[column]) for row in rows]
             for column in rows[0]}
    return cells | {"village": [10, 10], "liveout": ["never", None]} | changes


def saved(**changes):
    return saved_frame("brfarmers", frame(**changes), factors=["liveout"])


class RData(ConverterTest):
    converter = "brfarmers"

    def test_a_data_frame_gives_what_its_csv_file_gives(self):
        expected = self.converted({"brfarmers.csv": original(ONE, TWO)})
        for pack in (bytes, gzip.compress, bz2.compress, lzma.compress):
            out = self.folder / pack.__module__
            source = self.write({"brfarmers.rdata": pack(saved())})
            self.assertEqual(self.convert(source, out).returncode, 0)
            for path in expected.iterdir():
                self.assertEqual(path.read_bytes(), (out / path.name).read_bytes())

    def test_factors_are_their_texts(self):
        factor = saved_frame("brfarmers", frame(village=["10", "11"]), factors=["village", "liveout"])
        out = self.converted({"brfarmers.rdata": factor})
        self.assertEqual(columns(out / "people.csv", "person_id"), [("10001",), ("11002",)])

    def test_bad_cells_are_refused_with_their_place(self):
        self.refused({"brfarmers.rdata": saved(yrA=[62, 1958])}, "brfarmers.rdata: row 2: yrA", "'1958'")
        self.refused({"brfarmers.rdata": saved(id=[1.0, 2.5])}, "brfarmers.rdata: row 2: id", "'2.5'")
        self.refused({"brfarmers.rdata": saved(id=[1, None])}, "brfarmers.rdata: row 2: id", "''")

    def test_files_that_hold_no_such_frame_are_refused(self):
        whole = saved()
        without = saved_frame("brfarmers", {"village": [10]})
        for content, *said in ((b"", "RDX2"), (b"village,id\n", "RDX2"), (without, "no column id"),
                               (saved_frame("farmers", {"village": [10]}), "no data frame brfarmers"),
                               (gzip.compress(whole)[:-9], "no data frame"),
                               (lzma.compress(whole)[:-9], "no data frame"),
                               (bz2.compress(whole)[:-9], "no data frame"),
                               (b"\x1f\x8bx", "no data frame"),
                               (whole.replace(b"RDX2", b"RDX9"), "RDX2 or RDX3"),
                               (whole[:11].replace(b"\x02", b"\x09") + whole[11:], "format 9")):
            with self.subTest(said):
                self.refused({"brfarmers.rdata": content}, "brfarmers.rdata: ", *said)

    def test_every_cut_ends_in_one_line(self):
        whole = saved()
        for end in range(7, len(whole), len(whole) // 40):
            self.refused({"brfarmers.rdata": whole[:end]}, "no data frame brfarmers")


if __name__ == "__main__":
    main()
