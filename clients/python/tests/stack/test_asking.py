"""Asking a real API: what was written is read, page by page, and a key does what its scopes say."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest

from taskfold import AsyncTaskfold, Taskfold
from taskfold.errors import (
    CallbackNotConfiguredError,
    CursorExpiredError,
    EventsRefusedError,
    ForbiddenError,
    InvalidApiKeyError,
    InvalidCursorError,
    InvalidRequestError,
    TaskNotFoundError,
    WaitTimeoutError,
)
from taskfold.events import Events
from tests.stack.conftest import Stack

Publish = Callable[..., str]


def test_a_whole_life(api: Taskfold, publish: Publish, task_id: str) -> None:
    label = uuid4().hex
    publish(
        "created",
        capability="image.generate",
        model="aurora-xl",
        input={"seed": 2**63 + 1},
        metadata={"order": label},
        deadline_at=datetime.now(timezone.utc) + timedelta(hours=1),
    )
    publish("started", attempt=1, resolved_model="aurora-xl-2")
    publish("progressed", percent=40, stage="denoise")
    assert api.tasks.get(task_id).progress is not None
    publish("usage_recorded", image_count=2, input_tokens=1.5)
    publish("charged", entry_id="charge_1", amount_credits=Decimal("40.25"))
    publish("refunded", entry_id="refund_1", amount_credits="0.25")
    publish("warned", warnings=[{"code": "slow", "message": "It took long."}])
    publish("succeeded", output={"url": "https://cdn.example.com/8e.png"})
    publish("billing_settled")

    task = api.tasks.wait(task_id, until="settled", timeout=30)
    assert (task.status, task.resolved_model, task.attempt) == ("succeeded", "aurora-xl-2", 1)
    assert task.input == {"seed": 2**63 + 1}
    assert task.output == {"url": "https://cdn.example.com/8e.png"}
    assert task.billing is not None
    assert task.usage is not None
    assert Decimal(task.billing.net_charged_credits) == 40
    assert (task.usage.image_count, task.usage.input_tokens) == (2, 1.5)

    kinds = [event.type for event in api.tasks.timeline(task_id, page_size=2)]
    assert kinds[0] == "task.created"
    assert kinds[-1] == "task.billing_settled"
    assert len(kinds) == 9
    assert [entry.kind for entry in api.tasks.ledger(task_id)] == ["charge", "refund"]
    assert [record.image_count for record in api.tasks.usage(task_id)] == [2]

    found = list(api.tasks.list(metadata={"order": label}, status=["succeeded"], expand=["billing"]))
    assert [each.task_id for each in found] == [task_id]
    assert found[0].billing is not None
    assert [each.task_id for each in api.tasks.batch_get(["nobody", task_id])] == [task_id]
    assert api.tasks.get(task_id, min_revision=task.revision, wait=5).revision == task.revision


def test_lists_are_read_page_by_page(api: Taskfold, events: Events) -> None:
    label = uuid4().hex
    ids = [f"task_{uuid4().hex}" for _ in range(7)]
    made = [events.created(each, capability="c", model="m", metadata={"list": label}) for each in ids]
    receipts = api.events.publish(made)
    for each, receipt in zip(ids, receipts, strict=True):
        api.tasks.get(each, min_position=receipt.position, wait=30)
    listed = api.tasks.list(metadata={"list": label}, page_size=3, order="asc")
    assert sorted(task.task_id for task in listed) == sorted(ids)
    pages = list(listed.pages())
    assert [len(page.items) for page in pages] == [3, 3, 1]
    rest = api.tasks.list(metadata={"list": label}, page_size=3, order="asc", cursor=pages[0].next_cursor)
    assert len(list(rest)) == 4
    with pytest.raises(InvalidCursorError):
        next(iter(api.tasks.list(cursor=pages[0].next_cursor)))
    many = [*ids, *(f"none_{number}" for number in range(200))]
    assert {task.task_id for task in api.tasks.batch_get(many)} == set(ids)


def test_errors_are_typed(api: Taskfold, publish: Publish, task_id: str) -> None:
    with pytest.raises(TaskNotFoundError) as raised:
        api.tasks.get("task_of_nobody")
    assert raised.value.request_id
    with pytest.raises(InvalidRequestError) as refused:
        list(api.tasks.list(page_size=1000))
    assert refused.value.details is not None
    publish("created", capability="c", model="m")
    with pytest.raises(CallbackNotConfiguredError):
        api.callbacks.redeliver(task_id)
    assert list(api.callbacks.attempts(task_id)) == []


def test_cancel_and_erase(api: Taskfold, publish: Publish, task_id: str) -> None:
    publish("created", capability="c", model="m", input={"name": "Jo"})
    canceled = api.tasks.cancel(task_id, reason="too late", idempotency_key="once")
    assert canceled.cancel is not None
    assert (canceled.cancel.outcome, canceled.cancel.reason) == ("pending", "too late")
    assert api.tasks.cancel(task_id, reason="too late", idempotency_key="once").cancel is not None
    publish("canceled", reason="too late")
    api.tasks.erase(task_id)
    erased = api.tasks.wait(task_id, until=lambda task: task.data_removed, timeout=30)
    assert erased.input == {}


def test_usage_is_summed(api: Taskfold, publish: Publish) -> None:
    publish("created", capability="usage.test", model="m")
    publish("charged", entry_id="e", amount_credits="1")
    rows = api.usage(group_by=["capability"], start=datetime.now(timezone.utc) - timedelta(hours=1))
    assert any(row.capability == "usage.test" and Decimal(row.charged_credits) >= 1 for row in rows)


def test_the_feed_goes_on_from_a_cursor(api: Taskfold, publish: Publish, task_id: str) -> None:
    publish("created", capability="c", model="m")
    seen = list(api.updates(start="oldest", follow=False, page_size=2))
    assert any(update.task.task_id == task_id for update in seen)
    cursor = seen[-1].cursor
    publish("succeeded")
    update = next(api.updates(cursor=cursor))
    assert (update.task.task_id, update.task.status) == (task_id, "succeeded")
    assert list(api.updates(cursor=update.cursor, follow=False)) == []
    with pytest.raises((InvalidCursorError, CursorExpiredError)):
        next(api.updates(cursor="nonsense"))


def test_keys_secrets_and_tokens(api: Taskfold, stack: Stack, task_id: str) -> None:
    made = api.keys.create("reader", scopes=["tasks:read"], expires_at=datetime.now(timezone.utc) + timedelta(days=1))
    assert any(key.key_id == made.key_id for key in api.keys.list(page_size=1))
    with Taskfold(api_url=stack.api_url, api_key=made.key) as reader:
        with pytest.raises(ForbiddenError):
            reader.keys.create("more", scopes=["admin"])
        rotated = api.keys.rotate(made.key_id, grace_seconds=0)
        api.keys.revoke(rotated.key_id)
        with pytest.raises(InvalidApiKeyError):
            reader.tasks.wait(task_id, timeout=30)
    secret = api.secrets.rotate()
    assert secret.secret.startswith("whsec_")
    older = next(each for each in api.secrets.list() if each.secret_id != secret.secret_id)
    api.secrets.revoke(older.secret_id)
    assert api.tokens.create(project_id="p", expires_in=60).token.startswith("tft_")


def test_what_is_refused_is_told_event_by_event(api: Taskfold, task_id: str) -> None:
    mine = Events(source="/tests/python").created(task_id, capability="c", model="m")
    theirs = Events(source="/tests/python", tenant="another").started(task_id)
    with pytest.raises(EventsRefusedError) as raised:
        api.events.publish([mine, theirs])
    assert [receipt.status for receipt in raised.value.receipts] == ["accepted", "refused"]


def test_who_waits_in_vain_is_told_what_was_seen(api: Taskfold, publish: Publish, task_id: str) -> None:
    with pytest.raises(WaitTimeoutError) as nothing:
        api.tasks.wait("task_of_nobody", timeout=1.2)
    assert nothing.value.task is None
    publish("created", capability="c", model="m")
    with pytest.raises(WaitTimeoutError) as queued:
        api.tasks.wait(task_id, timeout=0.3)
    assert queued.value.task is not None
    assert queued.value.task.status == "queued"


async def test_the_same_asynchronously(stack: Stack, events: Events, task_id: str) -> None:
    async with AsyncTaskfold(api_url=stack.api_url, api_key=stack.api_key) as api:
        await api.events.publish([events.created(task_id, capability="c", model="m"), events.succeeded(task_id)])
        task = await api.tasks.wait(task_id, timeout=30)
        assert task.status == "succeeded"
        raw = await api.with_raw_response(api.tasks.get, task_id)
        assert raw.headers["etag"] == f'"r{raw.value.revision}"'
        assert [event.type async for event in api.tasks.timeline(task_id)] == ["task.created", "task.succeeded"]
        updates = [update async for update in api.updates(start="oldest", follow=False)]
        assert any(update.task.task_id == task_id for update in updates)
