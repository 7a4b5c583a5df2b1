"""README.md shows the examples as they are: `python -m scripts.readme` writes them into it."""

from scripts.readme import README, embedded


def test_readme_has_the_examples_as_they_are() -> None:
    text = README.read_text()
    assert embedded(text) == text
    assert text.count("<!-- from ") == 5
