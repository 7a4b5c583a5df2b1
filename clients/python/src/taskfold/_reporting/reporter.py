"""Tells Taskfold what a worker does, without making it wait."""

import asyncio
import atexit
import functools
import inspect
import logging
import os
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from taskfold._events import Event
from taskfold._reporting.sender import EXIT_SECONDS, Sender, SendOptions
from taskfold._reporting.sending import Publish
from taskfold._reporting.spool import Spool, Sync
from taskfold._reporting.task import TaskReporter
from taskfold.events import Events, Failure
from taskfold.models import EventRefusal

if TYPE_CHECKING:
    from typing_extensions import Self

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
MIB = 1024 * 1024
log = logging.getLogger("taskfold")
_current: ContextVar[TaskReporter | None] = ContextVar("current", default=None)


def failure_of(error: BaseException) -> Failure:
    """What is told of an exception where nothing else is wanted: its class, and not its words, which may be private."""
    return {"code": "internal_error", "message": f"The work ended with {type(error).__name__}.", "retryable": False}


def current_task() -> TaskReporter:
    """The task that the function is for which `Reporter.reports` decorates.

    Raises:
        LookupError: outside such a function.
    """
    task = _current.get()
    if task is None:
        raise LookupError("current_task is for functions that Reporter.reports decorates.")
    return task


