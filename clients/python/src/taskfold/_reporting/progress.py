"""How often progress is told."""

from collections.abc import Callable
from dataclasses import dataclass

from taskfold._events import Event


@dataclass
class Held:
    """What is held of a task."""

    latest: Event | None
    due: float


class ProgressGate:
    """Lets the progress of a task through so often at most: the first at once, then the latest of each interval."""

    def __init__(self, every: float, pass_on: Callable[[Event], None]) -> None:
        """Lets through once in so many seconds. Of each stage that a task was in, something is."""
        self._every = every
        self._pass_on = pass_on
        self._tasks: dict[str, Held] = {}

    def tell(self, event: Event, now: float) -> None:
        """Takes progress."""
        held = self._tasks.get(event.task_id)
        if held is None:
            self._tasks[event.task_id] = Held(None, now + self._every)
            self._pass_on(event)
            return
        if held.latest is not None and held.latest.data.get("stage") != event.data.get("stage"):
            self._pass_on(held.latest)
        held.latest = event

    def release(self, task_id: str) -> None:
        """Lets through what is held of a task, and forgets it."""
        held = self._tasks.pop(task_id, None)
        if held is not None and held.latest is not None:
            self._pass_on(held.latest)

    def release_all(self) -> None:
        """Lets through all that is held."""
        for task_id in list(self._tasks):
            self.release(task_id)

    def release_due(self, now: float) -> float | None:
        """Lets through what has waited long enough.

        Returns:
            When to come again; None where nothing is held.
        """
        for task_id, held in list(self._tasks.items()):
            if held.due > now:
                continue
            if held.latest is None:
                del self._tasks[task_id]
                continue
            self._pass_on(held.latest)
            held.latest, held.due = None, now + self._every
        return min((held.due for held in self._tasks.values()), default=None)

    def clear(self) -> None:
        """Forgets everything."""
        self._tasks.clear()
