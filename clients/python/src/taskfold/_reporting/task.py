"""Tells what happens to one task."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from taskfold._errors import InvalidEventError
from taskfold._events import Attributes, Event, Money
from taskfold.events import CallbackRequest, Events, Failure, NewWarning, RecordedLine

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

ENDS = ("task.succeeded", "task.failed", "task.canceled")


class TaskReporter:
    """Tells what happens to one task. Nothing here waits, and nothing raises but for what no system would take.

    As a context manager it tells that work began, and how it ended: `succeeded` with what `result` was given, `failed`
    where an exception leaves the block, `canceled` where that is `asyncio.CancelledError`. Where an end was told in
    the block, or the program itself ends (`KeyboardInterrupt`, `SystemExit`), it tells none.

    Attributes:
        task_id: The task.
        attempt: Which attempt at it this is, counted from 1.
    """

    def __init__(
        self,
        task_id: str,
        attempt: int | None,
        *,
        events: Events,
        tell: Callable[[Event], None],
        failure_of: Callable[[BaseException], Failure],
    ) -> None:
        """Use `Reporter.task`."""
        self.task_id = task_id
        self.attempt = attempt
        self._events = events
        self._told = tell
        self._failure_of = failure_of
        self._stage: str | None = None
        self._result: Mapping[str, Any] | None = None
        self._ended = False

    def created(
        self,
        *,
        capability: str,
        model: str,
        input: Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        project_id: str | None = None,
        client_request_id: str | None = None,
        deadline_at: datetime | str | None = None,
        callback: CallbackRequest | None = None,
        credits_per_usd: Money | None = None,
        **attributes: "Unpack[Attributes]",
    ) -> None:
        """A caller was given this task: it is visible from here on.

        Args:
            capability: What the task does, such as `image.generate`.
            model: The model that was asked for.
            input: What the task was given.
            metadata: The caller's own pairs of key and value.
            project_id: The project that the task is counted under.
            client_request_id: The id that the caller gave its request.
            deadline_at: When the task should have ended.
            callback: Asks for the caller to be told.
            credits_per_usd: Credits that one US dollar buys.
            attributes: `id`, `time` and what else an event may have beside its data.

        Raises:
            InvalidEventError: where a value is not what it must be; the other methods likewise.
        """
        self._tell(
            self._events.created(
                self.task_id,
                capability=capability,
                model=model,
                input=input,
                metadata=metadata,
                project_id=project_id,
                client_request_id=client_request_id,
                deadline_at=deadline_at,
                callback=callback,
                credits_per_usd=credits_per_usd,
                **attributes,
            )
        )

    def started(self, *, resolved_model: str | None = None, **attributes: "Unpack[Attributes]") -> None:
        """Work on the task began.

        Args:
            resolved_model: The model that does the work, where it differs in name.
            attributes: `id`, `time` and what else an event may have beside its data.
        """
        event = self._events.started(self.task_id, resolved_model=resolved_model, attempt=self.attempt, **attributes)
        self._tell(event)

    def progress(self, percent: float, stage: str | None = None, message: str | None = None) -> None:
        """How far it is. Of what is told in quick succession the latest counts.

        Args:
            percent: 0 to 100; what is outside counts as the nearer of them.
            stage: What the work is in; that of the last call where it is not given.
            message: What is going on, for the end user.
        """
        stage = self._stage if stage is None else stage
        percent = min(max(percent, 0), 100)
        self._tell(self._events.progressed(self.task_id, percent=percent, stage=stage, message=message))
        self._stage = stage

    def output(self, output: Mapping[str, Any]) -> None:
        """A partial output, in the place of the one before it."""
        self._tell(self._events.output_updated(self.task_id, output=output))

    def warn(self, code: str, message: str, field: str | None = None) -> None:
        """Something that the caller should know.

        Args:
            code: What is wrong, for programs.
            message: What is wrong, for the end user.
            field: The part of the input that it is about.
        """
        warning: NewWarning = {"code": code, "message": message, "field": field}
        self._tell(self._events.warned(self.task_id, warnings=[warning]))

    def usage(
        self,
        *,
        input_tokens: float | None = None,
        output_tokens: float | None = None,
        cache_read_tokens: float | None = None,
        cache_creation_tokens: float | None = None,
        reasoning_tokens: float | None = None,
        image_count: float | None = None,
        image_pixels: float | None = None,
        video_seconds: float | None = None,
        audio_seconds: float | None = None,
        characters: float | None = None,
        lines: Sequence[RecordedLine] | None = None,
        **attributes: "Unpack[Attributes]",
    ) -> None:
        """What was used; records add up.

        Args:
            input_tokens: Tokens read.
            output_tokens: Tokens written.
            cache_read_tokens: Tokens read from a cache.
            cache_creation_tokens: Tokens written to a cache.
            reasoning_tokens: Tokens spent on reasoning.
            image_count: Images made.
            image_pixels: Pixels made.
            video_seconds: Seconds of video made.
            audio_seconds: Seconds of audio made or heard.
            characters: Characters spoken.
            lines: What is billed for, item by item.
            attributes: An `id` that is derived from what was measured keeps a worker that does the same again from
                counting it twice.
        """
        self._tell(
            self._events.usage_recorded(
                self.task_id,
                input_tokens=input_tokens,
                output_tokens=output_tokens,
                cache_read_tokens=cache_read_tokens,
                cache_creation_tokens=cache_creation_tokens,
                reasoning_tokens=reasoning_tokens,
                image_count=image_count,
                image_pixels=image_pixels,
                video_seconds=video_seconds,
                audio_seconds=audio_seconds,
                characters=characters,
                lines=lines,
                **attributes,
            )
        )

    def charge(self, entry: str, amount: Money, *, estimated: bool | None = None) -> None:
        """Credits were taken.

        Args:
            entry: Identifies the charge within the task: the same again counts once.
            amount: Credits, such as "1.25" or a `Decimal`.
            estimated: Whether the amount is a forecast.
        """
        self._tell(self._events.charged(self.task_id, entry_id=entry, amount_credits=amount, estimated=estimated))

    def refund(self, entry: str, amount: Money, *, reason: str | None = None) -> None:
        """Credits were given back, likewise.

        Args:
            entry: Identifies the refund within the task: the same again counts once.
            amount: Credits, such as "1.25" or a `Decimal`.
            reason: Why they were given back.
        """
        self._tell(self._events.refunded(self.task_id, entry_id=entry, amount_credits=amount, reason=reason))

    def settled(self) -> None:
        """Billing is done with the task."""
        self._tell(self._events.billing_settled(self.task_id))

    def result(self, output: Mapping[str, Any]) -> None:
        """The output that is told when the block is left, by `succeeded`."""
        self._result = output

    def succeeded(
        self,
        output: Mapping[str, Any] | None = None,
        *,
        resolved_model: str | None = None,
        warnings: Sequence[NewWarning] | None = None,
        **attributes: "Unpack[Attributes]",
    ) -> None:
        """It ended well.

        Args:
            output: The result. Where it is not given, the partial output stays.
            resolved_model: The model that did the work, where it differs in name.
            warnings: Added to those that the task has.
            attributes: `id`, `time` and what else an event may have beside its data.
        """
        self._tell(
            self._events.succeeded(
                self.task_id, output=output, resolved_model=resolved_model, warnings=warnings, **attributes
            )
        )

    def failed(self, error: Failure | BaseException, **attributes: "Unpack[Attributes]") -> None:
        """It failed for good. A worker that will try again does not say so.

        Args:
            error: `code`, `message` and `retryable`, or an exception, of which the reporter's `failure_of` makes them.
            attributes: `id`, `time` and what else an event may have beside its data.
        """
        failure = self._failure_of(error) if isinstance(error, BaseException) else error
        self._tell(self._events.failed(self.task_id, error=failure, **attributes))

    def canceled(self, reason: str | None = None, **attributes: "Unpack[Attributes]") -> None:
        """It was ended before it was done.

        Args:
            reason: Why.
            attributes: `id`, `time` and what else an event may have beside its data.
        """
        self._tell(self._events.canceled(self.task_id, reason=reason, **attributes))

    def __enter__(self) -> "Self":
        """Tells that work began."""
        self.started()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tells how it ended."""
        if self._ended:
            return
        if error is None:
            self._succeeded_with_result()
        elif isinstance(error, asyncio.CancelledError):
            self.canceled()
        elif isinstance(error, Exception):
            self.failed(error)

    async def __aenter__(self) -> "Self":
        """Tells that work began."""
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tells how it ended."""
        self.__exit__(kind, error, trace)

    def _succeeded_with_result(self) -> None:
        try:
            self.succeeded(self._result)
        except InvalidEventError as error:
            # A task that nobody ends is worse than one that failed.
            self.failed(error)
            raise

    def _tell(self, event: Event) -> None:
        self._told(event)
        if event.type in ENDS:
            self._ended = True
