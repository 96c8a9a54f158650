"""What a configured CMake build with Ninja says of itself. Standard library only."""
import json
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def compile_words(build):
    """How a configured build compiles each source of the tree, without a cache."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = Path(entry["file"])
        if source.is_relative_to(ROOT):
            words = shlex.split(entry["command"])
            # What stands before the cache starts it, and nothing else.
            cache = [i for i, word in enumerate(words) if Path(word).name == "ccache"]
            commands[str(source.relative_to(ROOT))] = words[cache[0] + 1 if cache else 0:]
    return commands


def ninja(build, *words):
    done = subprocess.run(["ninja", "-C", build, *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ninja {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def link_words(build):
    """How it links the tests, in its folder."""
    commands = ninja(build, "-t", "commands", "tests/grapevine_tests").splitlines()
    return shlex.split(next(part for part in commands[-1].split(" && ")
                            if "-o tests/grapevine_tests" in part))
