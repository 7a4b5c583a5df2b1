"""Sends a batch once, and says what became of it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from taskfold._errors import AnsweredError, ApiError, EventsRefusedError
from taskfold._events import Event
from taskfold._reporting.queue import Report
from taskfold._reporting.spool import Spool
from taskfold.models import EventReceipt, EventRefusal

Publish: TypeAlias = Callable[[Sequence[Event]], Sequence[EventReceipt] | None]
"""Publishes events in their order, and returns when they are in the log: `client.events.publish`, or one for Kafka."""

# What is wrong with the request itself, and will be the next time.
REFUSED = (400, 413, 422)


@dataclass(frozen=True)
class Done:
    """Each event is in the log, or refused for good."""

    refused: Sequence[tuple[Event, EventRefusal]]


@dataclass(frozen=True)
class TooMuch:
    """The batch is refused as a whole: half of it may be taken."""


@dataclass(frozen=True)
class Failed:
    """Nobody knows whether they arrived: they are sent again."""

    error: Exception
    retry_after: float


Outcome: TypeAlias = Done | TooMuch | Failed


def send(reports: Sequence[Report], publish: Publish, spool: Spool | None) -> Outcome:
    """Publishes the events of these reports, once."""
    events = list[Event]()
    try:
        events += [event_of(report, spool) for report in reports]
        return Done(_refused(events, publish(events) or ()))
    except EventsRefusedError as error:
        return Done(_refused(events, error.receipts))
    except AnsweredError as error:
        return _answered(error, events)
    except Exception as error:  # noqa: BLE001 - whatever it is, the events are not lost
        return Failed(error, 0)


def _answered(error: AnsweredError, events: Sequence[Event]) -> Outcome:
    if error.status not in REFUSED:
        return Failed(error, error.retry_after or 0)
    if len(events) > 1:
        return TooMuch()
    code = error.code if isinstance(error, ApiError) else "refused"
    return Done([(events[0], EventRefusal(code=code, message=str(error)))])


def event_of(report: Report, spool: Spool | None) -> Event:
    """The event of a report, from memory or from the spool.

    Raises:
        OSError, ValueError, KeyError: where the spool is not as it was.
    """
    if report.event is not None:
        return report.event
    if spool is None or report.spooled is None:
        raise ValueError("an event is neither in memory nor in a spool")
    return event_from(spool.read(report.spooled))


def event_from(body: bytes) -> Event:
    """An event that was built before, byte for byte."""
    envelope: dict[str, Any] = json.loads(body)
    data = envelope.pop("data")
    tenant = envelope.get("tenantid")
    return Event(
        envelope["type"], envelope["id"], envelope["source"], envelope["subject"], tenant, data, envelope, body
    )


def _refused(events: Sequence[Event], receipts: Sequence[EventReceipt]) -> Sequence[tuple[Event, EventRefusal]]:
    return [(event, receipt.error) for event, receipt in zip(events, receipts, strict=False) if receipt.error]
