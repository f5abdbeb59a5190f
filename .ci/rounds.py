"""Run tests over and over, each time with another chance: python .ci/rounds.py ROUNDS PYTEST-ARGUMENT …

All rounds share one process, which loads the program once. The first round that fails ends it, and its number
is the seed of generated text.
"""

import sys

import pytest


def main() -> None:
    """See the module's docstring."""
    rounds, *arguments = sys.argv[1:]
    for number in range(1, int(rounds) + 1):
        print(f"round {number} of {rounds}", flush=True)
        # In CI hypothesis would draw the same examples each time; its default profile heeds the seed.
        chance = ("--hypothesis-profile=default", f"--hypothesis-seed={number}")
        status = pytest.main(["-q", *chance, *arguments])
        if status != pytest.ExitCode.OK:
            sys.exit(int(status))


if __name__ == "__main__":
    main()
