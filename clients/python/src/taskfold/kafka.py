"""Kafka: records of events for any client, a way for a `Reporter` to publish by confluent-kafka, and `task.updates`.

Only `kafka_publisher` needs `pip install "taskfold[kafka]"`.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from taskfold._core.request import json_body
from taskfold._errors import InvalidEventError, TaskfoldError
from taskfold._events import Event
from taskfold._generated.updates import TaskUpdated
from taskfold.models import EventReceipt, EventRefusal

if TYPE_CHECKING:
    from confluent_kafka import KafkaError, Message, Producer

__all__ = [
    "PRODUCER_SETTINGS",
    "InvalidUpdateError",
    "KafkaPublishError",
    "KafkaRecord",
    "LatestUpdates",
    "RemovedTask",
    "Update",
    "decode_update",
    "kafka_publisher",
    "latest",
    "to_kafka_record",
]

PRODUCER_SETTINGS: Mapping[str, str | bool] = {
    "partitioner": "murmur2_random",
    "acks": "all",
    "enable.idempotence": True,
}
"""For producers of confluent-kafka: keys go where Java puts them, all replicas have what is acknowledged, in order."""


@dataclass(frozen=True)
class KafkaRecord:
    """What a Kafka client sends.

    Attributes:
        key: The id of the task: it decides the partition.
        value: JSON.
        headers: As confluent-kafka and aiokafka take them.
    """

    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def to_kafka_record(event: Event, mode: Literal["structured", "binary"] = "structured") -> KafkaRecord:
    """An event as a record of the topic `task.events`, by the Kafka binding of CloudEvents.

    The producer has to wait for all replicas, and to put keys where Java does: `PRODUCER_SETTINGS` says so to
    confluent-kafka; aiokafka and kafka-python do without being told.

    >>> from taskfold.events import Events
    >>> events = Events(source="/workers/image-7", tenant="acme")
    >>> record = to_kafka_record(events.progressed("task_1", percent=42, stage="denoise"), "binary")
    >>> record.key, record.value, dict(record.headers)["ce_type"]
    (b'task_1', b'{"percent":42,"stage":"denoise"}', b'task.progressed')

    Args:
        event: What `taskfold.events.Events` has built, with a tenant.
        mode: "structured": the whole event is the value; "binary": the attributes are headers, the data is the value.

    Raises:
        InvalidEventError: for an event without a tenant, which Kafka has no other way to know.
    """
    if event.tenant is None:
        raise InvalidEventError(f"{event.type} has no tenant: give Events the tenant.")
    key = event.task_id.encode()
    if mode == "structured":
        return KafkaRecord(key, event.body, [("content-type", b"application/cloudevents+json")])
    attributes = {name: value for name, value in event.attributes.items() if name != "datacontenttype"}
    headers = [(f"ce_{name}", str(value).encode()) for name, value in attributes.items()]
    return KafkaRecord(key, json_body(event.data), [("content-type", b"application/json"), *headers])


class KafkaPublishError(TaskfoldError):
    """Some of the events did not arrive in Kafka, or nobody knows: publish all of them again."""


def kafka_publisher(
    settings: Mapping[str, Any], *, topic: str = "task.events", timeout: float = 30.0
) -> Callable[[Sequence[Event]], Sequence[EventReceipt]]:
    """A function that publishes events by confluent-kafka, for a `Reporter` or by itself.

    The producer is made when it is first needed, and anew in a process that is forked.

    Args:
        settings: Those of confluent-kafka, above all `bootstrap.servers`; `PRODUCER_SETTINGS` are added.
        topic: The topic of events.
        timeout: Seconds that a batch has.

    Returns:
        Publishes events in their order, and returns where each lies in the log. It raises `KafkaPublishError` where
        that is not known of all of them.

    Raises:
        ImportError: without confluent-kafka.
        ValueError: for a partitioner that puts keys elsewhere than Java does.
    """
    from confluent_kafka import Producer  # noqa: PLC0415 - it is an extra

    together = {**PRODUCER_SETTINGS, **settings}
    if together["partitioner"] not in ("murmur2", "murmur2_random"):
        raise ValueError(f"partitioner is {together['partitioner']}: murmur2_random puts keys where Java does.")
    producers: dict[int, Producer] = {}

    def publish(events: Sequence[Event]) -> Sequence[EventReceipt]:
        pid = os.getpid()
        if pid not in producers:
            producers[pid] = Producer(together)
        return _publish(producers[pid], topic, events, timeout)

    return publish


def _publish(producer: "Producer", topic: str, events: Sequence[Event], timeout: float) -> Sequence[EventReceipt]:
    receipts: dict[int, EventReceipt] = {}
    faults: list[str] = []

    def told_of(index: int) -> "Callable[[KafkaError | None, Message], None]":
        def told(error: "KafkaError | None", message: "Message") -> None:
            if error is None:
                receipts[index] = _receipt(events[index], f"{message.partition()}:{message.offset()}", None)
            else:
                faults.append(str(error))

        return told

    for index, event in enumerate(events):
        try:
            record = to_kafka_record(event)
        except InvalidEventError as error:
            receipts[index] = _receipt(event, None, str(error))
            continue
        headers: list[tuple[str, str | bytes | None]] = [*record.headers]
        producer.produce(topic, key=record.key, value=record.value, headers=headers, on_delivery=told_of(index))
        producer.poll(0)
    unknown = producer.flush(timeout)
    if faults or len(receipts) < len(events):
        said = "; ".join(faults[:3]) or f"{unknown} were not acknowledged within {timeout:g} s"
        raise KafkaPublishError(f"{len(events) - len(receipts)} of {len(events)} events did not arrive: {said}")
    return [receipts[index] for index in range(len(events))]


def _receipt(event: Event, position: str | None, refused: str | None) -> EventReceipt:
    return EventReceipt(
        object="event_receipt",
        id=event.id,
        source=event.source,
        status="accepted" if refused is None else "refused",
        position=position,
        error=None if refused is None else EventRefusal(code="invalid_event", message=refused),
    )


class InvalidUpdateError(TaskfoldError, ValueError):
    """A record of the topic that is no update of a task."""


@dataclass(frozen=True)
class Update:
    """The newest state of a task.

    Attributes:
        key: `<tenant>/<task>`, the key of the record.
        tenant: Whose task it is.
        task_id: The task.
        revision: Compare it: whatever is not above the one that is held is old, or a repeat.
        event: The whole event. `event.data` is the task, without `input` and `output` where it was too large.
    """

    key: str
    tenant: str
    task_id: str
    revision: int
    event: TaskUpdated

    @property
    def truncated(self) -> bool:
        """Whether `input`, or `input` and `output`, are left out: the API has them."""
        return bool(self.event.truncated)


@dataclass(frozen=True)
class RemovedTask:
    """A record without a value has removed the task from the topic.

    Attributes:
        key: `<tenant>/<task>`, the key of the record.
        tenant: Whose task it was.
        task_id: The task.
    """

    key: str
    tenant: str
    task_id: str


def decode_update(key: bytes | str | None, value: bytes | str | None) -> Update | RemovedTask:
    """Reads a record of the topic `task.updates`.

    >>> decode_update(b"acme/task_1", None)
    RemovedTask(key='acme/task_1', tenant='acme', task_id='task_1')

    Args:
        key: The key of the record.
        value: The value of the record.

    Raises:
        InvalidUpdateError: where the record is no update of a task.
    """
    name = key.decode(errors="replace") if isinstance(key, bytes) else key or ""
    parts = name.split("/")
    if len(parts) != 2 or not all(parts):
        raise InvalidUpdateError(f"The key {name!r} is not <tenant>/<task>: is this the topic task.updates?")
    tenant, task_id = parts
    if value is None:
        return RemovedTask(name, tenant, task_id)
    try:
        event = TaskUpdated.model_validate(json.loads(value))
    except (ValidationError, ValueError) as cause:
        raise InvalidUpdateError(f"The value of {name} is no event task.updated.") from cause
    return Update(name, tenant, task_id, event.revision, event)


class LatestUpdates:
    """The newest state of each task, in whatever order and however often updates come.

    Of a task the highest revision stands, and a task that was removed stays so: what is held is the same for every
    order and repetition of the same updates.
    """

    def __init__(self, max_tasks: int | None = None) -> None:
        """Use `latest`."""
        self._max_tasks = max_tasks
        self._held: dict[str, Update | RemovedTask] = {}

    def apply(self, update: Update | RemovedTask) -> bool:
        """Takes an update.

        Returns:
            Whether it was news, and is held now.
        """
        before = self._held.get(update.key)
        if before is not None and not _is_newer(update, before):
            return False
        # To the end, so that the first one is that whose update came longest ago.
        self._held.pop(update.key, None)
        self._held[update.key] = update
        if self._max_tasks is not None and len(self._held) > self._max_tasks:
            del self._held[next(iter(self._held))]
        return True

    def get(self, tenant: str, task_id: str) -> Update | None:
        """The newest update of a task; None where none is held, or the newest one has removed it."""
        update = self._held.get(f"{tenant}/{task_id}")
        return update if isinstance(update, Update) else None

    def __iter__(self) -> Iterator[Update | RemovedTask]:
        """What is held, those tasks that were removed among it."""
        return iter(list(self._held.values()))

    def __len__(self) -> int:
        """How many tasks are held, those that were removed among them."""
        return len(self._held)


def latest(max_tasks: int | None = None) -> LatestUpdates:
    """Holds the newest state of each task.

    >>> tasks = latest(max_tasks=100_000)
    >>> removed = decode_update("acme/task_1", None)
    >>> tasks.apply(removed), tasks.apply(removed)
    (True, False)

    Args:
        max_tasks: The most tasks that are held; None for all. Beyond it the task goes whose update came longest ago: a
            repeat of an older update of it would be taken for news.
    """
    return LatestUpdates(max_tasks)


def _is_newer(update: Update | RemovedTask, before: Update | RemovedTask) -> bool:
    if isinstance(before, RemovedTask):
        return False
    return isinstance(update, RemovedTask) or update.revision > before.revision
