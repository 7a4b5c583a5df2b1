"""The API's own document, as what a client is held against."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

REPOSITORY = Path(__file__).parents[4]
GENERATED = REPOSITORY / "packages" / "contract" / "generated"
DOCUMENT: dict[str, Any] = json.loads((GENERATED / "openapi.json").read_text())
# Operations that describe the API; a client has no use for them.
DOCUMENTATION = "Documentation"


@dataclass(frozen=True)
class DocumentedOperation:
    id: str
    method: str
    path: re.Pattern[str]
    parameters: frozenset[str]
    answers: dict[str, Any]
    tags: tuple[str, ...]


def _operations() -> Iterator[DocumentedOperation]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield DocumentedOperation(
                id=operation["operationId"],
                method=method.upper(),
                path=re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))),
                parameters=frozenset(each["name"] for each in operation.get("parameters", ()) if "name" in each),
                answers=operation["responses"],
                tags=tuple(operation["tags"]),
            )


OPERATIONS = tuple(_operations())


def operation_of(request: httpx.Request) -> DocumentedOperation:
    """The operation that a request is for; a plain path wins over one with a parameter."""
    path = request.url.path
    fitting = [each for each in OPERATIONS if each.method == request.method and each.path.fullmatch(path)]
    return min(fitting, key=lambda each: each.path.pattern.count("[^/]+"))


def example_answer(operation: DocumentedOperation) -> httpx.Response:
    """The answer that the document has as its example."""
    status, answer = next((status, answer) for status, answer in operation.answers.items() if status[0] == "2")
    content = answer["content"]["application/json"]
    body = content["example"] if "example" in content else sample(content["schema"])
    return httpx.Response(int(status), json=body)


def sample(schema: dict[str, Any]) -> Any:
    """Something that the schema describes."""
    if "$ref" in schema:
        return sample(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0])
    known = schema.get("enum") or schema.get("x-extensible-enum")
    if known:
        return known[0]
    if schema.get("format") == "date-time":
        return "2026-11-25T08:00:00.000Z"
    kinds = schema.get("type", "null")
    kind = kinds if isinstance(kinds, str) else kinds[-1]
    if kind == "object":
        return {name: sample(schema["properties"][name]) for name in schema.get("required", ())}
    if kind == "array":
        return [sample(schema["items"])]
    return {"string": "text", "integer": 1, "number": 1.5, "boolean": True, "null": None}[kind]


def example_task(**changes: Any) -> dict[str, Any]:
    """The task of the document's examples, with some keys changed."""
    operation = next(each for each in OPERATIONS if each.id == "getTask")
    task: dict[str, Any] = operation.answers["200"]["content"]["application/json"]["example"]
    return {**task, **changes}
