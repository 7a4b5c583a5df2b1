"""What waits to be sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from taskfold._events import Event

# What may be left out where too much waits, the first of them first. Ends, money, usage and the rest never are.
LEFT_OUT = ("task.progressed", "task.output_updated", "task.warned")


@dataclass(frozen=True, eq=False)
class Report:
    """An event that waits.

    Attributes:
        type: What happened.
        size: Bytes of the event.
        event: None where the spool alone has it.
        spooled: Its number in the spool; None where it is not there.
        replaces: A report with the same text takes the place of this one while it waits.
    """

    type: str
    size: int
    event: Event | None
    spooled: int | None = None
    replaces: str | None = None

    @property
    def held(self) -> int:
        """Bytes of memory."""
        return 0 if self.event is None else self.size


class ReportQueue:
    """Reports in the order in which they came, bounded in memory by leaving out what matters least."""

    def __init__(self, max_bytes: int, on_dropped: Callable[[Report], None]) -> None:
        """Holds this many bytes, and says what it leaves out."""
        self._max_bytes = max_bytes
        self._on_dropped = on_dropped
        # Dictionaries keep the order, and forget from anywhere at once.
        self._waiting: dict[Report, None] = {}
        self._in_flight: set[Report] = set()
        self._replaceable: dict[str, Report] = {}
        self._droppable: dict[str, dict[Report, None]] = {kind: {} for kind in LEFT_OUT}
        self._bytes = 0

    def __len__(self) -> int:
        """How many wait, those under way among them."""
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Whether more is held than there should be."""
        return self._bytes > self._max_bytes

    def add(self, report: Report) -> None:
        """Puts a report at the end."""
        if report.spooled is not None and self._bytes + report.size > self._max_bytes:
            report = replace(report, event=None)
        before = None if report.replaces is None else self._replaceable.get(report.replaces)
        if before is not None and before not in self._in_flight:
            self._remove(before)
        self._waiting[report] = None
        self._bytes += report.held
        if report.type in self._droppable:
            self._droppable[report.type][report] = None
        if report.replaces is not None:
            self._replaceable[report.replaces] = report
        while self.is_full and (least := self._least()) is not None:
            self._remove(least)
            self._on_dropped(least)

    def first(self, most: int, most_bytes: int) -> Sequence[Report]:
        """The first reports, which stay until they are `done`; at least one where any waits."""
        batch, size = list[Report](), 0
        for report in self._waiting:
            size += report.size
            if batch and (len(batch) >= most or size > most_bytes):
                break
            batch.append(report)
        self._in_flight.update(batch)
        return batch

    def done(self, reports: Sequence[Report]) -> None:
        """Forgets reports."""
        for report in reports:
            self._remove(report)

    def clear(self) -> Sequence[Report]:
        """Everything that waits, taken out."""
        reports = list(self._waiting)
        self.done(reports)
        return reports

    def _remove(self, report: Report) -> None:
        if report not in self._waiting:
            return
        del self._waiting[report]
        self._in_flight.discard(report)
        self._bytes -= report.held
        if report.type in self._droppable:
            del self._droppable[report.type][report]
        if report.replaces is not None and self._replaceable.get(report.replaces) is report:
            del self._replaceable[report.replaces]

    def _least(self) -> Report | None:
        candidates = (report for kind in LEFT_OUT for report in self._droppable[kind] if report not in self._in_flight)
        return next(candidates, None)
