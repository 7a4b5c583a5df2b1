"""Records are those of the CloudEvents binding, and the newest state of each task is the same in every order."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskfold.errors import InvalidEventError
from taskfold.events import Events
from taskfold.kafka import (
    InvalidUpdateError,
    RemovedTask,
    Update,
    decode_update,
    kafka_publisher,
    latest,
    to_kafka_record,
)
from tests.support.document import example_task

events = Events(source="/workers/1", tenant="acme")


def test_structured() -> None:
    event = events.charged("task_1", entry_id="charge_1", amount_credits="1.50", id="evt_1")
    record = to_kafka_record(event)
    assert (record.key, record.value) == (b"task_1", event.body)
    assert record.headers == [("content-type", b"application/cloudevents+json")]


def test_binary_says_the_same() -> None:
    event = events.succeeded(
        "task_1", output={"n": 2**63, "ü": "é"}, traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01"
    )
    record = to_kafka_record(event, "binary")
    attributes = {name[3:]: value.decode() for name, value in record.headers if name.startswith("ce_")}
    whole = json.loads(event.body)
    assert {**attributes, "datacontenttype": "application/json", "data": json.loads(record.value)} == whole
    assert dict(record.headers)["content-type"] == b"application/json"


def test_kafka_needs_a_tenant() -> None:
    with pytest.raises(InvalidEventError, match="give Events the tenant"):
        to_kafka_record(Events(source="/s").started("task_1"))


def test_a_partitioner_that_puts_keys_elsewhere() -> None:
    with pytest.raises(ValueError, match="murmur2_random"):
        kafka_publisher({"bootstrap.servers": "localhost:1", "partitioner": "consistent_random"})


def value_of(task: str, revision: int) -> dict[str, Any]:
    data = {
        **example_task(task_id=task, revision=revision),
        "deadline_at": None,
        "client_request_id": None,
        "project_id": None,
        "attempt": None,
        "data_removed": False,
        "cancel": None,
        "api_key_id": None,
    }
    envelope = {"specversion": "1.0", "id": f"{task}-{revision}", "source": "/taskfold", "type": "task.updated"}
    more = {"time": "2026-11-25T08:00:00Z", "subject": task, "datacontenttype": "application/json", "tenantid": "acme"}
    return {**envelope, **more, "revision": revision, "data": data}


def record_of(task: str, revision: int | None) -> tuple[bytes, bytes | None]:
    value = None if revision is None else json.dumps(value_of(task, revision)).encode()
    return f"acme/{task}".encode(), value


records = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.one_of(st.none(), st.integers(1, 5))), max_size=12)


@given(records, st.randoms(use_true_random=False))
def test_the_newest_is_the_same_in_every_order(told: list[tuple[str, int | None]], chance: Any) -> None:
    shuffled = [*told, *told]
    chance.shuffle(shuffled)
    folds = []
    for order in (told, shuffled):
        fold = latest()
        for task, revision in order:
            fold.apply(decode_update(*record_of(task, revision)))
        folds.append({each.key: each.revision if isinstance(each, Update) else None for each in fold})
    assert folds[0] == folds[1]
    for task in {task for task, _ in told}:
        revisions = [revision for each, revision in told if each == task]
        assert folds[0][f"acme/{task}"] == (None if None in revisions else max(r for r in revisions if r))


def test_holds_so_many_at_most() -> None:
    fold = latest(max_tasks=1)
    assert fold.apply(decode_update(*record_of("a", 1)))
    assert not fold.apply(decode_update(*record_of("a", 1)))
    assert fold.apply(decode_update(*record_of("b", 1)))
    assert (len(fold), fold.get("acme", "a")) == (1, None)
    found = fold.get("acme", "b")
    assert found is not None
    assert (found.revision, found.truncated, found.event.data.task_id) == (1, False, "b")


@pytest.mark.parametrize(
    ("key", "value"), [(None, None), ("a", None), ("a/b/c", None), ("a/", None), ("a/b", b"{"), ("a/b", '{"type":"x"}')]
)
def test_what_is_no_update(key: str | None, value: bytes | str | None) -> None:
    with pytest.raises(InvalidUpdateError):
        decode_update(key, value)
    assert isinstance(decode_update("a/b", None), RemovedTask)
