"""Exceptions: what went wrong, by its kind, and by the code of the API.

>>> from taskfold.errors import ApiError, TaskNotFoundError
>>> issubclass(TaskNotFoundError, ApiError)
True
"""

from taskfold._errors import (
    AnsweredError,
    ApiError,
    ConnectionFailedError,
    EventsRefusedError,
    InvalidEventError,
    SettingsError,
    TaskfoldError,
    TimedOutError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)
from taskfold._generated import codes as _codes
from taskfold._generated.codes import *  # noqa: F403

__all__ = [
    "AnsweredError",
    "ApiError",
    "ConnectionFailedError",
    "EventsRefusedError",
    "InvalidEventError",
    "SettingsError",
    "TaskfoldError",
    "TimedOutError",
    "UnexpectedAnswerError",
    "WaitTimeoutError",
]
__all__ += _codes.__all__
