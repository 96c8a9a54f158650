"""Small faults that a C++ file could have: one operator, constant, condition or call changed.

The text is read as clang-format leaves it: binary operators stand between spaces, the brackets of
templates do not. Comments, strings, preprocessor lines and hexadecimal numbers (which mix hashes)
are left as they are. Standard library only.
"""
import difflib
import re
from dataclasses import dataclass

NOT_CODE = re.compile(
    r"//[^\n]*|/\*.*?\*/|^[ \t]*#(?:[^\n\\]|\\.)*|\"(?:[^\"\\\n]|\\.)*\"|(?<!\w)'(?:[^'\\\n]|\\.)'",
    re.DOTALL | re.MULTILINE)
BINARY = {"<": ["<=", ">"], "<=": ["<", ">"], ">": [">=", "<"], ">=": [">", "<"],
          "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"],
          "*": ["/"], "/": ["*"], "%": ["*"], "+=": ["-=", "="], "-=": ["+=", "="],
          "*=": ["/=", "="], "/=": ["*=", "="], "&": ["|"], "|": ["&"], "&=": ["|=", "="],
          "|=": ["&=", "="], "<<": [">>"], ">>": ["<<"], "^": ["|"]}
WORDS = {"true": ["false"], "false": ["true"], "min": ["max"], "max": ["min"],
         "min_element": ["max_element"], "max_element": ["min_element"],
         "lower_bound": ["upper_bound"], "upper_bound": ["lower_bound"], "floor": ["ceil"],
         "ceil": ["floor"], "front": ["back"], "back": ["front"], "begin": ["end"],
         "continue": ["break"], "break": ["continue"], "all_of": ["any_of"], "any_of": ["all_of"]}
OPERATOR = re.compile(r"(?<=\s)(" + "|".join(
    re.escape(operator) for operator in sorted(BINARY, key=len, reverse=True)) + r")(?=\s)")
WORD = re.compile(r"\b(" + "|".join(WORDS) + r")\b")
UNARY = re.compile(r"\+\+|--(?=\w)|(?<=[(\s])!(?=[\w(])|(?<=[(,=?:{] )-(?=[\w(])|(?<=\()-(?=[\w(])")
NUMBER = re.compile(r"(?<![\w.'])(\d[\d']*(?:\.\d*)?(?:[eE][+-]?\d+)?)(?![\w.'])")
CONDITION = re.compile(r"\b(?:if|while)\s*(?:constexpr\s*)?\(")
TERNARY = re.compile(r"\s\?\s")
CALL = re.compile(r"^[ \t]*[\w.:>\[\]*-]+(?:\([^()]*\))?[\w.:>\[\]*-]*\(.*\);[ \t]*$", re.MULTILINE)
KEYWORDS = re.compile(
    r"^[ \t]*(?:return|throw|else|using|auto|const|static|assert|co_|if|for|while)\b")


@dataclass(frozen=True)
class Mutant:
    path: str
    kind: str
    begin: int
    end: int
    text: str   # stands in place of what was between

    def apply(self, source):
        return source[:self.begin] + self.text + source[self.end:]

    def change(self, source):
        """The lines that go and those that come, without indentation: `- old` and `+ new`."""
        lines = difflib.ndiff(source.splitlines(), self.apply(source).splitlines())
        return tuple(f"{line[0]} {line[2:].strip()}" for line in lines if line[0] in "-+")

    def line(self, source):
        return source.count("\n", 0, self.begin) + 1


def masked(source):
    """The same text with blanks wherever nothing is to be changed."""
    return NOT_CODE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source)


def closing(text, opening):
    """Where the bracket that opens at `opening` closes."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] in "([{") - (text[place] in ")]}")
        if depth == 0:
            return place
    return len(text)


def other_numbers(text):
    if re.fullmatch(r"[\d']+", text):
        value = int(text.replace("'", ""))
        return [str(value + 1)] + ([str(value - 1)] if value > 0 else [])
    value = float(text.replace("'", ""))
    return ["1.0"] if value == 0.0 else [repr(2.0 * value), "0.0"]


def mutants_of(path, source):
    """All mutants of a file, in the order of their places."""
    code, found = masked(source), []

    def add(kind, begin, end, text):
        found.append(Mutant(path, kind, begin, end, text))

    for m in OPERATOR.finditer(code):
        for text in BINARY[m.group()]:
            add("operator", m.start(), m.end(), text)
    for m in WORD.finditer(code):
        for text in WORDS[m.group()]:
            add("word", m.start(), m.end(), text)
    for m in UNARY.finditer(code):
        add("sign", m.start(), m.end(), {"++": "--", "--": "++"}.get(m.group(), ""))
    for m in NUMBER.finditer(code):
        for text in other_numbers(m.group()):
            add("constant", m.start(), m.end(), text)
    for m in CONDITION.finditer(code):
        end = closing(code, m.end() - 1)
        for text in ("true", "false") if code[m.start()] == "i" else ("false",):
            add("condition", m.end(), end, text)
    for m in TERNARY.finditer(code):
        for text in (" || true ? ", " && false ? "):
            add("condition", m.start(), m.end(), text)
    for m in CALL.finditer(code):
        before = code[:m.start()].rstrip()[-1:]
        if before in "{};" and not KEYWORDS.match(m.group()):
            add("call", m.start() + len(m.group()) - len(m.group().lstrip()), m.end(), ";")
    return sorted(found, key=lambda m: (m.begin, m.end, m.text))


def block(mutant, source):
    """How a mutant is named in reports and lists: its file, and a line for each that changes."""
    return (mutant.path, *mutant.change(source))


def read_blocks(text):
    """The blocks of a list, each with the reason that stands below it after `# `."""
    blocks = {}
    for part in re.split(r"\n\s*\n", text):
        lines = part.strip().splitlines()
        reason = " ".join(line[1:].strip() for line in lines if line.startswith("#"))
        kept = tuple(line.rstrip() for line in lines if not line.startswith("#"))
        if kept:
            blocks[kept] = reason
    return blocks
