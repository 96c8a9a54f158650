"""What holds for every converter: files that are none, folders that are there, nothing half-written."""
import gzip

from support import ConverterTest, main

HEADER = "masterid,sampleid,date,cds,sales\n"
LINE = "4,1,19970101,2,29.33\n"


class Conversion(ConverterTest):
    converter = "cdnow"

    def test_packed_files_and_marks_of_byte_order_are_read(self):
        marked = b"\xef\xbb\xbf" + (HEADER + LINE).encode()
        out = self.converted({"cdnowElog.csv.gz": gzip.compress(marked)})
        self.assertEqual((out / "purchases.csv").read_text(),
                         "person_id,masterid,t,cds,amount\n1,4,19970101,2,29.33\n")

    def test_files_that_are_no_table_are_refused(self):
        packed = gzip.compress((HEADER + LINE * 1000).encode())
        for name, content, *said in (
                ("cdnowElog.csv", b"", "is empty"),
                ("cdnowElog.csv", HEADER + "4,1,1997", "cdnowElog.csv:2", "3 fields"),
                ("cdnowElog.csv", HEADER + '"4,1', "is no CSV"),
                ("cdnowElog.csv", (HEADER + LINE).encode() + b"\xff\n", "cdnowElog.csv:3", "UTF-8"),
                ("cdnowElog.csv", HEADER + "\0\n", "cdnowElog.csv:2", "zero byte"),
                ("cdnowElog.csv", "masterid,date\n", "cdnowElog.csv:1", "no column sampleid"),
                ("cdnowElog.csv", "cds," + HEADER, "cdnowElog.csv:1", "twice"),
                ("cdnowElog.csv", HEADER + "4,1,19970101,2," + "9" * 200000, "csv:2"),
                ("cdnowElog.csv", HEADER + '4,"a\nb",19970101,2,1\n', "sampleid", "'a\\nb'"),
                ("cdnowElog.csv.gz", packed[:-20], "cannot be unpacked"),
                ("cdnowElog.csv.gz", b"no gzip", "cannot be unpacked"),
                ("other.csv", HEADER, "has no cdnowElog.csv")):
            with self.subTest(said):
                self.refused({name: content}, *said)

    def test_odd_numbers_are_refused(self):
        for number in ("1_000", "٣", "1e400", "nan", "inf", "0x10", "9" * 30, "", " 1", "1,"):
            with self.subTest(number):
                self.refused({"cdnowElog.csv": HEADER + f'4,1,19970101,"{number}",1\n'}, "csv:2: cds")

    def test_a_folder_that_holds_something_is_left_alone(self):
        source = self.write({"cdnowElog.csv": HEADER + LINE})
        self.out.mkdir()
        (self.out / "mine").write_text("kept")
        done = self.convert(source)
        self.assertEqual(done.returncode, 2)
        self.assertIn("is there already", done.stderr)
        self.assertEqual([path.name for path in self.out.iterdir()], ["mine"])

    def test_new_and_empty_folders_are_written(self):
        source = self.write({"cdnowElog.csv": HEADER + LINE})
        self.out.mkdir()
        for out in (self.out, self.folder / "a" / "b"):
            self.assertEqual(self.convert(source, out).returncode, 0)
            self.assertEqual(sorted(path.name for path in out.iterdir()),
                             ["purchases.csv", "study.toml"])
            self.assertEqual([path.name for path in out.parent.glob(".*")], [])

    def test_wrong_places_are_refused_in_one_line(self):
        source = self.write({"cdnowElog.csv": HEADER + LINE})
        for arguments in ((self.folder / "nowhere",), (source, source / "cdnowElog.csv" / "out")):
            done = self.convert(*arguments)
            self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)
            self.assertIn(str(arguments[-1]), done.stderr)


if __name__ == "__main__":
    main()
