"""Writes the golden files anew: `python -m tests.render.regenerate`, then read the difference."""

from tests.render.readback import GOLDEN, goldens
from tests.render.sample import CONFIG, full

if __name__ == "__main__":
    for name, text in goldens(full(), CONFIG).items():
        (GOLDEN / name).write_text(text, "utf-8", newline="\n")
