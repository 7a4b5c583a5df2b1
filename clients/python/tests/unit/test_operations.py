"""Each operation of the document has a method, which sends what the document names and reads what it answers."""

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from typing import Any

import httpx

from taskfold import AsyncTaskfold, Pager, Taskfold
from tests.support.clients import async_client, client
from tests.support.document import DOCUMENTATION, OPERATIONS, DocumentedOperation, example_answer, operation_of

TASK = "task_01JD9Z6M3T7V2X8Q4N5B6C7D8E"
TIME = datetime(2026, 11, 25, 8, 0, tzinfo=timezone.utc)


class Recorder:
    """Answers with the examples of the document, and holds what is sent against it."""

    def __init__(self) -> None:
        self.operations = set[str]()
        self.queries = dict[str, set[str]]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        operation = operation_of(request)
        self._check(operation, request)
        self.operations.add(operation.id)
        if operation.id == "streamTask":
            return httpx.Response(204)
        return example_answer(operation)

    def _check(self, operation: DocumentedOperation, request: httpx.Request) -> None:
        sent = {name.split("[")[0] for name in request.url.params}
        assert sent <= operation.parameters, f"{operation.id} has no {sent - operation.parameters}"
        self.queries.setdefault(operation.id, set()).update(sent)
        assert request.headers["authorization"] == "Bearer sk-0123456789abcdefghijklmnopqrstuv"


def call_all(api: Taskfold) -> None:
    tasks = api.tasks
    assert tasks.get(TASK, min_revision=1, min_position="0:1", wait=3).task_id == TASK
    first = next(iter(api.tasks.list(**every_filter()).pages()))
    assert first.items[0].object == "task"
    assert api.tasks.batch_get([TASK], expand=["all"])
    assert tasks.cancel(TASK, reason="done").task_id == TASK
    assert tasks.erase(TASK).task_id == TASK
    assert tasks.counts(created_after=TIME, created_before=TIME)
    pagers: list[Pager[Any]] = [
        tasks.timeline(TASK, page_size=5),
        tasks.usage(TASK, page_size=5),
        tasks.ledger(TASK, page_size=5),
        api.callbacks.attempts(TASK, page_size=5),
        api.keys.list(page_size=5),
    ]
    for pager in pagers:
        assert next(iter(pager.pages())).items
    assert api.callbacks.redeliver(TASK).task_id
    assert api.keys.create("worker", scopes=["tasks:read"], expires_at=TIME).key
    assert api.keys.rotate(TASK, grace_seconds=5).key
    assert api.keys.revoke(TASK).key_id
    assert api.secrets.list()
    assert api.secrets.rotate().secret
    assert api.secrets.revoke(TASK).secret_id
    assert api.tokens.create(task_id=TASK, expires_in=60).token
    assert api.me().tenant_id
    assert api.usage(start=TIME, end=TIME, group_by=["day", "model", "api_key_id"])
    assert next(api.updates(start="oldest", expand=["output"], page_size=5)).task.task_id
    assert list(tasks.watch(TASK))[-1].task_id == TASK


def every_filter() -> dict[str, Any]:
    return {
        "status": ["failed", "canceled"],
        "capability": "image.generate",
        "model": "aurora-xl",
        "metadata": {"a": "b"},
        "client_request_id": "r",
        "error_code": "c",
        "callback_status": "failed",
        "project_id": "p",
        "api_key_id": "k",
        "without": ["api_key_id", "project_id"],
        "created_after": TIME,
        "created_before": "2026-11-25T08:00:00Z",
        "completed_after": TIME,
        "completed_before": TIME,
        "entry_after": TIME,
        "entry_before": TIME,
        "needs": "refund",
        "order": "asc",
        "expand": ["all"],
        "page_size": 5,
        "cursor": "c",
    }


async def first_of(items: AsyncIterator[Any]) -> Any:
    return await anext(items)


async def call_all_asynchronously(api: AsyncTaskfold) -> None:
    tasks = api.tasks
    assert (await tasks.get(TASK)).task_id == TASK
    assert (await first_of(tasks.list(**every_filter()).pages())).items
    assert await tasks.batch_get([TASK])
    assert await tasks.cancel(TASK)
    assert await tasks.erase(TASK)
    assert await tasks.counts()
    for pager in (
        tasks.timeline(TASK),
        tasks.usage(TASK),
        tasks.ledger(TASK),
        api.callbacks.attempts(TASK),
        api.keys.list(),
    ):
        assert (await first_of(pager.pages())).items
    assert await api.callbacks.redeliver(TASK)
    assert await api.keys.create("worker", scopes=["tasks:read"])
    assert await api.keys.rotate(TASK)
    assert await api.keys.revoke(TASK)
    assert await api.secrets.list()
    assert await api.secrets.rotate()
    assert await api.secrets.revoke(TASK)
    assert await api.tokens.create(project_id="p", metadata={"a": "b"})
    assert (await api.me()).scopes is not None
    assert await api.usage()
    assert (await first_of(api.updates())).task
    assert [task async for task in tasks.watch(TASK)]


# A client publishes events by its own part.
BY_OTHERS = {"postEvents"}
EXPECTED = {each.id for each in OPERATIONS if DOCUMENTATION not in each.tags} - BY_OTHERS


def test_each_operation_has_a_method() -> None:
    recorder = Recorder()
    with client(recorder) as api:
        call_all(api)
    assert recorder.operations == EXPECTED
    listed = next(each for each in OPERATIONS if each.id == "listTasks").parameters
    # Batches are asked for in a body.
    assert recorder.queries["listTasks"] == listed - {"ids"}


async def test_each_operation_has_an_asynchronous_method() -> None:
    recorder = Recorder()
    async with async_client(recorder) as api:
        await call_all_asynchronously(api)
    assert recorder.operations == EXPECTED
