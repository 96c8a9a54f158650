"""The command `grapevine`: the program that came with the package."""

import os
import sys
from pathlib import Path


def main() -> None:
    program = Path(__file__).parent / "bin" / "grapevine"
    os.execv(program, ["grapevine", *sys.argv[1:]])
