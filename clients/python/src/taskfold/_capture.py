"""What `with_raw_response` looks at."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

from taskfold._core.request import Answer

Value = TypeVar("Value")

captured: ContextVar[list[Answer] | None] = ContextVar("captured", default=None)
"""Where answers are noted, too, while somebody wants to see them."""


@dataclass(frozen=True)
class RawResponse(Generic[Value]):
    """A value, and the answer that it was read from.

    Attributes:
        value: What the method returned.
        status: The status of the answer.
        headers: The headers of the answer, their names in lower case.
        body: The bytes of the answer.
    """

    value: Value
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def request_id(self) -> str | None:
        """The `X-Request-Id`, which the logs of the API have, too."""
        return self.headers.get("x-request-id")


def raw_response(value: Value, answers: list[Answer]) -> RawResponse[Value]:
    """The value with the last answer that was noted.

    Raises:
        ValueError: where nothing was asked, as by a list that is not yet read.
    """
    if not answers:
        raise ValueError("The method has asked for nothing: with_raw_response is for methods that ask at once.")
    last = answers[-1]
    return RawResponse(value, last.status, last.headers, last.body)
