"""The examples of docs/python.md run as they stand, one after the other."""

import re

from conftest import SOURCE

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_examples_of_the_page_run(tmp_path, monkeypatch, tea):
    monkeypatch.chdir(tea[0])
    blocks = BLOCK.findall((SOURCE / "docs" / "python.md").read_text())
    assert len(blocks) >= 4
    names = {"__name__": "page"}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert names["scores"].num_rows > 0
