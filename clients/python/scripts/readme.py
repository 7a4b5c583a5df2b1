"""Writes the examples into README.md: `python -m scripts.readme`."""

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
REPOSITORY = README.parents[2]
EXAMPLE = re.compile(r"(<!-- from (\S+) -->\n\n```python\n).*?```$", re.DOTALL | re.MULTILINE)


def embedded(text: str) -> str:
    """The text with the code of the files that it names."""
    return EXAMPLE.sub(lambda found: f"{found[1]}{(REPOSITORY / found[2]).read_text()}```", text)


if __name__ == "__main__":
    README.write_text(embedded(README.read_text()))
