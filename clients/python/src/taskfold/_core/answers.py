"""Reads answers: values of those that are successes, exceptions of the others."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from taskfold._core.request import Answer
from taskfold._errors import AnsweredError, ApiError, UnexpectedAnswerError
from taskfold._generated.codes import BY_CODE
from taskfold.models import Error

ModelType = TypeVar("ModelType", bound=BaseModel)
Item = TypeVar("Item")

# A gateway that has no API behind it, or none that answers.
PASSING = (502, 503, 504)
# Python refuses to read longer whole numbers, and a decimal keeps every digit.
LONGEST_INT = 4300


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A page of a list.

    Attributes:
        items: What is on it.
        next_cursor: Where the next page begins; None after the last.
    """

    items: tuple[Item, ...]
    next_cursor: str | None


def read_model(model: type[ModelType]) -> Callable[[Answer], ModelType]:
    """Reads an answer that is one of these."""
    return lambda answer: model_of(model, answer)


def model_of(model: type[ModelType], answer: Answer) -> ModelType:
    """The value of a success.

    Raises:
        AnsweredError: for any other answer.
    """
    if not 200 <= answer.status < 300:
        raise error_of(answer)
    try:
        return model.model_validate(parse_json(answer.body))
    except ValueError as cause:
        raise _unexpected(answer, f"is no {model.__name__}: {_first_fault(cause)}") from cause


def parse_json(body: bytes | str) -> Any:
    """JSON with every digit of its whole numbers.

    Raises:
        ValueError: for what is no JSON.
    """
    return json.loads(body, parse_int=_whole_number)


def error_of(answer: Answer) -> AnsweredError:
    """The exception for an answer that is no success."""
    try:
        error = Error.model_validate(parse_json(answer.body)).error
    except ValueError:
        return _unexpected(answer, "is no error of the API", retryable=answer.status in PASSING)
    return BY_CODE.get(error.code, ApiError)(
        error.message,
        status=answer.status,
        body=_text(answer),
        code=error.code,
        request_id=error.request_id,
        retryable=error.retryable,
        retry_after=_retry_after(answer),
        param=error.param,
        details=error.details,
    )


def _unexpected(answer: Answer, what: str, *, retryable: bool = False) -> UnexpectedAnswerError:
    return UnexpectedAnswerError(
        f"The answer with status {answer.status} {what}.",
        status=answer.status,
        body=_text(answer),
        request_id=answer.headers.get("x-request-id"),
        retryable=retryable,
        retry_after=_retry_after(answer),
    )


def _retry_after(answer: Answer) -> float | None:
    text = answer.headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None


def _whole_number(text: str) -> int | Decimal:
    return int(text) if len(text) <= LONGEST_INT else Decimal(text)


def _text(answer: Answer) -> str:
    return answer.body.decode("utf-8", "replace")


def _first_fault(cause: ValueError) -> str:
    if not isinstance(cause, ValidationError):
        return str(cause)
    fault = cause.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
