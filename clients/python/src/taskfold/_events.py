"""Makes events: CloudEvents whose data is checked against the contract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, TypeAlias, TypedDict

from pydantic import ValidationError

from taskfold._core.request import json_body, time_text
from taskfold._errors import InvalidEventError
from taskfold._event_id import new_event_id
from taskfold._generated.data import EXCLUDED, RULES
from taskfold._generated.parameters import ID

Money: TypeAlias = str | int | Decimal
"""Credits: a decimal text such as "0.25", a `Decimal`, or a whole number. Never a float, which holds no cents."""

LARGEST = 1024 * 1024
NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\xad\ud800-\udfff]{1,256}")
# What the contract says nothing about.
FREE = ("input", "output", "details")
MONEY = ("amount_credits", "credits_per_usd", "quantity", "billed_amount_credits")


class Attributes(TypedDict, total=False):
    """What an event may have beside its data."""

    id: str
    """With the source it names the event for ever; a new one where none is given."""
    time: datetime | str
    """When it happened, with a time zone; now where it is not given."""
    traceparent: str
    """W3C Trace Context of the producer."""
    tracestate: str
    """W3C Trace Context of the producer."""
    apikeyid: str
    """Of `created`: the API key of the caller that the task was asked for with. Over HTTP that which publishes it where
    none is given."""
    sequence: str | int
    """The producer's own order. It decides nothing."""


@dataclass(frozen=True)
class Event:
    """A CloudEvent that says what happened to a task.

    Attributes:
        type: What happened.
        id: Names the event for ever, with its source.
        source: Who says so.
        task_id: The task.
        tenant: Whose task it is; None where the key of the API says it.
        data: What the type says.
        body: The whole event as JSON.
    """

    type: str
    id: str
    source: str
    task_id: str
    tenant: str | None
    data: Mapping[str, Any]
    attributes: Mapping[str, Any]
    body: bytes


class EventFactory:
    """What all builders have in common: who says it, and of whom."""

    def __init__(self, *, source: str, tenant: str | None = None) -> None:
        """Builds the events of one producer.

        Args:
            source: The producer, as a URI reference such as `/workers/image-7`.
            tenant: Whose tasks they are. Over HTTP it is that of the key, and need not be given; events for Kafka
                carry it.

        Raises:
            InvalidEventError: for a source or a tenant that cannot be one.
        """
        _check("source", source, NAME)
        if tenant is not None:
            _check("tenant", tenant, re.compile(ID))
        self._source = source
        self._tenant = tenant

    def _build(self, event_type: str, task_id: str, given: Mapping[str, Any], attributes: Attributes) -> Event:
        _check("task_id", task_id, re.compile(ID))
        event_id = attributes.get("id") or new_event_id()
        _check("id", event_id, NAME)
        key_id = attributes.get("apikeyid")
        if key_id is not None:
            _check("apikeyid", key_id, re.compile(ID))
        data = _plain({name: value for name, value in given.items() if value is not None})
        _check_data(event_type, data)
        own = {name: value for name, value in attributes.items() if name not in ("id", "time") and value is not None}
        envelope = {
            "specversion": "1.0",
            "id": event_id,
            "source": self._source,
            "type": event_type,
            "time": _rfc_3339(attributes.get("time")),
            "subject": task_id,
            "datacontenttype": "application/json",
            **({} if self._tenant is None else {"tenantid": self._tenant}),
            **own,
        }
        body = json_body({**envelope, "data": data})
        if len(body) > LARGEST:
            raise InvalidEventError(f"{event_type} has {len(body)} bytes, and 1 MiB is the most: send a link instead.")
        return Event(event_type, event_id, self._source, task_id, self._tenant, data, envelope, body)


def _rfc_3339(time: datetime | str | None) -> str:
    try:
        return time_text(datetime.now(timezone.utc) if time is None else time)
    except ValueError as cause:
        raise InvalidEventError(str(cause)) from cause


def _plain(value: Any, name: str = "") -> Any:
    """The value as JSON has it: money as text, times as RFC 3339 has them.

    Raises:
        TypeError: for money that is a float.
    """
    if name in MONEY:
        return _money(name, value)
    if isinstance(value, datetime):
        return _rfc_3339(value)
    if name in FREE:
        return value
    if isinstance(value, Mapping):
        pairs: Mapping[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {key: _plain(each, key) for key, each in pairs.items() if each is not None}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        items: Sequence[Any] = value  # pyright: ignore[reportUnknownVariableType]
        return [_plain(each) for each in items]
    return value


def _money(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(
        f'{name} is {value!r}, a {type(value).__name__}: money is a text such as "0.25" or a Decimal, never a float.'
    )


def _check(name: str, value: str, pattern: re.Pattern[str]) -> None:
    if not pattern.fullmatch(value):
        raise InvalidEventError(f"{name} cannot be {value!r}.")


def _check_data(event_type: str, data: Mapping[str, Any]) -> None:
    try:
        text = json_body(data)
        RULES[event_type].model_validate_json(text)
    except ValidationError as cause:
        faults = cause.errors(include_url=False, include_input=False)
        said = "; ".join(f"{'/'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        raise InvalidEventError(f"{event_type}: {said}") from cause
    except (TypeError, ValueError) as cause:
        raise InvalidEventError(f"{event_type}: {cause}") from cause
    for excluded_type, field, pattern in EXCLUDED:
        if excluded_type == event_type and re.search(pattern, str(data.get(field, ""))):
            raise InvalidEventError(f"{event_type}: {field}: must not be {data[field]!r}")
