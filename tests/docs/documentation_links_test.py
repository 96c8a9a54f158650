"""Every link of the pages leads somewhere: the file is there, and so is the heading. Addresses of
the web are not looked at. Pages that no other page links to would never be found."""
import unittest
from pathlib import Path

from documentation import ROOT, anchor_of, pages, read_page


def read(path):
    return read_page(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


def broken(page, folder, anchors_of):
    """The links of a page that lead nowhere."""
    for line, target in page.links:
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (folder / name).resolve() if name else None
        if file is not None and not file.exists():
            yield f"{page.name}:{line}: there is no {target}"
        elif anchor and anchor not in (page.anchors if file is None else anchors_of(file)):
            yield f"{page.name}:{line}: there is no heading {target}"


class Links(unittest.TestCase):
    def test_every_link_and_heading_is_there(self):
        read_pages = {path: read(path) for path in [*pages(), ROOT / "CONTRIBUTING.md",
                                                    ROOT / "CHANGELOG.md"]}
        def anchors_of(file):
            return (read_pages.get(file) or read(file)).anchors
        found = [wrong for path, page in read_pages.items()
                 for wrong in broken(page, path.parent, anchors_of)]
        self.assertEqual("", "\n".join(found))
        self.assertGreater(sum(len(page.links) for page in read_pages.values()), 100)

    def test_every_page_of_docs_is_linked_to(self):
        linked = set()
        for path in pages():
            linked |= {(path.parent / target.partition("#")[0]).resolve()
                       for _, target in read(path).links if "://" not in target}
        alone = [path.name for path in (ROOT / "docs").glob("*.md")
                 if path not in linked and path.name != "index.md"]
        self.assertEqual(alone, [])

    def test_a_broken_link_is_found(self):
        page = read_page("p.md", "# Seen\n[a](no.md) [b](#seen) [c](#unseen) ![d](no.svg)\n"
                                 "[e](https://example.org) `[f](g.md)`\n```\n[h](i.md)\n```\n")
        self.assertEqual(list(broken(page, Path("/nonexistent"), lambda file: set())), [
            "p.md:2: there is no no.md", "p.md:2: there is no heading #unseen",
            "p.md:2: there is no no.svg"])

    def test_headings_as_github_names_them(self):
        self.assertEqual([anchor_of(heading) for heading in (
            "Choosing whom to begin with: `grapevine seeds`", "A study's own journeys",
            "Bühlmann, Straub (1970)", "See [Python](python.md)")], [
            "choosing-whom-to-begin-with-grapevine-seeds", "a-studys-own-journeys",
            "bühlmann-straub-1970", "see-python"])
        self.assertEqual(read_page("p.md", "# A\n## A\n").anchors, {"a", "a-1"})


if __name__ == "__main__":
    unittest.main()
