"""Every command of the pages does what they say. A page's commands run in its order, in one folder
that has the files of documented_files.py and those that the page itself gives.

- A line of a fence that begins with `grapevine ` runs and ends with exit code 0.
- Under a line of a fence that begins with `$ ` stands what it prints: these lines, one after the
  other, from its first line on; `...` stands for any lines. Where they begin with `grapevine: ` the
  command is refused: exit code 2 and that very line. Besides grapevine only cat and head may run.
- A command within a sentence runs likewise, unless it only names a command (no argument but
  options, no --out, and no file) or has a placeholder: a word in capitals that is no file of the
  folder and not what --out makes, or `...`. Of these the command and its options have to exist.
- A fence with a title, as in csv title="ties.csv", is the file of that name.
- On the pages for users of other programs every figure of a table (four decimals and more; not
  of rows that are simulated) is a number that the page's commands print or write, to its last
  digit."""
import itertools
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from documentation import ROOT, Command, GivenFile, pages, read_page
from documented_files import write_all

PROGRAM = Path(os.environ.get("GRAPEVINE_PROGRAM", ROOT / "build" / "release" / "grapevine"))
PLACEHOLDER = re.compile(r"^[A-Z][A-Z_]*(\.[a-z]+)?(/.*)?$")
WORD = re.compile(r"^[a-z][a-z_\d-]*$")


def words_of(text):
    return shlex.split(re.split(r"\s[>|]\s", text)[0])[1:]


def is_name(command, folder):
    """A command of a sentence that is only named: `grapevine attribute`, `... seeds --k 50`."""
    words = words_of(command.text)
    before_options = itertools.takewhile(lambda word: not word.startswith("-"), words)
    return (command.inline and "--out" not in words
            and all(WORD.match(word) and not (folder / word).exists() for word in before_options))


def placeholders(command, folder):
    words = words_of(command.text)
    made = {words[at + 1] for at, word in enumerate(words[:-1]) if word == "--out"}
    return [word for word in words if "..." in word or "…" in word
            or PLACEHOLDER.match(word) and word not in made
            and not (folder / word).exists()]


class Folder:
    """Where the commands of one page run, by way of the shell, as a reader runs them."""

    def __init__(self, home, name, files, program, instead):
        self.path = Path(tempfile.mkdtemp(prefix=name, dir=home)) / "here"
        shutil.copytree(files, self.path, symlinks=True)
        commands = Path(home) / "commands"
        commands.mkdir(exist_ok=True)
        script = commands / "grapevine"
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(str(program))} "$@"\n')
        script.chmod(0o755)
        self.environment = os.environ | {"PATH": f"{commands}:/usr/bin:/bin"}
        self.instead = instead
        self.output = []
        self.not_run = []   # names of commands, and those with placeholders

    def printed(self):
        """What the commands printed, and the tables that are there now."""
        tables = [path.read_text() for path in self.path.rglob("*.csv")]
        return "\n".join(self.output + tables)

    def shell(self, text):
        for name, other in self.instead.items():
            text = text.replace(name, other)
        return subprocess.run(["/bin/sh", "-c", text], cwd=self.path, env=self.environment,
                              capture_output=True, text=True, timeout=300)

    def run(self, step):
        """What is wrong with a step of a page; None: nothing."""
        if isinstance(step, GivenFile):
            (self.path / step.name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / step.name).unlink(missing_ok=True)
            (self.path / step.name).write_text(step.text)
            return None
        if is_name(step, self.path) or step.inline and placeholders(step, self.path):
            self.not_run.append(step)
            return self.exists(step)
        if step.text.split()[0] not in ("grapevine", "cat", "head"):
            return "only grapevine, cat and head run here"
        done = self.shell(step.text)
        if step.shown and step.shown[0].startswith("grapevine: "):
            if (done.returncode, done.stderr.splitlines()) != (2, step.shown):
                return f"exit code {done.returncode}, says {done.stderr or done.stdout[:300]}"
            return None
        if done.returncode != 0:
            return f"exit code {done.returncode}: {done.stderr}"
        self.output.append(done.stdout)
        # A build without npm writes its reports as text.
        return missing_line(step.shown or [], done.stdout.replace("report.txt", "report.html"))

    def exists(self, step):
        """Whether there is such a command with these options; `estimate` takes another's."""
        words = words_of(step.text)
        words = words[1:] if words[0] == "estimate" else words
        names = []
        for word in words:
            if not WORD.match(word):
                break
            names.append(word)
        done = self.shell("grapevine " + shlex.join(names) + " --help")
        if done.returncode != 0:
            return f"no such command: {done.stderr}"
        for word in words[len(names):]:
            # Without a name of its algorithm `score` cannot tell its options.
            if word.startswith("--") and "[OPTIONS] SUBCOMMAND" not in done.stdout \
                    and not re.search(re.escape(word.replace("-", "_")[2:]) + r"\b",
                                      done.stdout.replace("-", "_")):
                return f"has no option {word}"
        return None


def missing_line(shown, output):
    """The first shown line that is not where it has to be in the output; None: all are."""
    lines, at, anywhere = [line.rstrip() for line in output.splitlines()], 0, False
    for line in shown:
        if line == "...":
            anywhere = True
            continue
        found = next((i for i in range(at, len(lines) if anywhere else min(at + 1, len(lines)))
                      if lines[i] == line), None)
        if found is None:
            return f"does not print here: {line}\n but prints\n{output[:3000]}"
        at, anywhere = found + 1, False
    return None


