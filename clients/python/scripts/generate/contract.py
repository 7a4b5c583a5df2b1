"""Reads the documents of the contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GENERATED = Path(__file__).parents[4] / "packages" / "contract" / "generated"

Schema = dict[str, Any]


def openapi() -> Schema:
    """The OpenAPI document."""
    document: Schema = json.loads((GENERATED / "openapi.json").read_text())
    return document


def event_schemas() -> dict[str, Schema]:
    """The JSON Schema of each type of event."""
    return {path.stem: json.loads(path.read_text()) for path in sorted((GENERATED / "json-schema").glob("*.json"))}


def operations(document: Schema) -> Iterator[Schema]:
    """The operations of the document."""
    for path in document["paths"].values():
        yield from (
            operation for method, operation in path.items() if method in ("get", "post", "put", "patch", "delete")
        )
