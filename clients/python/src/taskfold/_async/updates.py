"""The changes of all tasks of the tenant."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, Sequence

from taskfold._async.transport import AsyncTransport
from taskfold._core.feed import TaskUpdate, updates_of
from taskfold._core.operations import tenant
from taskfold._core.retry import backoff, may_repeat
from taskfold._errors import TaskfoldError
from taskfold._generated.parameters import Beginning, Part

POLL_SECONDS = 20
HURRY_SECONDS = 1.0
log = logging.getLogger("taskfold")


async def updates(
    transport: AsyncTransport,
    *,
    cursor: str | None,
    start: Beginning,
    expand: Sequence[Part] | None,
    page_size: int | None,
    follow: bool,
) -> AsyncGenerator[TaskUpdate, None]:
    """The changes from a cursor or a beginning on; what passes by itself is waited for.

    Raises:
        TaskfoldError: what does not pass, such as a cursor that has expired.
    """
    at = cursor
    failures = 0
    while True:
        began = time.monotonic()
        operation = tenant.list_task_updates(
            cursor=at, start=start, page_size=page_size, expand=expand, wait=POLL_SECONDS if follow else 0
        )
        try:
            page = await transport.call(operation)
        except TaskfoldError as failure:
            if not (follow and may_repeat(failure, repeatable=True)):
                raise
            failures += 1
            log.info("changes: again: %s", failure)
            await asyncio.sleep(backoff(failures, random.random()))
            continue
        failures = 0
        for update in updates_of(page, at):
            yield update
        at = page.next_cursor
        if not (follow or page.has_more):
            return
        if not page.data and time.monotonic() - began < HURRY_SECONDS:
            await asyncio.sleep(HURRY_SECONDS)