def strange_figures(page, printed):
    """The figures of a page that are no number of what was printed, rounded; each with its line.
    A digit that is off by one in the last place is a rounding of the other program's."""
    ours = {float(number) for number in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", printed)}
    for line, figure in page.figures:
        allowed = 1.01 * 10.0 ** -len(figure.split(".")[1])
        if not any(abs(number - float(figure)) <= allowed for number in ours):
            yield f"{page.name}:{line}: nothing prints {figure}"


class DocumentedCommands(unittest.TestCase):
    def setUp(self):
        self.not_run = []

    @classmethod
    def setUpClass(cls):
        if not PROGRAM.is_file():
            raise unittest.SkipTest("the program is not built")
        cls.home = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.files = Path(cls.home) / "files"
        cls.files.mkdir()
        cls.instead = write_all(cls.files, PROGRAM)
        if cls.instead:
            print("no pyarrow here: read instead:", cls.instead)

    def wrong(self, page, name):
        """The steps of a page that are not as it says, with what happens."""
        folder = Folder(self.home, name, self.files, PROGRAM, self.instead)
        self.addCleanup(shutil.rmtree, folder.path.parent, ignore_errors=True)
        for step in page.steps:
            what = folder.run(step)
            if what is not None:
                yield f"{step.place()}\n {what}"
        self.not_run += folder.not_run
        if Path(page.name).name.startswith("from_"):
            yield from strange_figures(page, folder.printed())

    def wrong_in(self, text):
        return list(self.wrong(read_page("planted.md", text), "planted"))

    def test_every_command_of_every_page(self):
        count = 0
        for path in pages():
            if path.name == "algorithms.md":
                continue
            name = str(path.relative_to(ROOT))
            page = read_page(name, path.read_text(encoding="utf-8"))
            count += len(page.commands)
            with self.subTest(name):
                self.assertEqual("", "\n".join(self.wrong(page, name.replace("/", "-"))))
        self.assertGreater(count - len(self.not_run), 100)   # found at all
        print(count - len(self.not_run), "commands ran; only named, or with a placeholder:")
        print(*sorted({step.text for step in self.not_run}), sep="\n")

    def test_a_wrong_command_of_a_page_is_found(self):
        for text in ("```\ngrapevine graph info NO_SUCH_FILE\n```\n",
                     "```\ngrapevine graph info GRAPH --colour red\n```\n",
                     "Say `grapevine graph info GRAPH --colour red` to see it.\n",
                     "Say `grapevine graph inform` to see it.\n",
                     "Say `grapevine backtest NOBODY --colour DAYS` to see it.\n",
                     "```\n$ grapevine graph info GRAPH\nnodes: 3\n```\n",
                     "```\n$ grapevine graph info NO_SUCH_FILE\ngrapevine: it is not there\n```\n",
                     "```\n$ curl https://example.org\n```\n"):
            self.assertEqual(len(self.wrong_in(text)), 1, text)

    def test_a_right_page_passes(self):
        self.assertEqual(self.wrong_in('```csv title="t.csv"\nsrc,dst\nann,bob\n```\n'
                                       "```\n$ cat t.csv\nsrc,dst\n...\n$ head -1 t.csv\nsrc,dst\n"
                                       "grapevine is the name\n```\n"), [
            "planted.md:9: head -1 t.csv\n does not print here: grapevine is the name\n"
            " but prints\nsrc,dst\n"])
        self.assertEqual(self.wrong_in("`grapevine attribute`, `grapevine seeds --k 50`, and "
                                       "`grapevine score NAME GRAPH --half_life DAYS`\n"), [])

    def test_a_figure_that_nobody_prints_is_found(self):
        text = ('```csv title="t.csv"\nsrc,dst\nann,bob\n```\n```\ngrapevine score pagerank t.csv\n'
                "```\n| here | 0.35087719 |\n| wrong | 0.35187719 |\n| simulated | 0.7777 |\n")
        page = read_page("docs/from_here.md", text)
        self.assertEqual(list(self.wrong(page, "planted")),
                         ["docs/from_here.md:9: nothing prints 0.35187719"])


class Extraction(unittest.TestCase):
    """What is a command, where it ends, and what is shown of it."""

    def commands(self, text):
        return [(step.line, step.text, step.inline, step.shown)
                for step in read_page("p.md", text).commands]

    def test_lines_of_fences(self):
        self.assertEqual(self.commands("```\ngrapevine a   # why\n grapevine b\ngrapevine c \\\n"
                                       "    --d e  # f\nmake demo\n```\n"),
                         [(2, "grapevine a", False, None), (4, "grapevine c --d e", False, None)])

    def test_what_is_shown_under_a_line(self):
        self.assertEqual(self.commands("```\n$ grapevine a\nx  \n\n$ cat y\n```\n"),
                         [(2, "grapevine a", False, ["x", ""]), (5, "cat y", False, None)])

    def test_commands_of_sentences(self):
        self.assertEqual(self.commands("| `grapevine a` | ``grapevine b`` | `x grapevine c` |\n"),
                         [(1, "grapevine a", True, None), (1, "grapevine b", True, None)])

    def test_names_and_placeholders(self):
        def named(text):
            command = Command("p.md", 1, "grapevine " + text, inline=True)
            return is_name(command, ROOT / "docs")
        self.assertEqual([named(text) for text in (
            "attribute", "graph generate rmat", "seeds --k 50", "simulate --people 5 --out shop",
            "algorithms", "check study.toml", "graph info GRAPH", "verify pictures")],
                         [True, True, True, False, True, False, False, False])
        command = Command("p.md", 1, "grapevine run STUDY.toml x ... --out DIR", inline=True)
        self.assertEqual(placeholders(command, Path("/nonexistent")), ["STUDY.toml", "..."])

    def test_a_fence_without_an_end_is_refused(self):
        with self.assertRaisesRegex(ValueError, "p.md:2: this fence does not end"):
            read_page("p.md", "a\n```\ngrapevine a\n")


if __name__ == "__main__":
    unittest.main()