class Reporter:
    """Tells Taskfold what a worker does, without making it wait.

    Events are taken at once and sent by a thread in the background: in batches, in the order of each task, and again
    with the same ids where nobody knows whether they arrived. What is told of a task's progress in quick succession is
    told once. As Python ends, what waits is sent for ten seconds at most.

    Where more than `max_waiting_bytes` wait because Taskfold is away, the oldest progress is left out first, then
    partial outputs, then warnings. Ends, money, usage, creations and starts never are: with a spool they wait on disk,
    without one in memory, beyond that bound. `wait_for_room` lets a worker wait before it takes more work.

    A process that is forked reports for itself, by a thread and a spool of its own; what its parent had told before is
    sent by its parent.

    >>> from taskfold.reporting import Reporter
    >>> sent = []
    >>> with Reporter(publish=lambda events: sent.extend(events), source="/workers/image-7") as reporter:
    ...     with reporter.task("task_1", attempt=1) as task:
    ...         task.progress(42, "denoise")
    ...         task.charge("charge_1", "40")
    ...         task.result({"url": "https://cdn.example.com/8e.png"})
    >>> [event.type for event in sent]
    ['task.started', 'task.progressed', 'task.charged', 'task.succeeded']
    """

    def __init__(
        self,
        *,
        publish: Publish,
        source: str,
        tenant: str | None = None,
        spool: str | os.PathLike[str] | None = None,
        spool_sync: Sync = "soon",
        progress_every: float = 1.0,
        max_batch: int = 100,
        max_waiting_bytes: int = 16 * MIB,
        max_retry_wait: float = 30.0,
        failure_of: Callable[[BaseException], Failure] = failure_of,
        on_refused: Callable[[Event, EventRefusal], None] | None = None,
        on_dropped: Callable[[Event], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Begins to report, with what an earlier process left in the spool.

        Args:
            publish: `events.publish` of a `Taskfold`, or another function that returns when events are in the log.
            source: The producer, as a URI reference such as `/workers/image-7`: the same after a restart.
            tenant: Whose tasks they are. Over HTTP it is that of the key, and need not be given.
            spool: A directory, which processes may share, where events are kept until they are sent, so that a process
                that is killed loses none. Progress and partial outputs are not kept.
            spool_sync: When what is written is made to survive a crash of the machine; that of the process it survives
                in any case. "soon": within a tenth of a second; "always": before the event counts as told, which makes
                the worker wait for the disk; "never": as the system likes.
            progress_every: Progress of a task is told once in so many seconds at most.
            max_batch: Most events of one request. The API takes 500.
            max_waiting_bytes: Most bytes of events that wait in memory.
            max_retry_wait: Most seconds before a request is made again. The first wait is a quarter of a second.
            failure_of: What is told of an exception; by default its class, and not its message.
            on_refused: Called with an event that is refused for good, and why; by default it is logged.
            on_dropped: Called with an event that is left out because too many wait, or because time was up at the end.
            on_error: Called with what a request, or the spool, failed with; it is tried again.

        Raises:
            InvalidEventError: for a source or a tenant that cannot be one.
            TypeError: for a `publish` that is asynchronous.
            OSError: where the spool cannot be written to.
        """
        if inspect.iscoroutinefunction(publish):
            raise TypeError("publish is called in a thread: give the method of a Taskfold, not of an AsyncTaskfold.")
        self._events = Events(source=source, tenant=tenant)
        self._failure_of = failure_of
        self._sender = Sender(
            SendOptions(
                publish=publish,
                spool=None if spool is None else lambda: Spool(spool, spool_sync),
                progress_every=progress_every,
                max_batch=max_batch,
                max_waiting_bytes=max_waiting_bytes,
                max_retry_wait=max_retry_wait,
                on_refused=on_refused or _log_refusal,
                on_dropped=on_dropped or _log_dropped,
                on_error=on_error or _log_error,
            )
        )
        atexit.register(self.close)

    def task(self, task_id: str, attempt: int | None = None) -> TaskReporter:
        """What tells of one task, by its methods or as a context manager.

        Args:
            task_id: The task.
            attempt: Which attempt at it this is, counted from 1; `started` says it.
        """
        return TaskReporter(task_id, attempt, events=self._events, tell=self._sender.tell, failure_of=self._failure_of)

    def reports(
        self, task_id: str | Callable[..., str] = "task_id", *, attempt: Callable[..., int] | None = None
    ) -> Callable[[Callable[Arguments, Value]], Callable[Arguments, Value]]:
        """Decorates a function, also an asynchronous one, whose calls are the work on a task.

        Where it returns a mapping, that is the output. `taskfold.reporting.current_task()` is the task meanwhile.

        Args:
            task_id: The parameter that has the id of the task, or a function of all arguments that returns it.
            attempt: A function of all arguments that returns which attempt it is.

        Raises:
            TypeError: where the function has no such parameter.
        """

        def decorate(function: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
            signature = inspect.signature(function)
            if isinstance(task_id, str) and task_id not in signature.parameters:
                raise TypeError(f"{function.__qualname__} has no parameter {task_id}.")

            def task_of(*args: Any, **kwargs: Any) -> TaskReporter:
                number = None if attempt is None else attempt(*args, **kwargs)
                if callable(task_id):
                    return self.task(task_id(*args, **kwargs), number)
                bound = signature.bind(*args, **kwargs)
                bound.apply_defaults()
                return self.task(bound.arguments[task_id], number)

            if inspect.iscoroutinefunction(function):

                @functools.wraps(function)
                async def awaiting(*args: Any, **kwargs: Any) -> Any:
                    with _as_current(task_of(*args, **kwargs)) as task:
                        return _with_result(task, await function(*args, **kwargs))

                return cast("Callable[Arguments, Value]", awaiting)

            @functools.wraps(function)
            def calling(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Value:
                with _as_current(task_of(*args, **kwargs)) as task:
                    return _with_result(task, function(*args, **kwargs))

            return calling

        return decorate

    @property
    def waiting(self) -> int:
        """How many events wait, those under way among them."""
        return self._sender.waiting

    def flush(self, timeout: float | None = 10.0) -> bool:
        """Waits until all that was told is in the log.

        Args:
            timeout: Seconds; None waits for as long as it takes.

        Returns:
            Whether it is.
        """
        return self._sender.flush(timeout)

    def wait_for_room(self, timeout: float | None = 10.0) -> bool:
        """Waits until memory has room for what waits, which it mostly has at once.

        Args:
            timeout: Seconds; None waits for as long as it takes.

        Returns:
            Whether it has.
        """
        return self._sender.wait_for_room(timeout)

    def close(self, timeout: float = EXIT_SECONDS) -> int:
        """Sends what waits, for so many seconds at most, and stops.

        Args:
            timeout: Seconds.

        Returns:
            How many events were not sent: those that a spool keeps are sent after the next start, others are lost.
        """
        unsent = self._sender.close(timeout)
        atexit.unregister(self.close)
        return unsent

    async def aflush(self, timeout: float | None = 10.0) -> bool:
        """`flush` without holding up the event loop."""
        return await asyncio.to_thread(self.flush, timeout)

    async def aclose(self, timeout: float = EXIT_SECONDS) -> int:
        """`close` without holding up the event loop."""
        return await asyncio.to_thread(self.close, timeout)

    def __enter__(self) -> "Self":
        """The reporter itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        self.close()

    async def __aenter__(self) -> "Self":
        """The reporter itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        await self.aclose()


class _as_current:  # noqa: N801
    """Tells of the work on a task, which is the current one meanwhile."""

    def __init__(self, task: TaskReporter) -> None:
        self._task = task

    def __enter__(self) -> TaskReporter:
        self._token = _current.set(self._task)
        return self._task.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _current.reset(self._token)
        self._task.__exit__(kind, error, trace)


def _with_result(task: TaskReporter, value: Value) -> Value:
    returned: object = value
    if isinstance(returned, Mapping):
        task.result(cast("Mapping[str, Any]", returned))
    return value


def _log_refusal(event: Event, refusal: EventRefusal) -> None:
    log.warning("%s of %s is refused (%s): %s", event.type, event.task_id, refusal.code, refusal.message)


def _log_dropped(event: Event) -> None:
    log.warning("%s of %s is left out: too much waits, or time was up", event.type, event.task_id)


def _log_error(error: Exception) -> None:
    log.warning("what a worker reports could not be sent, and is sent again: %s", error)
