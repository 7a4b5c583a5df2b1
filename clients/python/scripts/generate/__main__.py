"""Writes what is generated; with `--check` changes nothing, and fails where a file is not what would be written.

python -m scripts.generate [--check]
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from . import codes, events, models, parameters, synchronous
from .formatting import formatted

PACKAGE = Path(__file__).parents[2] / "src" / "taskfold"


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file, and what it has to be."""
    yield PACKAGE / "models.py", models.answers()
    yield PACKAGE / "_generated" / "updates.py", models.updates()
    yield PACKAGE / "_generated" / "data.py", events.data()
    yield PACKAGE / "events.py", events.builders()
    yield PACKAGE / "_generated" / "codes.py", codes.codes()
    yield PACKAGE / "_generated" / "parameters.py", parameters.parameters()
    for source in sorted((PACKAGE / "_async").glob("*.py")):
        yield PACKAGE / "_sync" / source.name, synchronous.of(source.read_text())


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    stale = 0
    written = set[Path]()
    for path, text in formatted(files()):
        written.add(path)
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        if "--check" in arguments:
            sys.stderr.write(f"{path} is stale: run python -m scripts.generate and commit the result\n")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    for path in sorted((PACKAGE / "_sync").glob("*.py")):
        if path not in written:
            stale += 1
            sys.stderr.write(f"{path} has no source: remove it\n")
    sys.stdout.write(
        f"{len(written)} generated files, {stale} of them {'stale' if '--check' in arguments else 'written'}\n"
    )
    return 1 if stale and "--check" in arguments else 0


raise SystemExit(main(sys.argv[1:]))
