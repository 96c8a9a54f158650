"""Reads a data frame out of an .rdata file, as `save` of R writes it: format 2 or 3, XDR, packed or
not. Only what data frames are made of: numbers, texts, factors. Standard library only.
"""
import bz2
import gzip
import lzma
import struct
import zlib

from conversion import BadInput, Row

UNPACKERS = {b"\x1f\x8b": gzip.decompress, b"BZh": bz2.decompress, b"\xfd7zXZ": lzma.decompress}
NO_INTEGER, NO_TEXT = -2**31, 0xFFFFFFFF
# R's own numbers of its types.
NIL, SYMBOL, PAIRS, TEXT, LOGICAL, INTEGER, REAL, TEXTS, LIST, REFERENCE = (
    254, 1, 2, 9, 10, 13, 14, 16, 19, 255)


class Stream:
    """The items of an unpacked file, one after another. A symbol is told once and referred to later."""

    def __init__(self, content):
        self.content, self.at, self.symbols = content, 0, []

    def take(self, form):
        values = struct.unpack_from(">" + form, self.content, self.at)
        self.at += struct.calcsize(">" + form)
        return values

    def many(self, letter):
        (length,) = self.take("I")
        if length > len(self.content):
            raise ValueError(f"a vector of {length} values")
        return list(self.take(f"{length}{letter}"))

    def header(self):
        self.at = len(b"RDX2\nX\n")
        (version, _, _) = self.take("3I")
        if version == 3:   # says its encoding
            self.many("s")
        elif version != 2:
            raise ValueError(f"format {version}")

    def text(self):
        (length,) = self.take("I")
        if length == NO_TEXT:
            return ""
        (value,) = self.take(f"{length}s")
        return value.decode("utf-8")

    def item(self):
        """A value and its attributes."""
        (flags,) = self.take("I")
        kind, attributes = flags & 0xFF, {}
        if kind == NIL:
            return None, {}
        if kind == REFERENCE:
            return self.symbols[(flags >> 8) - 1], {}
        if kind == PAIRS:
            return self.pairs(flags), {}
        if kind == SYMBOL:
            self.symbols.append(self.item()[0])
            return self.symbols[-1], {}
        if kind == TEXT:
            return self.text(), {}
        value = self.vector(kind)
        if flags & 0x200:
            attributes = self.item()[0] or {}
        return value, attributes

    def vector(self, kind):
        if kind in (LOGICAL, INTEGER):
            return ["" if x == NO_INTEGER else str(x) for x in self.many("i")]
        if kind == REAL:
            return ["" if x != x else str(int(x)) if x.is_integer() else repr(x) for x in self.many("d")]
        if kind in (TEXTS, LIST):
            (length,) = self.take("I")
            items = (self.item() for _ in range(length))
            return [value for value, _ in items] if kind == TEXTS else list(items)
        raise ValueError(f"a value of R's type {kind}")

    def pairs(self, flags):
        """Name -> (value, attributes); a list of pairs is told link by link."""
        found = {}
        while flags & 0xFF == PAIRS:
            if flags & 0x200:
                self.item()
            name = self.item()[0] if flags & 0x400 else ""
            found[name] = self.item()
            (flags,) = self.take("I")
        return found


def cells_of(value, attributes):
    """The cells of a column, a factor's as its texts."""
    if "levels" not in attributes:
        return value
    levels = attributes["levels"][0]
    return [levels[int(x) - 1] if x else "" for x in value]


def read_frame(content, name):
    """Column -> cells of the data frame of that name."""
    for magic, unpack in UNPACKERS.items():
        if content.startswith(magic):
            content = unpack(content)
    if content[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
        raise ValueError("it does not begin with RDX2 or RDX3")
    stream = Stream(content)
    stream.header()
    columns, attributes = stream.item()[0][name]
    frame = dict(zip(attributes["names"][0], (cells_of(*column) for column in columns), strict=True))
    if len({len(cells) for cells in frame.values()}) != 1:
        raise ValueError("columns of several lengths")
    return frame


def frame_rows(path, name, columns):
    """The rows of the data frame of that name, which has at least these columns."""
    try:
        frame = read_frame(path.read_bytes(), name)
    except (ValueError, LookupError, TypeError, struct.error, EOFError, zlib.error, lzma.LZMAError,
            gzip.BadGzipFile, RecursionError) as error:
        raise BadInput(path, f"holds no data frame {name} that can be read here ({error})",
                       "read it in R and write it with write.csv") from None
    for column in columns:
        if column not in frame:
            raise BadInput(path, f"the data frame {name} has no column {column}",
                           "is this the right file?")
    for number, row in enumerate(zip(*frame.values()), 1):
        yield Row(f"{path}: row {number}", dict(zip(frame, row)))
