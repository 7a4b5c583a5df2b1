"""What one can ask of tasks."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING

from taskfold._async.following import follow
from taskfold._async.pager import AsyncPager
from taskfold._async.transport import AsyncTransport
from taskfold._core.following import Until, is_reached
from taskfold._core.operations import tasks
from taskfold._core.operations.tasks import TaskFilters
from taskfold._generated.parameters import Order, Part
from taskfold.models import LedgerEntry, Task, TaskCount, TaskEvent, TaskSummary, UsageRecord

if TYPE_CHECKING:
    from typing_extensions import Unpack

# The API answers with so many at once.
BATCH = 100


class AsyncTasks:
    """Tasks of the tenant of the key."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Asks with this transport."""
        self._transport = transport

    async def get(
        self, task_id: str, *, min_revision: int | None = None, min_position: str | None = None, wait: float = 0
    ) -> Task:
        """The task as it is now.

        Args:
            task_id: The id of the task.
            min_revision: With `wait`: holds the answer until the task has this revision.
            min_position: With `wait`: holds the answer until everything up to this position of the log is folded.
                `events.publish` returns positions, so that one reads what one wrote.
            wait: For how many seconds the answer is held, at most 60. Without `min_...` it is held until the task ends.
                When the time is up the task is returned as it is.

        Raises:
            TaskNotFoundError: where the tenant has no such task.
        """
        operation = tasks.get_task(task_id, min_revision=min_revision, min_position=min_position, wait=wait)
        task = await self._transport.call(operation)
        if task is None:
            raise AssertionError("not modified is answered only to who holds a revision")
        return task

    def list(
        self,
        *,
        order: Order | None = None,
        expand: Sequence[Part] | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
        **filters: "Unpack[TaskFilters]",
    ) -> AsyncPager[TaskSummary]:
        """The tasks that have all of the filters, asked for page by page as they are read.

        Args:
            order: By creation: the newest first ("desc", the default), or the oldest ("asc").
            expand: Further parts of each task.
            page_size: How many the API answers at once, 1 to 100.
            cursor: Where to begin: the `next_cursor` of an earlier page of the same list.
            filters: Which tasks.
        """
        return AsyncPager(
            self._transport,
            lambda at: tasks.list_tasks(filters, order=order, expand=expand, page_size=page_size, cursor=at),
            cursor,
        )

    async def counts(
        self, *, created_after: datetime | str | None = None, created_before: datetime | str | None = None
    ) -> Sequence[TaskCount]:
        """How many tasks were created in each hour, by where they stand now.

        Args:
            created_after: Tasks created at this time or later; of the last 24 hours where it is not given.
            created_before: Tasks created before this time.
        """
        return await self._transport.call(tasks.count_tasks(created_after=created_after, created_before=created_before))

    async def batch_get(self, ids: Sequence[str], *, expand: Sequence[Part] | None = None) -> Sequence[TaskSummary]:
        """The tasks with these ids, in this order; those that do not exist are left out."""
        found = list[TaskSummary]()
        for begin in range(0, len(ids), BATCH):
            part = ids[begin : begin + BATCH]
            cursor = None
            while True:
                page = await self._transport.call(tasks.batch_get_tasks(part, expand=expand, cursor=cursor))
                found += page.items
                cursor = page.next_cursor
                if cursor is None:
                    break
        return found

    async def cancel(self, task_id: str, *, reason: str | None = None, idempotency_key: str | None = None) -> Task:
        """Asks for a task to end; whether that was in time, `cancel.outcome` tells later.

        Args:
            task_id: The id of the task.
            reason: Why it should end.
            idempotency_key: Makes a call safe to repeat for 24 hours. Each call has one of its own where none is given,
                so that what the client itself repeats counts once.
        """
        key = idempotency_key or str(uuid.uuid4())
        return await self._transport.call(tasks.cancel_task(task_id, reason=reason, idempotency_key=key))

    async def erase(self, task_id: str) -> Task:
        """Removes the content of a task from everything that is stored and served; status, money and times stay."""
        return await self._transport.call(tasks.erase_task(task_id))

    def timeline(
        self, task_id: str, *, page_size: int | None = None, cursor: str | None = None
    ) -> AsyncPager[TaskEvent]:
        """What happened to a task, in the order of the log."""
        return AsyncPager(
            self._transport, lambda at: tasks.list_task_events(task_id, page_size=page_size, cursor=at), cursor
        )

    def usage(
        self, task_id: str, *, page_size: int | None = None, cursor: str | None = None
    ) -> AsyncPager[UsageRecord]:
        """The usage records of a task."""
        return AsyncPager(
            self._transport, lambda at: tasks.list_task_usage(task_id, page_size=page_size, cursor=at), cursor
        )

    def ledger(
        self, task_id: str, *, page_size: int | None = None, cursor: str | None = None
    ) -> AsyncPager[LedgerEntry]:
        """The charges and refunds of a task."""
        return AsyncPager(
            self._transport, lambda at: tasks.list_task_ledger(task_id, page_size=page_size, cursor=at), cursor
        )

    async def wait(self, task_id: str, *, until: Until = "ended", timeout: float | None = 600) -> Task:
        """Waits until a task is as it is waited for. A task that does not exist yet is waited for, too.

        Args:
            task_id: The id of the task.
            until: "created", "started", "ended" or "settled" (ended, and what it costs is final); or a function that
                says whether a task is it.
            timeout: Seconds, at most; None for no limit.

        Raises:
            WaitTimeoutError: when the time is up; its `task` is the last state.
        """
        async with aclosing(follow(self._transport, task_id, timeout=timeout, beyond_end=True)) as states:
            async for task in states:
                if is_reached(task, until):
                    return task
        raise AssertionError("who looks beyond the end is told of no end")

    def watch(self, task_id: str, *, timeout: float | None = 3600) -> AsyncGenerator[Task, None]:
        """Each newer state of a task, until it has ended and what it costs is final, or a minute after its end.

        Revisions rise strictly, whatever proxies do; states that follow each other quickly may be skipped. Streams that
        are cut are begun again where they were, and where none comes through the task is asked for by requests that are
        held until it changes.

        Args:
            task_id: The id of the task, which need not exist yet.
            timeout: Seconds, at most; None for no limit.

        Raises:
            WaitTimeoutError: when the time is up.
        """
        return follow(self._transport, task_id, timeout=timeout, beyond_end=False)
