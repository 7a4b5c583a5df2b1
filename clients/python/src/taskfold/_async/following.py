"""Follows one task through whatever lies between."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from taskfold._async.transport import AsyncTransport
from taskfold._core.answers import parse_json
from taskfold._core.following import AskHeld, Following, Listen, Rest
from taskfold._core.operations import tasks
from taskfold._core.sse import EventParser
from taskfold._errors import TaskfoldError, WaitTimeoutError
from taskfold.models import Task

log = logging.getLogger("taskfold")


async def follow(
    transport: AsyncTransport, task_id: str, *, timeout: float | None, beyond_end: bool
) -> AsyncGenerator[Task, None]:
    """Each state of a task that is newer than the one before; states may be skipped.

    Args:
        transport: What asks.
        task_id: The id of the task, which need not exist yet.
        timeout: Seconds after which it is given up; None for no limit.
        beyond_end: Whether to go on when the task has ended, for what may still change.

    Raises:
        WaitTimeoutError: when the time is up.
        TaskfoldError: what does not pass by itself, such as a key that is not valid.
    """
    following = Following(silence=transport.settings.silence, beyond_end=beyond_end)
    deadline = float("inf") if timeout is None else time.monotonic() + timeout
    while True:
        began = time.monotonic()
        remaining = deadline - began
        step = following.next_step(remaining=remaining, now=began)
        if step is None:
            return
        if remaining <= 0:
            raise WaitTimeoutError(f"The time is up: {timeout:g} s.", following.task)
        news = False
        try:
            if isinstance(step, Rest):
                pause = step.seconds
            elif isinstance(step, Listen):
                async with aclosing(_listen(transport, task_id, following, deadline)) as states:
                    async for task in states:
                        news = True
                        yield task
                pause = following.pause(time.monotonic() - began, random.random())
            else:
                held = step.seconds if isinstance(step, AskHeld) else 0
                # Of a task that is not there yet any revision is news.
                operation = tasks.get_task(task_id, wait=held, held_revision=following.revision or 0)
                task_or_none = await transport.call(operation, max_retries=0)
                news = following.take(task_or_none)
                if news and task_or_none is not None:
                    yield task_or_none
                pause = following.pause(time.monotonic() - began, random.random()) if held and not news else 0.0
        except TaskfoldError as failure:
            pause = following.failed(failure, random.random())
            pause = pause or following.pause(time.monotonic() - began, random.random())
            log.info("task %s: again in %.1f s: %s", task_id, pause, failure)
        await asyncio.sleep(max(0.0, min(pause, deadline - time.monotonic())))


async def _listen(
    transport: AsyncTransport, task_id: str, following: Following, deadline: float
) -> AsyncGenerator[Task, None]:
    """The newer states that a stream tells of, until it ends or there is too little time for it."""
    spoke = False
    parser = EventParser()
    try:
        async with transport.stream(tasks.stream_task(task_id, following.revision)) as pieces:
            if pieces is None:
                following.finished()
                spoke = True
                return
            async with aclosing(pieces):
                async for piece in pieces:
                    spoke = True
                    for event in parser.feed(piece):
                        task = Task.model_validate(parse_json(event.data))
                        if following.take(task):
                            yield task
                    if deadline - time.monotonic() <= transport.settings.silence:
                        return
    finally:
        following.heard(spoke=spoke)
