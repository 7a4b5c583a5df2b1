"""Events by a real Kafka, and the newest state of each task back from it."""

import time
from uuid import uuid4

from confluent_kafka import Consumer, Producer

from taskfold import Reporter, Taskfold
from taskfold.events import Events
from taskfold.kafka import PRODUCER_SETTINGS, Update, decode_update, kafka_publisher, latest, to_kafka_record
from tests.stack.conftest import Stack


def test_a_reporter_by_kafka_and_its_tasks_from_the_topic_of_updates(stack: Stack, api: Taskfold) -> None:
    ids = [f"task_{uuid4().hex}" for _ in range(20)]
    publish = kafka_publisher({"bootstrap.servers": stack.brokers}, topic=stack.topic_events)
    with Reporter(publish=publish, source="/tests/python/kafka", tenant=stack.tenant) as reporter:
        for each in ids:
            reporter.task(each).created(capability="c", model="m")
            with reporter.task(each, attempt=1) as task:
                task.progress(10)
                task.result({"task": each})
        assert reporter.flush(timeout=30)
    for each in ids:
        assert api.tasks.wait(each, timeout=30).output == {"task": each}
        # What lies where Java puts it is not published again: each event is there once.
        kinds = [event.type for event in api.tasks.timeline(each)]
        assert kinds == ["task.created", "task.started", "task.progressed", "task.succeeded"]

    settings = {"bootstrap.servers": stack.brokers, "group.id": uuid4().hex, "auto.offset.reset": "earliest"}
    consumer = Consumer(settings)
    consumer.subscribe([stack.topic_updates])
    tasks = latest()
    deadline = time.monotonic() + 30
    try:
        while any(
            (held := tasks.get(stack.tenant, each)) is None or held.event.data.status != "succeeded" for each in ids
        ):
            assert time.monotonic() < deadline
            message = consumer.poll(1)
            if message is not None and message.error() is None:
                tasks.apply(decode_update(message.key(), message.value()))
    finally:
        consumer.close()
    one = tasks.get(stack.tenant, ids[0])
    assert isinstance(one, Update)
    assert one.event.data.output == {"task": ids[0]}
    assert one.revision == api.tasks.get(ids[0]).revision


def test_both_modes_are_folded_and_the_position_is_that_of_the_log(stack: Stack, api: Taskfold, task_id: str) -> None:
    events = Events(source="/tests/python/kafka", tenant=stack.tenant)
    publish = kafka_publisher({"bootstrap.servers": stack.brokers}, topic=stack.topic_events)
    (receipt,) = publish([events.created(task_id, capability="c", model="m")])
    assert receipt.position is not None
    assert api.tasks.get(task_id, min_position=receipt.position, wait=30).status == "queued"
    (refused,) = publish([Events(source="/s").started(task_id)])
    assert (refused.status, refused.position) == ("refused", None)

    producer = Producer({"bootstrap.servers": stack.brokers, **PRODUCER_SETTINGS})
    record = to_kafka_record(events.succeeded(task_id, output={"n": 2**63}), "binary")
    headers: list[tuple[str, str | bytes | None]] = [*record.headers]
    producer.produce(stack.topic_events, key=record.key, value=record.value, headers=headers)
    assert producer.flush(30) == 0
    assert api.tasks.wait(task_id, timeout=30).output == {"n": 2**63}
