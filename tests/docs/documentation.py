"""What the pages say to do: commands with what they are shown to print, files that a page brings,
links and headings. See documented_commands_test.py for the rules that pages keep."""
import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(```+|~~~+)\s*(.*)$")
TITLE = re.compile(r'title="([^"]+)"')
INLINE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
FIGURE = re.compile(r"(?<![\w.])-?\d*\.\d{4,}\b")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")


@dataclass
class Command:
    """A command as a page has it. `shown` is what stands under a `$ ` line; None: nothing does."""

    page: str
    line: int
    text: str
    inline: bool = False
    shown: list | None = None

    def place(self):
        return f"{self.page}:{self.line}: {self.text}"


@dataclass
class GivenFile:
    """A fence with a title: the file of that name, which later commands of the page find."""

    line: int
    name: str
    text: str


@dataclass
class Page:
    name: str
    steps: list = field(default_factory=list)   # commands and given files in the page's order
    links: list = field(default_factory=list)   # (line, target)
    anchors: set = field(default_factory=set)
    figures: list = field(default_factory=list)  # (line, number) of tables, long ones

    @property
    def commands(self):
        return [step for step in self.steps if isinstance(step, Command)]


def pages():
    """The pages whose commands are run and whose links are followed; algorithms.md is made by the
    program itself, and has no command of its own."""
    docs = sorted((ROOT / "docs").glob("*.md"))
    return [ROOT / "README.md", ROOT / "datasets" / "README.md", *docs]


def read_page(name, text):
    """Splits a page into fences and prose, and these into what the class holds."""
    page = Page(name)
    fence = None   # mark, info, number of its line, lines
    for number, line in enumerate(text.splitlines(), 1):
        mark = FENCE.match(line)
        if fence is None and mark:
            fence = (mark[1], mark[2], number, [])
        elif fence is None:
            _read_prose(page, number, line)
        elif mark and mark[1].startswith(fence[0]) and not mark[2]:
            _read_fence(page, *fence[1:])
            fence = None
        else:
            fence[3].append(line)
    if fence is not None:
        raise ValueError(f"{name}:{fence[2]}: this fence does not end")
    return page


def anchor_of(heading):
    """The fragment that GitHub gives a heading."""
    plain = LINK.sub(lambda link: link[0][1:link[0].index("](")], heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


def _read_prose(page, number, line):
    heading = re.match(r"^#+ +(.*)$", line)
    if heading:
        anchor, count = anchor_of(heading[1]), 1
        while anchor in page.anchors:
            anchor, count = f"{anchor_of(heading[1])}-{count}", count + 1
        page.anchors.add(anchor)
    for span in INLINE.finditer(line):
        if span[2].strip().startswith("grapevine "):
            page.steps.append(Command(page.name, number, span[2].strip(), inline=True))
    if line.startswith("|") and "simulated" not in line:
        page.figures += [(number, found) for found in FIGURE.findall(re.sub(r"`[^`]*`", "", line))]
    # Links may have code in their text; what looks like a link inside code is none.
    for link in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
        page.links.append((number, link[1]))


def _read_fence(page, info, number, lines):
    title = TITLE.search(info)
    if title:
        page.steps.append(GivenFile(number, title[1], "\n".join(lines) + "\n"))
        return
    console = any(line.startswith("$ ") for line in lines)
    command = None
    for offset, line in enumerate(lines, 1):
        if command is not None and command.text.endswith("\\"):
            command.text = command.text[:-1].rstrip() + " " + _without_comment(line).strip()
        elif line.startswith("$ " if console else "grapevine "):
            text = _without_comment(line.removeprefix("$ "))
            command = Command(page.name, number + offset, text)
            page.steps.append(command)
        elif console and command is not None:
            command.shown = (command.shown or []) + [line.rstrip()]
        else:
            command = None


def _without_comment(line):
    """A comment begins after blanks with a # and a blank."""
    return re.sub(r"\s+#(\s.*)?$", "", line).rstrip()
