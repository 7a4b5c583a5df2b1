"""Sends what is told, from a thread of its own."""

import logging
import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.util import Finalize

from taskfold._events import Event
from taskfold._forks import after_fork_in_child
from taskfold._reporting.progress import ProgressGate
from taskfold._reporting.queue import Report, ReportQueue
from taskfold._reporting.sending import Done, Failed, Publish, TooMuch, send
from taskfold._reporting.spool import Spool
from taskfold.models import EventRefusal

ENDS = ("task.succeeded", "task.failed", "task.canceled")
# What a worker that starts again tells anew.
NOT_SPOOLED = ("task.progressed", "task.output_updated")
# The API takes 4 MiB.
MOST_BYTES = 2 * 1024 * 1024
FIRST_WAIT = 0.25
EXIT_SECONDS = 10.0
log = logging.getLogger("taskfold")


@dataclass(frozen=True)
class SendOptions:
    """How it is sent, and who is told."""

    publish: Publish
    spool: Callable[[], Spool] | None
    progress_every: float
    max_batch: int
    max_waiting_bytes: int
    max_retry_wait: float
    on_refused: Callable[[Event, EventRefusal], None]
    on_dropped: Callable[[Event], None]
    on_error: Callable[[Exception], None]


class Sender:
    """Takes events at once, and sends them in the background: in their order, in batches, again until they are sent."""

    def __init__(self, options: SendOptions) -> None:
        """Begins with what an earlier process left in the spool."""
        self._options = options
        self._begin()
        self._open_spool()
        after_fork_in_child(self._after_fork)

    def _after_fork(self) -> None:
        if self._spool is not None:
            self._spool.forget()
        self._begin()

    def _begin(self) -> None:
        # What a process told is sent by that process, not by those that it forks.
        self._changed = threading.Condition()
        self._queue = ReportQueue(self._options.max_waiting_bytes, self._dropped)
        self._gate = ProgressGate(self._options.progress_every, self._enqueue)
        self._spool: Spool | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._stopped = False
        self._most = self._options.max_batch
        self._failures = 0
        self._unsent = 0

    def _open_spool(self) -> None:
        """Opens the spool of this process, and queues what processes that died have left.

        Raises:
            OSError: where the directory cannot be written to.
        """
        if self._options.spool is None or self._spool is not None:
            return
        with self._changed:
            self._spool = self._options.spool()
            for number, size in self._spool.left:
                # What matters least is not in a spool, and of nothing else the type is asked.
                self._queue.add(Report("task.created", size, None, number))
            if self._queue:
                self._wake()

    @property
    def waiting(self) -> int:
        """How many events wait."""
        return len(self._queue)

    def tell(self, event: Event) -> None:
        """Takes an event.

        Raises:
            RuntimeError: where it is closed.
        """
        with self._changed:
            if self._closed:
                raise RuntimeError(f"The reporter is closed: {event.type} of {event.task_id} is lost.")
            if event.type == "task.progressed":
                self._gate.tell(event, time.monotonic())
            else:
                if event.type in ENDS:
                    self._gate.release(event.task_id)
                self._enqueue(event)
            self._wake()

    def flush(self, timeout: float | None) -> bool:
        """Waits until nothing waits, or the time is up."""
        with self._changed:
            self._gate.release_all()
            self._wake()
            return self._changed.wait_for(lambda: len(self._queue) == 0 or self._stopped, timeout) and not self._queue

    def wait_for_room(self, timeout: float | None) -> bool:
        """Waits until memory has room, or the time is up."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._queue.is_full or self._stopped, timeout)

    def close(self, timeout: float) -> int:
        """Sends what waits, for so long at most, and stops.

        Returns:
            How many events were not sent.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            if self._stopped:
                return self._unsent
            self._closed = True
            self._gate.release_all()
            self._wake()
            if self._thread is None:
                self._send_until(deadline)
            self._changed.wait_for(lambda: len(self._queue) == 0, max(deadline - time.monotonic(), 0))
            self._stopped = True
            self._changed.notify_all()
            left = self._queue.clear()
            self._unsent = len(left)
        for report in left:
            if report.event is not None and report.spooled is None:
                self._dropped(report)
        if self._thread is not None:
            self._thread.join(max(deadline - time.monotonic(), 0.1))
        with self._changed:
            spool, self._spool = self._spool, None
        if spool is not None:
            spool.close()
        return len(left)

    def _enqueue(self, event: Event) -> None:
        number = None
        if event.type not in NOT_SPOOLED and self._options.spool is not None:
            try:
                self._open_spool()
                number = None if self._spool is None else self._spool.append(event.body)
            except OSError as error:
                self._tell_error(error)
        self._queue.add(Report(event.type, len(event.body), event, number, _replaces(event)))

    def _dropped(self, report: Report) -> None:
        if report.event is not None:
            self._call(self._options.on_dropped, report.event)

    def _wake(self) -> None:
        self._changed.notify_all()
        if self._thread is None and not self._stopped:
            # A process of multiprocessing ends without what is registered with atexit.
            if multiprocessing.parent_process() is not None:
                Finalize(self, self.close, args=(EXIT_SECONDS,), exitpriority=100)
            thread = threading.Thread(target=self._run, name="taskfold-reporter", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                # As it ends, Python starts no threads any more: close sends.
                return
            self._thread = thread

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                due = self._gate.release_due(time.monotonic())
                if not self._queue:
                    self._changed.wait(None if due is None else max(due - time.monotonic(), 0))
                    continue
                delay = self._send_once()
                if delay:
                    self._changed.wait_for(lambda: self._stopped, delay)

    def _send_until(self, deadline: float) -> None:
        while self._queue and time.monotonic() < deadline:
            time.sleep(min(self._send_once(), max(deadline - time.monotonic(), 0)))

    def _send_once(self) -> float:
        """Sends a batch, with the lock given back meanwhile.

        Returns:
            For how many seconds to wait before the next.
        """
        reports = self._queue.first(self._most, MOST_BYTES)
        spool = self._spool
        self._changed.release()
        try:
            outcome = send(reports, self._options.publish, spool)
            if isinstance(outcome, Done):
                for event, refusal in outcome.refused:
                    self._call(self._options.on_refused, event, refusal)
            elif isinstance(outcome, Failed):
                self._tell_error(outcome.error)
        finally:
            self._changed.acquire()
        if isinstance(outcome, TooMuch):
            self._most = (len(reports) + 1) // 2
            return 0
        if isinstance(outcome, Failed):
            self._failures += 1
            longest = min(FIRST_WAIT * 2.0 ** min(self._failures - 1, 20), self._options.max_retry_wait)
            return max(outcome.retry_after, longest * (0.5 + random.random() / 2))
        self._most, self._failures = self._options.max_batch, 0
        self._finish(reports)
        return 0

    def _finish(self, reports: Sequence[Report]) -> None:
        self._queue.done(reports)
        self._changed.notify_all()
        numbers = [report.spooled for report in reports if report.spooled is not None]
        if not numbers or self._spool is None:
            return
        try:
            self._spool.done(numbers[-1])
        except OSError as error:
            # It is sent again after a restart, which changes nothing.
            self._tell_error(error)

    def _tell_error(self, error: Exception) -> None:
        self._call(self._options.on_error, error)

    def _call(self, function: Callable[..., None], *args: object) -> None:
        try:
            function(*args)
        except Exception:
            log.exception("What a reporter was given to call has failed.")


def _replaces(event: Event) -> str | None:
    """Of what waits, progress of a stage and a partial output take the place of the one before them."""
    if event.type == "task.output_updated":
        return event.task_id
    return f"{event.task_id} {event.data.get('stage', '')}" if event.type == "task.progressed" else None
