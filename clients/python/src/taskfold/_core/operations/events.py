"""The operation that publishes events."""

from collections.abc import Iterator, Sequence

from taskfold._core.answers import model_of
from taskfold._core.request import Answer, Operation, Request, path_of
from taskfold._events import Event
from taskfold.models import EventReceipt, EventReceiptList

# The API takes 4 MiB and 500 events at once.
LARGEST_BODY = 3 * 1024 * 1024
LARGEST_BATCH = 500


def post_events(events: Sequence[Event]) -> Operation[Sequence[EventReceipt]]:
    """Publishes a batch; the same events again change nothing."""
    body = b"[" + b",".join(event.body for event in events) + b"]"
    headers = {"Content-Type": "application/cloudevents-batch+json"}

    def read(answer: Answer) -> Sequence[EventReceipt]:
        return model_of(EventReceiptList, answer).data

    return Operation(Request("POST", path_of("events"), headers=headers, body=body), read)


def batches(events: Sequence[Event], *, most: int = LARGEST_BATCH) -> Iterator[Sequence[Event]]:
    """The events in their order, in batches that the API takes."""
    batch, size = list[Event](), 0
    for event in events:
        if batch and (len(batch) >= most or size + len(event.body) > LARGEST_BODY):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += len(event.body) + 1
    if batch:
        yield batch
