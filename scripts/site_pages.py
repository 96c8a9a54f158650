"""A hook of mkdocs, for `make site`: pages are written for GitHub, and read there first.

Pages from outside of docs/ join the site; a link to a file that does not is named by its path in
the repository. Where GitHub begins a list, a table or a fence without a blank line, the site needs
one. The title of a fence is for the test of commands alone."""
import os
import re
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
# Path in the repository -> name on the site.
JOINED = {"README.md": "readme.md", "datasets/README.md": "datasets.md",
          "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
LINK = re.compile(r"(?<!\\)(!?\[(?:[^\[\]]|\[[^\]]*\])*\])\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
FENCE = re.compile(r"^(```+|~~~+)")
TITLE = re.compile(r'\s+title="[^"]+"$')
ITEM = re.compile(r"^\s*([-*+]|\d+\.)\s")


def source_of(name):
    """The path in the repository of a page of the site."""
    return next((source for source, site in JOINED.items() if site == name), "docs/" + name)


def target_on_site(source, target):
    """What a link of the page `source` is on the site; None: its file is not there."""
    if "://" in target or target.startswith(("#", "mailto:")):
        return target
    name, mark, anchor = target.partition("#")
    path = os.path.normpath(PurePosixPath(source).parent / name).replace(os.sep, "/")
    if path in JOINED:
        return JOINED[path] + mark + anchor
    return path.removeprefix("docs/") + mark + anchor if path.startswith("docs/") else None


def with_links(line, source):
    """A line with its links as the site has them; links in code are none, code in links may be."""
    def changed(found):
        target = target_on_site(source, found[2])
        if target is not None:
            return f"{found[1]}({target})"
        path = os.path.normpath(PurePosixPath(source).parent / found[2].partition("#")[0])
        return f"{found[1].lstrip('!')[1:-1]} (`{path}`)"

    hidden = []
    def hide(found):
        hidden.append(found[0])
        return f"\x02{len(hidden) - 1}\x03"
    line = LINK.sub(changed, CODE.sub(hide, line))
    return re.sub("\x02(\\d+)\x03", lambda found: hidden[int(found[1])], line)


def kind_of(line):
    if not line.strip():
        return "blank"
    if line.startswith("|"):
        return "table"
    if ITEM.match(line) or line.startswith("  "):   # what is indented goes on with an item
        return "list"
    return "text"


def site_markdown(text, source):
    """A page as the site's Markdown wants it."""
    lines, fence, before = [], None, "blank"
    for line in text.splitlines():
        mark = FENCE.match(line)
        if fence is None and mark:
            lines += [""] if before != "blank" else []
            fence = mark[1]
            line = TITLE.sub("", line)
        elif fence is not None:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                lines += [line, ""]
                fence, before = None, "blank"
                continue
        else:
            kind = kind_of(line)
            if kind != before and "blank" not in (kind, before) and {kind, before} != {"text"}:
                lines.append("")
            line, before = with_links(line, source), kind
        lines.append(line)
    return "\n".join(lines) + "\n"


def on_files(files, config):
    from mkdocs.structure.files import File
    for source, name in JOINED.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown, page, **_):
    return site_markdown(markdown, source_of(page.file.src_uri))
