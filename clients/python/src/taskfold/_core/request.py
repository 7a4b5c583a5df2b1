"""What is sent, what comes back, and what makes a value of it."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from taskfold._generated.parameters import ID

Value = TypeVar("Value")

QueryValue = str | int | datetime | Sequence[str] | None


@dataclass(frozen=True)
class Request:
    """A request below the address of the API."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None
    repeatable: bool = True
    """Whether sending it twice does no more than sending it once."""
    held: float = 0
    """For how many seconds the API is asked to hold its answer."""


@dataclass(frozen=True)
class Answer:
    """What came back. The names of the headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Operation(Generic[Value]):
    """A request, and how its answer is read."""

    request: Request
    read: Callable[[Answer], Value]


def path_of(*segments: str) -> str:
    """A path below `/v1`, of names and ids.

    Raises:
        ValueError: for an id that cannot be one.
    """
    for segment in segments:
        if not re.fullmatch(ID, segment):
            raise ValueError(f"{segment!r} is no id: an id is 1 to 128 letters, digits, underscores and hyphens.")
    return "/v1/" + "/".join(segments)


def query_of(values: Iterable[tuple[str, QueryValue]]) -> tuple[tuple[str, str], ...]:
    """The parameters that have a value; several of one are separated by commas.

    Raises:
        ValueError: for a time without a zone.
    """
    return tuple((name, _text_of(value)) for name, value in values if value is not None)


def _text_of(value: str | int | datetime | Sequence[str]) -> str:
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, str | int):
        return str(value)
    return ",".join(value)


def time_text(value: datetime | str) -> str:
    """A time as RFC 3339 has it.

    Raises:
        ValueError: for a time without a zone.
    """
    if isinstance(value, str):
        return value
    if value.utcoffset() is None:
        raise ValueError(f"{value!r} has no time zone: use datetime.now(timezone.utc), or another time with a zone.")
    return value.isoformat()


def json_body(value: object) -> bytes:
    """JSON in UTF-8.

    Raises:
        ValueError: for what JSON has no word for, such as infinity.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half of a character, as pieces of a stream may have it: as the API does, it is replaced.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
