"""What is raised. Applications import from `taskfold.errors`, which has an exception for each code of the API, too."""

from typing import Any

from taskfold.models import EventReceipt, Task


class TaskfoldError(Exception):
    """Whatever this package raises, apart from `TypeError` and `ValueError` for arguments that cannot be right."""


class InvalidEventError(TaskfoldError, ValueError):
    """An event cannot be built: a value is not what the contract says."""


class SettingsError(TaskfoldError):
    """The address of the API or the key is missing, or cannot be one."""


class AnsweredError(TaskfoldError):
    """The API, or something before it, answered with what is no success.

    Attributes:
        status: The status of the answer.
        body: The body of the answer as text.
        request_id: The `X-Request-Id` of the answer, which the logs of the API have, too.
        retryable: Whether the same request may succeed later, unchanged.
        retry_after: For how many seconds the answer asks to wait; None where it does not.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        body: str,
        request_id: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = body
        self.request_id = request_id
        self.retryable = retryable
        self.retry_after = retry_after


class UnexpectedAnswerError(AnsweredError):
    """What was answered is not what this API answers: a proxy spoke, or the API is older than this package."""


class ApiError(AnsweredError):
    """The API answered with an error. Each known code has a class of its own; a code that is not known is this one.

    Attributes:
        code: What went wrong, for programs.
        message: What went wrong, for people.
        param: A JSON Pointer to the part of the request at fault; None where the API names none.
        details: More about it; its keys depend on the code.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        body: str,
        code: str,
        request_id: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
        param: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            f"{message} ({code}, {status}, request {request_id})",
            status=status,
            body=body,
            request_id=request_id,
            retryable=retryable,
            retry_after=retry_after,
        )
        self.code = code
        self.message = message
        self.param = param
        self.details = details


class ConnectionFailedError(TaskfoldError):
    """Nothing was answered: no connection, or it broke.

    Attributes:
        sent: Whether the request may have arrived.
    """

    retryable = True

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class TimedOutError(ConnectionFailedError):
    """Nothing was answered in time."""


class WaitTimeoutError(TaskfoldError):
    """The time was up before the task was as it was waited for.

    Attributes:
        task: The task as it was last seen; None where it was not there yet.
    """

    def __init__(self, message: str, task: Task | None) -> None:
        super().__init__(message)
        self.task = task


class EventsRefusedError(TaskfoldError):
    """Some of the events that were published were refused; the others are in the log.

    Attributes:
        receipts: What became of each event, in their order.
    """

    def __init__(self, receipts: list[EventReceipt]) -> None:
        refused = [each for each in receipts if each.error is not None]
        reasons = "; ".join(f"{each.id}: {each.error.code}: {each.error.message}" for each in refused[:3] if each.error)
        super().__init__(f"{len(refused)} of {len(receipts)} events were refused: {reasons}")
        self.receipts = receipts
