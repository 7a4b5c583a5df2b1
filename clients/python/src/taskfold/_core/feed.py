"""What the feed of changes tells."""

from collections.abc import Iterator
from dataclasses import dataclass

from taskfold.models import TaskSummary, TaskUpdateList


@dataclass(frozen=True)
class TaskUpdate:
    """A task that changed, as it is now.

    Attributes:
        task: The task. Its `revision` tells whether it is newer than what one holds: a state may come twice.
        cursor: Where to go on once this is dealt with; None where that is the beginning.
    """

    task: TaskSummary
    cursor: str | None


def updates_of(page: TaskUpdateList, cursor: str | None) -> Iterator[TaskUpdate]:
    """The changes of a page. Until the last of them is dealt with, one goes on where the page began: none is skipped.

    Args:
        page: What was answered.
        cursor: Where the page began.
    """
    last = len(page.data) - 1
    for index, task in enumerate(page.data):
        yield TaskUpdate(task, page.next_cursor if index == last else cursor)
