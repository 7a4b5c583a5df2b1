"""Builders of events: a method for each type that a producer may send, and the rules that its data is checked by."""

import json

from .contract import Schema, event_schemas
from .models import models

# What the system itself publishes.
OWN = ("task.updated", "task.callback_attempted")
NUMBERS = {"integer": "int", "number": "float", "boolean": "bool", "object": "Mapping[str, Any]"}
IMPORTS = """from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from taskfold._events import Attributes, Event, EventFactory, Money

if TYPE_CHECKING:
    from typing_extensions import NotRequired, Unpack
"""


def data() -> str:
    """The models that check the data of each type."""
    definitions = dict[str, Schema]()
    excluded = list[tuple[str, str, str]]()
    models_by_type = dict[str, str]()
    for event_type, schema in _produced().items():
        for name, definition in schema["$defs"].items():
            definitions[name] = definition
            for field, rule in definition["properties"].items() if "properties" in definition else ():
                # Pydantic knows no `not`.
                if "not" in rule:
                    excluded.append((event_type, field, rule["not"]["pattern"]))
        models_by_type[event_type] = _data_name(schema)
    text = models('"""What the data of each type of event must be."""', {"$defs": definitions}, "taskfold._model.Data")
    table = "".join(f'    "{event_type}": {name},\n' for event_type, name in models_by_type.items())
    text += f"\n\nRULES: dict[str, type[Data]] = {{\n{table}}}\n"
    return text + f"EXCLUDED: tuple[tuple[str, str, str], ...] = {tuple(excluded)!r}\n"


def builders() -> str:
    """The module with the typed builders."""
    schemas = _produced()
    nested = dict[str, Schema]()
    for schema in schemas.values():
        for name, definition in schema["$defs"].items():
            if name != _data_name(schema) and definition["type"] == "object":
                nested[name] = definition
    parts = [
        '"""Events that producers send: what is built is valid."""\n',
        IMPORTS,
        "__all__ = " + json.dumps(["Event", "Events", "Money", *sorted(nested)]) + "\n",
    ]
    parts += [_typed_dict(name, definition) for name, definition in nested.items()]
    parts.append(
        'class Events(EventFactory):\n    """Builders of events, one for each type that a producer may send.\n'
        + EXAMPLE
    )
    parts += [_method(event_type, schema) for event_type, schema in schemas.items()]
    return "\n\n".join(parts)


EXAMPLE = '''
    An event has a new `id` each time unless one is given: to say the same again, send the same event again, or give the
    `id` that what happened has by itself. A repeat with the same `id` and `source` changes nothing; a new `id` is a new
    event.

    >>> events = Events(source="/gateways/eu-1", tenant="acme")
    >>> event = events.charged("task_1", entry_id="charge_1", amount_credits="40")
    >>> event.type, event.data["amount_credits"]
    ('task.charged', '40')
    """
'''


def _produced() -> dict[str, Schema]:
    return {event_type: schema for event_type, schema in event_schemas().items() if event_type not in OWN}


def _data_name(schema: Schema) -> str:
    place = schema["properties"]["data"]
    reference: str = place.get("$ref") or place["anyOf"][0]["$ref"]
    return reference.rsplit("/", 1)[1]


def _typed_dict(name: str, definition: Schema) -> str:
    described = definition.get("description", "A part of the data of an event.")
    lines = [f"class {name}(TypedDict):", f'    """{described}"""\n']
    for field, rule in definition["properties"].items():
        kind = _kind(rule)
        optional = field not in definition["required"]
        lines.append(f"    {field}: " + (f'"NotRequired[{kind} | None]"' if optional else kind))
        lines.append(f'    """{rule["description"]}"""')
    return "\n".join(lines) + "\n"


def _method(event_type: str, schema: Schema) -> str:
    definition = schema["$defs"][_data_name(schema)]
    required: list[str] = definition.get("required", [])
    fields: dict[str, Schema] = definition.get("properties", {})
    arguments = [f"{name}: {_kind(rule)}" for name, rule in fields.items() if name in required]
    arguments += [f"{name}: {_kind(rule)} | None = None" for name, rule in fields.items() if name not in required]
    signature = [
        "self",
        "task_id: str",
        *(["*", *arguments] if arguments else []),
        '**attributes: "Unpack[Attributes]"',
    ]
    documented = {"task_id": "The id of the task.", **{name: _described(rule) for name, rule in fields.items()}}
    documented["attributes"] = "`id`, `time` and what else an event may have beside its data."
    given = ", ".join(f'"{name}": {name}' for name in fields)
    return "\n".join(
        [
            f"    def {event_type.removeprefix('task.')}({', '.join(signature)}) -> Event:",
            f'        """{schema["description"]}\n',
            "        Args:",
            *(f"            {name}: {text}" for name, text in documented.items()),
            "",
            "        Raises:",
            "            InvalidEventError: where a value is not what it must be.",
            *(["            TypeError: for money that is a float."] if "Money" in " ".join(signature) else []),
            '        """',
            f'        return self._build("{event_type}", task_id, {{{given}}}, attributes)',
        ]
    )


def _described(rule: Schema) -> str:
    if "description" in rule:
        return str(rule["description"])
    return "What the task should know."


def _kind(rule: Schema) -> str:
    """The annotation of a value that is not null."""
    if "anyOf" in rule:
        return _kind(rule["anyOf"][0])
    if "$ref" in rule:
        name = rule["$ref"].rsplit("/", 1)[1]
        return "str" if name == "CallbackEvent" else name
    if not rule.keys() & {"type"}:
        return "Any"
    kind = str(rule["type"] if isinstance(rule["type"], str) else rule["type"][0])
    if kind == "array":
        return f"Sequence[{_kind(rule['items'])}]"
    return _text_kind(rule) if kind == "string" else _plain_kind(kind, rule)


def _text_kind(rule: Schema) -> str:
    if rule.get("format") == "date-time":
        return "datetime | str"
    return "Money" if "{1,15}" in rule.get("pattern", "") else "str"


def _plain_kind(kind: str, rule: Schema) -> str:
    pairs = kind == "object" and isinstance(rule.get("additionalProperties"), dict)
    return "Mapping[str, str]" if pairs else NUMBERS[kind]
