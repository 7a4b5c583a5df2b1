"""Makes background responses and batches of OpenAI tasks, and follows them to their end.

    from openai import OpenAI
    from taskfold.openai import JobFollower

    jobs = JobFollower(OpenAI())
    response = jobs.create_response(model="gpt-5-mini", input="What hides a lighthouse?")
    response = jobs.wait(response.id)

The id of the task is that of the response or the batch. A process that has died is taken up by whoever follows the same
id: what was told before is told again as the same events, which changes nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from openai import APIConnectionError, AsyncOpenAI, InternalServerError, OpenAI, RateLimitError
from openai.types import Batch
from openai.types.responses import Response, ResponseStreamEvent

from taskfold._integrations.openai_tasks import Cost, Job, JobTeller
from taskfold._integrations.telling import reporter_or_own
from taskfold.reporting import Reporter

__all__ = ["AsyncJobFollower", "Cost", "Job", "JobFollower"]

PASSING = (APIConnectionError, RateLimitError, InternalServerError)


class _Jobs:
    def __init__(
        self, reporter: Reporter | None = None, *, cost: Cost | None = None, record_output: bool = False
    ) -> None:
        self._reporter = reporter_or_own(reporter, "/openai")
        self._teller = JobTeller(self._reporter, cost=cost, record_output=record_output)

    def tell(self, job: Job) -> bool:
        """Tells what a job says of itself that was retrieved elsewhere, such as on a webhook of OpenAI.

        Returns:
            Whether it is over.
        """
        return self._teller.tell(job)

    def flush(self, timeout: float = 10) -> bool:
        """Waits until all is in the log, for so many seconds at most. Returns whether it is."""
        return self._reporter.flush(timeout)


class JobFollower(_Jobs):
    """Follows jobs with an `OpenAI`."""

    def __init__(
        self,
        client: OpenAI,
        reporter: Reporter | None = None,
        *,
        cost: Cost | None = None,
        record_output: bool = False,
    ) -> None:
        """Makes a follower.

        Args:
            client: Who asks OpenAI.
            reporter: What it tells by; where it is not given, one whose source is `/openai`, with `TASKFOLD_API_URL`
                and `TASKFOLD_API_KEY` of the environment.
            cost: What a job that is over costs, in credits: a text or a `Decimal`.
            record_output: Whether tasks keep the text of responses.
        """
        super().__init__(reporter, cost=cost, record_output=record_output)
        self._client = client

    def create_response(self, **params: Any) -> Response:
        """`client.responses.create(background=True, ...)`, whose response is a task from then on."""
        create: Any = self._client.responses.create
        response: Response = create(**{**params, "background": True})
        self.tell(response)
        return response

    def create_batch(self, **params: Any) -> Batch:
        """`client.batches.create(...)`, whose batch is a task from then on."""
        batch = self._client.batches.create(**params)
        self.tell(batch)
        return batch

    def wait(self, job_id: str, *, every: float = 2.0, timeout: float | None = None) -> Job:
        """Asks every so many seconds until a response or a batch is over, and tells what becomes of it.

        Raises:
            TimeoutError: where it is not over in time.
            openai.APIError: where OpenAI refuses to say; what may pass is asked again.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            try:
                job = self._retrieve(job_id)
                if self.tell(job):
                    return job
            except PASSING:
                if deadline is None:
                    every = min(every * 2, 60)
            if deadline is not None and time.monotonic() + every > deadline:
                raise TimeoutError(f"{job_id} is not over after {timeout} seconds.")
            time.sleep(every)

    def stream(self, response_id: str, *, starting_after: int | None = None) -> Iterator[ResponseStreamEvent]:
        """The events of a response that was created with `stream=True`, from after a number on, told as they come."""
        more: dict[str, Any] = {} if starting_after is None else {"starting_after": starting_after}
        for event in self._client.responses.retrieve(response_id, stream=True, **more):
            _tell_event(self, event)
            yield event

    def _retrieve(self, job_id: str) -> Job:
        if job_id.startswith("batch_"):
            return self._client.batches.retrieve(job_id)
        return self._client.responses.retrieve(job_id)


class AsyncJobFollower(_Jobs):
    """Follows jobs with an `AsyncOpenAI`."""

    def __init__(
        self,
        client: AsyncOpenAI,
        reporter: Reporter | None = None,
        *,
        cost: Cost | None = None,
        record_output: bool = False,
    ) -> None:
        """Makes a follower, of what `JobFollower` takes."""
        super().__init__(reporter, cost=cost, record_output=record_output)
        self._client = client

    async def create_response(self, **params: Any) -> Response:
        """As that of `JobFollower`."""
        create: Any = self._client.responses.create
        response: Response = await create(**{**params, "background": True})
        self.tell(response)
        return response

    async def create_batch(self, **params: Any) -> Batch:
        """As that of `JobFollower`."""
        batch = await self._client.batches.create(**params)
        self.tell(batch)
        return batch

    async def wait(self, job_id: str, *, every: float = 2.0) -> Job:
        """As that of `JobFollower`; `asyncio.timeout` limits it."""
        while True:
            try:
                job = await self._retrieve(job_id)
                if self.tell(job):
                    return job
            except PASSING:
                every = min(every * 2, 60)
            await asyncio.sleep(every)

    async def stream(
        self, response_id: str, *, starting_after: int | None = None
    ) -> AsyncIterator[ResponseStreamEvent]:
        """As that of `JobFollower`."""
        more: dict[str, Any] = {} if starting_after is None else {"starting_after": starting_after}
        async for event in await self._client.responses.retrieve(response_id, stream=True, **more):
            _tell_event(self, event)
            yield event

    async def _retrieve(self, job_id: str) -> Job:
        if job_id.startswith("batch_"):
            return await self._client.batches.retrieve(job_id)
        return await self._client.responses.retrieve(job_id)


def _tell_event(jobs: _Jobs, event: ResponseStreamEvent) -> None:
    response = getattr(event, "response", None)
    if isinstance(response, Response):
        jobs.tell(response)
