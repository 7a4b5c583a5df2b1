"""Makes each task of Celery one of Taskfold, by Celery's signals.

    from celery import Celery
    from taskfold.celery import report_tasks

    app = Celery("images", broker="redis://127.0.0.1")
    report_tasks()

It belongs where tasks are sent and where they are worked on. The id of the task is Celery's.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from celery import signals

from taskfold._integrations.telling import event_id, quietly, reporter_or_own
from taskfold.events import Failure
from taskfold.reporting import Reporter, TaskReporter, failure_of

__all__ = ["TaskHooks", "report_tasks"]

PAUSE = 30.0


class TaskHooks:
    """What Celery's signals call. Nothing raises; an end is waited for, so that it is in the log before the ack."""

    def __init__(
        self,
        reporter: Reporter,
        *,
        only: Callable[[str], bool],
        capability: Callable[[str], str],
        model: str,
        record_result: bool,
        wait: float,
    ) -> None:
        """Use `report_tasks`."""
        self._reporter = reporter
        self._only = only
        self._capability = capability
        self._model = model
        self._record_result = record_result
        self._wait = wait
        self._no_waiting_until = 0.0

    def connect(self) -> None:
        """Begins to listen."""
        for signal, hook in self._hooks():
            signal.connect(hook, weak=False)

    def disconnect(self) -> None:
        """Listens no more."""
        for signal, hook in self._hooks():
            signal.disconnect(hook)

    def _hooks(self) -> Sequence[tuple[Any, Callable[..., None]]]:
        all_signals: Any = signals
        return (
            (all_signals.before_task_publish, self.published),
            (all_signals.task_prerun, self.started),
            (all_signals.task_success, self.succeeded),
            (all_signals.task_failure, self.failed),
            (all_signals.task_retry, self.retried),
            (all_signals.task_revoked, self.revoked),
            (all_signals.worker_process_shutdown, self.closed),
        )

    def published(self, sender: str, headers: Mapping[str, Any], **_: object) -> None:
        """A task is sent; a retry is, too, and was created before."""
        with quietly("a task of Celery"):
            task_id = headers.get("id")
            if task_id is None or not self._only(sender) or headers.get("retries"):
                return
            self._reporter.task(task_id).created(
                capability=self._capability(sender),
                model=self._model,
                metadata={"celery_task": sender[:512]},
                id=event_id(task_id, "created"),
            )

    def started(self, task_id: str, task: Any, **_: object) -> None:
        """An attempt begins."""
        with quietly("a task of Celery"):
            if self._only(task.name):
                attempt = task.request.retries + 1
                self._reporter.task(task_id, attempt).started(id=event_id(task_id, "started", attempt))

    def succeeded(self, sender: Any, result: object = None, **_: object) -> None:
        """An attempt returned."""
        with quietly("a task of Celery"):
            if not self._only(sender.name):
                return
            task = self._task(sender.request)
            wanted = self._record_result and isinstance(result, Mapping)
            task.succeeded(
                cast("Mapping[str, Any]", result) if wanted else None, id=event_id(task.task_id, "succeeded")
            )
            self._told()

    def failed(self, sender: Any, task_id: str, exception: BaseException, **_: object) -> None:
        """An attempt failed, and no other follows: that would be a retry."""
        with quietly("a task of Celery"):
            if not self._only(sender.name):
                return
            failure: Failure = failure_of(exception)
            self._reporter.task(task_id).failed(failure, id=event_id(task_id, "failed"))
            self._told()

    def retried(self, request: Any, **_: object) -> None:
        """An attempt failed, and another follows, which is nothing that the task's caller is told."""
        with quietly("a task of Celery"):
            if self._only(request.task):
                self._told()

    def revoked(self, request: Any, expired: bool = False, **_: object) -> None:  # noqa: FBT001, FBT002
        """Somebody revoked it, or it expired before a worker had time for it."""
        with quietly("a task of Celery"):
            if self._only(request.task):
                task = self._task(request)
                task.canceled("It expired." if expired else None, id=event_id(task.task_id, "canceled"))
                self._told()

    def closed(self, **_: object) -> None:
        """A process of the pool ends, without what Python does at exit."""
        with quietly("what waits"):
            self._reporter.close(5)

    def _task(self, request: Any) -> TaskReporter:
        return self._reporter.task(str(request.id))

    def _told(self) -> None:
        """Waits until it is in the log; not while an earlier wait was in vain."""
        if self._wait > 0 and time.monotonic() >= self._no_waiting_until and not self._reporter.flush(self._wait):
            self._no_waiting_until = time.monotonic() + PAUSE


def report_tasks(
    reporter: Reporter | None = None,
    *,
    only: Callable[[str], bool] = lambda name: not name.startswith("celery."),
    capability: Callable[[str], str] = lambda name: name,
    model: str = "celery",
    record_result: bool = False,
    wait: float = 1.0,
) -> TaskHooks:
    """Tells of Celery's tasks from here on: created where they are sent, and by workers what becomes of them.

    Ids of events derive from the task, and of a start from the attempt, too: a message that comes again because a
    worker was killed (`acks_late`) tells the same events, which changes nothing.

    Args:
        reporter: What it tells by; where it is not given, one whose source is `/celery`, with `TASKFOLD_API_URL` and
            `TASKFOLD_API_KEY` of the environment. Where tasks are sent and worked on it must have the same source.
        only: Which tasks, by their names.
        capability: What the task of a name does.
        model: What stands as the model.
        record_result: Whether tasks keep what theirs returned, where that is a mapping.
        wait: For how many seconds at most a worker waits at an end until it is in the log. Where it was in vain,
            workers do not wait for half a minute.

    Returns:
        The hooks, which `disconnect`.
    """
    hooks = TaskHooks(
        reporter_or_own(reporter, "/celery"),
        only=only,
        capability=capability,
        model=model,
        record_result=record_result,
        wait=wait,
    )
    hooks.connect()
    return hooks
