"""The operations on tasks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from taskfold._core.answers import Page, error_of, model_of, read_model
from taskfold._core.request import Answer, Operation, QueryValue, Request, json_body, path_of, query_of
from taskfold._generated.parameters import CallbackStatus, Need, Order, Part, TaskStatus, Unlinked
from taskfold.models import (
    LedgerEntry,
    LedgerEntryList,
    Task,
    TaskCount,
    TaskCountList,
    TaskEvent,
    TaskEventList,
    TaskList,
    TaskSummary,
    UsageRecord,
    UsageRecordList,
)

NOT_MODIFIED = 304
# The API holds an answer no longer.
LONGEST_WAIT = 60


class TaskFilters(TypedDict, total=False):
    """Which tasks a list has; those that have all of it."""

    status: Sequence[TaskStatus]
    capability: str
    model: str
    metadata: Mapping[str, str]
    client_request_id: str
    error_code: str
    callback_status: CallbackStatus
    project_id: str
    api_key_id: str
    without: Sequence[Unlinked]
    created_after: datetime | str
    created_before: datetime | str
    completed_after: datetime | str
    completed_before: datetime | str
    entry_after: datetime | str
    entry_before: datetime | str
    needs: Need


def count_tasks(
    *, created_after: datetime | str | None, created_before: datetime | str | None
) -> Operation[list[TaskCount]]:
    """How many tasks were created in each hour, by status."""

    def read(answer: Answer) -> list[TaskCount]:
        return model_of(TaskCountList, answer).data

    query = query_of((("created_after", created_after), ("created_before", created_before)))
    return Operation(Request("GET", path_of("task-counts"), query), read)


def get_task(
    task_id: str,
    *,
    min_revision: int | None = None,
    min_position: str | None = None,
    wait: float = 0,
    held_revision: int | None = None,
) -> Operation[Task | None]:
    """The task; None where it still has the revision that is held.

    Args:
        task_id: The id of the task.
        min_revision: Holds the answer until the task has this revision.
        min_position: Holds the answer until everything up to this position of the log is folded.
        wait: For how many seconds the answer is held at most.
        held_revision: What the client holds: the answer is held until the task differs.
    """
    held = _whole_seconds(wait)
    headers = {"Prefer": f"wait={held}"} if held else {}
    if held_revision is not None:
        headers["If-None-Match"] = f'"r{held_revision}"'

    def read(answer: Answer) -> Task | None:
        return None if answer.status == NOT_MODIFIED else model_of(Task, answer)

    query = query_of((("min_revision", min_revision), ("min_position", min_position)))
    return Operation(Request("GET", path_of("tasks", task_id), query, headers, held=held), read)


def stream_task(task_id: str, held_revision: int | None) -> Request:
    """A request for the stream of a task, from the revision that is held."""
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
    if held_revision is not None:
        headers["Last-Event-ID"] = str(held_revision)
    return Request("GET", path_of("tasks", task_id, "stream"), headers=headers)


def list_tasks(
    filters: TaskFilters,
    *,
    order: Order | None,
    expand: Sequence[Part] | None,
    page_size: int | None,
    cursor: str | None,
) -> Operation[Page[TaskSummary]]:
    """A page of the tasks that have all of the filters."""
    values: list[tuple[str, QueryValue]] = []
    given: dict[str, Any] = {**filters}
    metadata: Mapping[str, str] = given.pop("metadata", {})
    values += given.items()
    values += ((f"metadata[{key}]", value) for key, value in metadata.items())
    values += (("order", order), ("expand", expand), ("limit", page_size), ("cursor", cursor))
    return Operation(Request("GET", path_of("tasks"), query_of(values)), _read_tasks)


def batch_get_tasks(
    ids: Sequence[str], *, expand: Sequence[Part] | None, cursor: str | None
) -> Operation[Page[TaskSummary]]:
    """The tasks with these ids, at most 100, as many as fit into an answer."""
    body = {"ids": list(ids), "expand": None if expand is None else list(expand), "cursor": cursor}
    return Operation(
        _post("tasks", "batch-get", body={key: value for key, value in body.items() if value is not None}), _read_tasks
    )


def cancel_task(task_id: str, *, reason: str | None, idempotency_key: str) -> Operation[Task]:
    """Asks for a task to end. The key makes it safe to send again."""
    request = _post("tasks", task_id, "cancel", body={"reason": reason}, headers={"Idempotency-Key": idempotency_key})
    return Operation(request, read_model(Task))


def erase_task(task_id: str) -> Operation[Task]:
    """Removes the content of a task."""
    return Operation(Request("DELETE", path_of("tasks", task_id)), read_model(Task))


def list_task_events(task_id: str, *, page_size: int | None, cursor: str | None) -> Operation[Page[TaskEvent]]:
    """A page of what happened to a task, in the order of the log."""

    def read(answer: Answer) -> Page[TaskEvent]:
        events = model_of(TaskEventList, answer)
        return Page(tuple(events.data), events.next_cursor)

    return Operation(_page("tasks", task_id, "events", page_size=page_size, cursor=cursor), read)


def list_task_usage(task_id: str, *, page_size: int | None, cursor: str | None) -> Operation[Page[UsageRecord]]:
    """A page of the usage records of a task."""

    def read(answer: Answer) -> Page[UsageRecord]:
        records = model_of(UsageRecordList, answer)
        return Page(tuple(records.data), records.next_cursor)

    return Operation(_page("tasks", task_id, "usage", page_size=page_size, cursor=cursor), read)


def list_task_ledger(task_id: str, *, page_size: int | None, cursor: str | None) -> Operation[Page[LedgerEntry]]:
    """A page of the charges and refunds of a task."""

    def read(answer: Answer) -> Page[LedgerEntry]:
        entries = model_of(LedgerEntryList, answer)
        return Page(tuple(entries.data), entries.next_cursor)

    return Operation(_page("tasks", task_id, "ledger", page_size=page_size, cursor=cursor), read)


def read_stream_start(answer: Answer) -> bool:
    """Whether a stream has begun: it has not where the task has ended and its last state is held.

    Raises:
        AnsweredError: for an answer that is no stream.
    """
    if answer.status == 204:
        return False
    if answer.status == 200 and answer.headers.get("content-type", "").startswith("text/event-stream"):
        return True
    raise error_of(answer)


def _read_tasks(answer: Answer) -> Page[TaskSummary]:
    tasks = model_of(TaskList, answer)
    return Page(tuple(tasks.data), tasks.next_cursor)


def _page(*segments: str, page_size: int | None, cursor: str | None) -> Request:
    return Request("GET", path_of(*segments), query_of((("limit", page_size), ("cursor", cursor))))


def _post(*segments: str, body: object, headers: Mapping[str, str] | None = None) -> Request:
    typed = {"Content-Type": "application/json", **(headers or {})}
    return Request("POST", path_of(*segments), headers=typed, body=json_body(body))


def _whole_seconds(wait: float) -> int:
    return max(0, min(LONGEST_WAIT, int(wait)))
