"""How one task is followed: which revision is held, and how to ask next.

It is asked for at once. Then a stream tells of each change, if whatever lies between lets it pass. A stream that is cut
begins again where it was. After one that said nothing at all the task is asked for by requests that are held until it
changes, and from time to time a stream is tried again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from taskfold._core.retry import backoff
from taskfold._errors import AnsweredError, ConnectionFailedError, TaskfoldError
from taskfold._generated.codes import TaskNotFoundError
from taskfold.models import Task

# Longer than this a proxy may not let a request rest.
POLL_SECONDS = 20
# An ended task whose billing is not settled is followed no longer, as streams do it.
LINGER_SECONDS = 60.0
MOST_POLLS = 16
HURRY_SECONDS = 1.0
ENDED = ("succeeded", "failed", "canceled")

Until: TypeAlias = Literal["created", "started", "ended", "settled"] | Callable[[Task], bool]


@dataclass(frozen=True)
class AskNow:
    """Ask for the task; the answer is not held."""


@dataclass(frozen=True)
class AskHeld:
    """Ask for the task; the answer is held until the task differs, at most for so many seconds."""

    seconds: int


@dataclass(frozen=True)
class Listen:
    """Open a stream from the revision that is held."""


@dataclass(frozen=True)
class Rest:
    """Wait for so many seconds."""

    seconds: float


Step: TypeAlias = AskNow | AskHeld | Listen | Rest


class Following:
    """Where the following of one task stands."""

    def __init__(self, *, silence: float, beyond_end: bool) -> None:
        """Follows a task.

        Args:
            silence: Seconds after which a silent stream is taken for cut.
            beyond_end: Whether to go on when the task has ended, for what may still change.
        """
        self._silence = silence
        self._beyond_end = beyond_end
        self._asked = False
        self._over = False
        self._ended_at: float | None = None
        self._failures = 0
        self._hurried = 0
        self._polls_left = 0
        self._polls_next = 1
        self.task: Task | None = None

    @property
    def revision(self) -> int | None:
        """What is held."""
        return None if self.task is None else self.task.revision

    def take(self, task: Task | None) -> bool:
        """Whether the task is newer than what is held; then it is held."""
        self._asked = True
        self._failures = 0
        if task is None or (self.task is not None and task.revision <= self.task.revision):
            return False
        self.task = task
        return True

    def next_step(self, *, remaining: float, now: float) -> Step | None:
        """What to do next, with so many seconds left; None where nothing more is to come."""
        if self._is_over(now):
            return None
        if not self._asked:
            return AskNow()
        # What is left is exact for a request that is held, and not for a stream.
        may_listen = self.task is not None and remaining > self._silence
        if may_listen and self._polls_left == 0 and not self._over:
            return Listen()
        self._polls_left = max(0, self._polls_left - 1)
        seconds = int(min(POLL_SECONDS, remaining))
        if seconds:
            return AskHeld(seconds)
        # Too little is left for whole seconds.
        self._asked = False
        return Rest(max(0.05, remaining / 2))

    def heard(self, *, spoke: bool) -> None:
        """A stream has ended.

        Args:
            spoke: Whether anything came, if only a sign of life.
        """
        if spoke:
            self._polls_next = 1
        else:
            self._polls_left, self._polls_next = self._polls_next, min(MOST_POLLS, self._polls_next * 2)

    def pause(self, took: float, chance: float) -> float:
        """Seconds to wait after a step that took so long and brought nothing: who answers in a hurry is not pressed."""
        self._hurried = 0 if took >= HURRY_SECONDS else self._hurried + 1
        return backoff(self._hurried, chance) if self._hurried else 0.0

    def finished(self) -> None:
        """The API has said that nothing more is streamed of this task."""
        self._over = True

    def failed(self, failure: TaskfoldError, chance: float) -> float:
        """Something went wrong: returns the seconds to wait.

        Raises:
            TaskfoldError: the failure, where the next attempt would end with it, too.
        """
        self._asked = True
        if isinstance(failure, TaskNotFoundError) and self.task is None:
            # Whoever asks may be quicker than the first event; the next request waits for it.
            return 0.0
        passes = isinstance(failure, ConnectionFailedError) or (
            isinstance(failure, AnsweredError) and failure.retryable
        )
        if not passes:
            raise failure
        self._failures += 1
        asked = failure.retry_after if isinstance(failure, AnsweredError) else None
        return max(asked or 0.0, backoff(self._failures, chance))

    def _is_over(self, now: float) -> bool:
        if self._beyond_end or self.task is None or self.task.status not in ENDED:
            return False
        if self._over or is_settled(self.task):
            return True
        self._ended_at = now if self._ended_at is None else self._ended_at
        return now - self._ended_at >= LINGER_SECONDS


def is_settled(task: Task) -> bool:
    """Whether the task has ended and what it costs is final."""
    return task.status in ENDED and task.billing is not None and task.billing.settlement == "final"


def is_reached(task: Task, until: Until) -> bool:
    """Whether the task is as it is waited for."""
    if callable(until):
        return until(task)
    if until == "created":
        return True
    if until == "started":
        return task.status != "queued"
    return is_settled(task) if until == "settled" else task.status in ENDED
