"""Tells Taskfold what happens in somebody else's library, which must not notice."""

import atexit
import logging
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from taskfold._errors import AnsweredError, EventsRefusedError
from taskfold._sync.client import Taskfold
from taskfold.events import Event, Events

log = logging.getLogger("taskfold")

Publish = Callable[[Sequence[Event]], object]
"""Brings events into the log in their order, such as `Taskfold().events.publish`; raises where it cannot."""

BATCH = 100
LONGEST_PAUSE = 15.0


@contextmanager
def quietly(what: str) -> Generator[None, None, None]:
    """What fails within is logged, and nobody else's fault."""
    try:
        yield
    except Exception:
        log.warning("taskfold: %s cannot be told", what, exc_info=True)


class Teller:
    """Builds events whose ids derive from what happened, and publishes them from a thread of its own.

    Nothing here raises or waits, apart from `flush` and `close`. What cannot be sent is sent again until it can, or
    until `close`; beyond `most` events the newest are dropped, and a warning is logged. A process that forks has a
    thread in the child, too; what waited at the fork is the parent's.
    """

    def __init__(self, *, source: str, tenant: str | None, publish: Publish | None, most: int = 10_000) -> None:
        self._events = Events(source=source, tenant=tenant)
        self._publish = publish
        self._most = most
        self._reset()
        myself = weakref.ref(self)
        os.register_at_fork(after_in_child=lambda: _reset_of(myself()))
        atexit.register(lambda: _close_of(myself()))

    def _reset(self) -> None:
        self._waiting = deque[Event]()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._failing = False
        self._own: Taskfold | None = None

    def tell(self, kind: str, task_id: str, key: str = "", **data: Any) -> None:
        """Tells what happened.

        Args:
            kind: The name of the builder in `Events`.
            task_id: The task.
            key: What tells it from others of its kind, such as the attempt: the same again is the same event.
            data: What the builder takes. None is what is not known.
        """
        with quietly(f"{kind} of {task_id}"):
            event_id = f"{task_id}-{kind}{f'-{key}' if key else ''}"
            self._put(getattr(self._events, kind)(task_id, id=event_id, **data))

    def _put(self, event: Event) -> None:
        with self._changed:
            if self._closing or len(self._waiting) >= self._most:
                log.warning("taskfold: %s of %s is lost: %d events wait", event.type, event.task_id, len(self._waiting))
                return
            self._waiting.append(event)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="taskfold", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Waits until all is in the log, for so many seconds at most. Not at all where sending fails at the moment.

        Returns:
            Whether all is.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting or self._failing, timeout) and not self._waiting

    def close(self, timeout: float) -> int:
        """Sends what waits, for so many seconds at most, and takes nothing more.

        Returns:
            How many events were not sent.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._waiting, timeout)
            if self._waiting:
                log.warning("taskfold: %d events were not sent", len(self._waiting))
            unsent = len(self._waiting)
            self._waiting.clear()
            return unsent

    def _run(self) -> None:
        pause = 0.25
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                batch = [each for each, _ in zip(self._waiting, range(BATCH), strict=False)]
            if not batch:
                return
            sent = self._send(batch)
            with self._changed:
                for event in sent:
                    if self._waiting and self._waiting[0] is event:
                        self._waiting.popleft()
                self._failing = not sent
                self._changed.notify_all()
                if sent:
                    pause = 0.25
                    continue
                self._changed.wait_for(lambda: self._closing and not self._waiting, pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _send(self, batch: Sequence[Event]) -> Sequence[Event]:
        """Sends them. Of those that are refused for good, a warning is logged.

        Returns:
            Those that are done with, from the first on; none where it has to be tried again.
        """
        try:
            if self._publish is None:
                self._own = self._own or Taskfold()
                self._own.events.publish(batch)
            else:
                self._publish(batch)
        except EventsRefusedError as error:
            log.warning("taskfold: %s", error)
        except AnsweredError as error:
            if error.status not in (400, 413, 422):
                log.warning("taskfold: cannot publish, and tries again: %s", error)
                return []
            if len(batch) > 1:
                return self._send(batch[:1])
            log.warning("taskfold: %s of %s is refused: %s", batch[0].type, batch[0].task_id, error)
        except Exception as error:  # noqa: BLE001
            log.warning("taskfold: cannot publish, and tries again: %s", error)
            return []
        return batch


def _reset_of(teller: Teller | None) -> None:
    if teller is not None:
        teller._reset()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _close_of(teller: Teller | None) -> None:
    if teller is not None:
        teller.close(5)
