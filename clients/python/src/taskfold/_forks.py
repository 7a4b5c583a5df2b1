"""What must not be shared between a process and those that it forks, as Celery and gunicorn do."""

import os
from collections.abc import Callable
from typing import Any
from weakref import WeakMethod

_after: list[WeakMethod[Callable[[], Any]]] = []


def after_fork_in_child(method: Callable[[], Any]) -> None:
    """Has a method called in each process that is forked, for as long as its object lives."""
    _after[:] = [each for each in _after if each() is not None]
    _after.append(WeakMethod(method))


def _in_child() -> None:
    for each in _after:
        method = each()
        if method is not None:
            method()


# Windows has no fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
