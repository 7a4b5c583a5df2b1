"""An exception for each code of the API's errors."""

import re

from .contract import Schema, openapi, operations

# A class of Python's own has this name.
RENAMED = {"timeout": "AnswerTimeoutError"}


def codes() -> str:
    """The module: the exceptions, and which one is raised for a code."""
    document = openapi()
    known: list[str] = document["components"]["schemas"]["ErrorDetail"]["properties"]["code"]["x-extensible-enum"]
    described = _described(document)
    classes, entries = list[str](), list[str]()
    for code in known:
        status, description = described.get(code, (None, "Not of this API's operations."))
        prefix = f"{status}: " if status else ""
        classes.append(f'class {name_of(code)}(ApiError):\n    """`{code}`. {prefix}{description}"""\n')
        entries.append(f'    "{code}": {name_of(code)},')
    names = "".join(f'    "{name}",\n' for name in sorted(["BY_CODE", *map(name_of, known)]))
    return "\n\n".join(
        [
            '"""Exceptions by the code of the error. Codes that are not known here are an `ApiError`."""\n',
            "from taskfold._errors import ApiError\n",
            f"__all__ = [\n{names}]\n",
            *classes,
            "BY_CODE: dict[str, type[ApiError]] = {\n" + "\n".join(entries) + "\n}\n",
        ]
    )


def name_of(code: str) -> str:
    """The name of the exception for a code."""
    words = code.removesuffix("_error").split("_")
    return RENAMED.get(code) or "".join(map(str.capitalize, words)) + "Error"


def _described(document: Schema) -> dict[str, tuple[str, str]]:
    """Status and description of each code that an operation answers."""
    found = dict[str, tuple[str, str]]()
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            for code, description in re.findall(r"^`(\w+)`: (.+)$", answer["description"], re.MULTILINE):
                found[code] = (status, description)
    return found
