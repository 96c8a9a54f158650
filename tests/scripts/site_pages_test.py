"""The pages as the site has them: links, and the blank lines that GitHub does without. Where mkdocs
is installed (scripts/setup.sh site) the whole site is built, and every warning is an error."""
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from site_pages import site_markdown, source_of, target_on_site, with_links  # noqa: E402

MKDOCS = ROOT / ".venv" / "bin" / "mkdocs"


class SitePages(unittest.TestCase):
    def test_links_of_a_page_in_docs_and_of_one_that_joined(self):
        self.assertEqual([target_on_site("docs/study.md", target) for target in (
            "tables.md#the-ledger", "#sections", "https://example.org", "../datasets/README.md",
            "../algorithms/registry.cpp")], [
            "tables.md#the-ledger", "#sections", "https://example.org", "datasets.md", None])
        self.assertEqual([target_on_site("README.md", target) for target in (
            "docs/pictures/a.svg", "CONTRIBUTING.md#add-a-loader", "algorithms/x.cpp")], [
            "pictures/a.svg", "contributing.md#add-a-loader", None])
        self.assertEqual([source_of("datasets.md"), source_of("clv.md")],
                         ["datasets/README.md", "docs/clv.md"])

    def test_a_file_that_is_not_on_the_site_is_named(self):
        self.assertEqual(with_links("see [the list](../a/b.cpp), [x](clv.md), `[y](../z.cpp)`, "
                                    "[`--half_life`](clv.md)", "docs/study.md"),
                         "see the list (`a/b.cpp`), [x](clv.md), `[y](../z.cpp)`, "
                         "[`--half_life`](clv.md)")

    def test_lists_tables_and_fences_get_their_blank_lines(self):
        self.assertEqual(site_markdown('Two:\n- a\n- b\n  goes on\nThen\n| a |\n| - |\nend\n'
                                       '```csv title="a.csv"\n| x\n- y\n```\nlast\n', "docs/a.md"),
                         'Two:\n\n- a\n- b\n  goes on\n\nThen\n\n| a |\n| - |\n\nend\n\n'
                         '```csv\n| x\n- y\n```\n\nlast\n')

    @unittest.skipUnless(MKDOCS.exists(), "mkdocs is not installed: scripts/setup.sh site")
    def test_the_site_builds_without_a_warning(self):
        out = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, out, ignore_errors=True)
        done = subprocess.run([MKDOCS, "build", "--strict", "--quiet", "--site-dir", out], cwd=ROOT,
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        self.assertEqual({path.stem for path in (ROOT / "docs").glob("*.md")}
                         - {path.stem for path in Path(out).glob("*.html")}, set())


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    for test, reason in result.skipped:
        print(f"SKIPPED: {test}: {reason}")
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
