"""Writes a data frame as R's `save` does, format 2, for tests."""
import struct


def number(value):
    return struct.pack(">I", value)


def text(value):
    if value is None:
        return number(9) + number(0xFFFFFFFF)
    return number(9) + number(len(value.encode())) + value.encode()


def texts(values):
    return number(16) + number(len(values)) + b"".join(map(text, values))


def integers(values, flags=13):
    cells = (-2**31 if value is None else value for value in values)
    return number(flags) + number(len(values)) + b"".join(struct.pack(">i", cell) for cell in cells)


def reals(values):
    return number(14) + number(len(values)) + b"".join(
        struct.pack(">d", float("nan") if value is None else value) for value in values)


class Symbols:
    """A symbol the first time, then a reference to it."""

    def __init__(self):
        self.known = []

    def __call__(self, name):
        if name in self.known:
            return number((self.known.index(name) + 1) << 8 | 255)
        self.known.append(name)
        return number(1) + text(name)

    def attributes(self, **values):
        return b"".join(number(0x402) + self(name.replace("_", ".")) + value
                        for name, value in values.items()) + number(254)


def saved_frame(name, columns, factors=()):
    """`columns`: name -> ints, floats or texts, None where a value is missing. `factors`: those among
    the columns of texts that are factors."""
    symbols = Symbols()
    head = b"RDX2\nX\n" + number(2) + number(0x30401) + number(0x20300)
    head += number(0x402) + symbols(name) + number(0x313) + number(len(columns))
    body = b""
    for column, values in columns.items():
        if column in factors:
            levels = sorted({value for value in values if value is not None})
            codes = [None if value is None else levels.index(value) + 1 for value in values]
            body += integers(codes, 0x30D) + symbols.attributes(
                levels=texts(levels), **{"class": texts(["factor"])})
        elif any(isinstance(value, str) for value in values):
            body += texts(values)
        else:
            body += (reals if any(isinstance(value, float) for value in values) else integers)(values)
    rows = len(next(iter(columns.values())))
    more = symbols.attributes(names=texts(list(columns)), row_names=integers([None, -rows]),
                              **{"class": texts(["data.frame"])})
    return head + body + more + number(254)
