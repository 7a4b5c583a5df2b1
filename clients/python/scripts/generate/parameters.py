"""Names for the values that parameters and bodies take."""

from .contract import Schema, openapi

# Name, operation, parameter.
QUERY = (
    ("TaskStatus", "listTasks", "status"),
    ("CallbackStatus", "listTasks", "callback_status"),
    ("Need", "listTasks", "needs"),
    ("Unlinked", "listTasks", "without"),
    ("Order", "listTasks", "order"),
    ("Part", "listTasks", "expand"),
    ("Beginning", "listTaskUpdates", "from"),
    ("Group", "getUsage", "group_by"),
)


def parameters() -> str:
    """The module: a literal type for each closed list of values."""
    document = openapi()
    paths = document["paths"].values()
    found = {operation["operationId"]: operation for path in paths for operation in path.values()}
    lines = ['"""What parameters take."""\n', "from typing import Literal, TypeAlias\n"]
    for name, operation, parameter in QUERY:
        given = next(each for each in found[operation]["parameters"] if each.get("name") == parameter)
        lines += _alias(name, given["schema"], given["description"])
    scopes = document["components"]["schemas"]["CreateKeyBody"]["properties"]["scopes"]
    lines += _alias("Scope", scopes, scopes["description"])
    identifier = next(each for each in found["getTask"]["parameters"] if each.get("name") == "task_id")
    lines += [f"ID = {identifier['schema']['pattern']!r}", '"""What an id looks like."""\n']
    return "\n".join(lines)


def _alias(name: str, schema: Schema, description: str) -> list[str]:
    values = schema.get("enum") or schema["items"]["enum"]
    return [f"{name}: TypeAlias = Literal[{', '.join(map(repr, values))}]", f'"""{description}"""\n']
