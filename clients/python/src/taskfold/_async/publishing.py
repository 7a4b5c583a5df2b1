"""Publishes events over HTTP."""

from collections.abc import Sequence

from taskfold._async.transport import AsyncTransport
from taskfold._core.operations.events import batches, post_events
from taskfold._errors import EventsRefusedError
from taskfold._events import Event
from taskfold.models import EventReceipt


class AsyncPublisher:
    """Publishes events, for whoever has no Kafka client at hand."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Publishes with this transport."""
        self._transport = transport

    async def publish(self, events: Sequence[Event]) -> Sequence[EventReceipt]:
        """Publishes events in their order; when it returns they are in the log.

        What is not answered is sent again, with the same ids, so that nothing counts twice.

        Args:
            events: What `taskfold.events.Events` has built.

        Returns:
            A receipt for each event, with its `position` in the log, which `tasks.get(min_position=...)` takes.

        Raises:
            EventsRefusedError: where some are refused; the others are in the log.
        """
        receipts: list[EventReceipt] = []
        for batch in batches(events):
            answered = await self._transport.call(post_events(batch))
            receipts += answered
        if any(receipt.error is not None for receipt in receipts):
            raise EventsRefusedError(receipts)
        return receipts
