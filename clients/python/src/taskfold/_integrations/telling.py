"""Tells Taskfold what happens in somebody else's library, which must not notice."""

import logging
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from taskfold._forks import after_fork_in_child
from taskfold._sync.client import Taskfold
from taskfold.events import Event
from taskfold.models import EventReceipt
from taskfold.reporting import Reporter

log = logging.getLogger("taskfold")


def reporter_or_own(reporter: Reporter | None, source: str) -> Reporter:
    """The one that was given, else one that publishes by what the environment says when it is used."""
    return reporter or Reporter(publish=_Environment().publish, source=source)


@contextmanager
def quietly(what: str) -> Generator[None, None, None]:
    """What fails within is logged, and nobody else's fault."""
    try:
        yield
    except Exception:
        log.warning("%s cannot be told to Taskfold", what, exc_info=True)


def event_id(task_id: str, kind: str, key: str | int = "") -> str:
    """The id of an event that is the same event whoever tells it, and however often.

    >>> event_id("task_1", "started", 2)
    'task_1-started-2'
    """
    return f"{task_id}-{kind}-{key}" if key else f"{task_id}-{kind}"


class _Environment:
    """The API and the key of `TASKFOLD_API_URL` and `TASKFOLD_API_KEY`, read at the first use."""

    def __init__(self) -> None:
        self._begin()
        after_fork_in_child(self._begin)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._client: Taskfold | None = None

    def publish(self, events: Sequence[Event]) -> Sequence[EventReceipt]:
        with self._lock:
            self._client = self._client or Taskfold(max_retries=0)
        return self._client.events.publish(events)
