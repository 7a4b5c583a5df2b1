"""An application of Celery whose worker tests start and kill."""

import os
import time
from pathlib import Path
from typing import Any

from celery import Celery

from taskfold.celery import report_tasks

app: Any = Celery("tests", broker=os.environ.get("TEST_REDIS_URL", "memory://"))
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_transport_options={
        "visibility_timeout": 2,
        # A worker that is killed while it looks holds a lock, for five minutes by default.
        "unacked_mutex_expire": 2,
    },
    broker_connection_retry_on_startup=True,
)
report_tasks(record_result=True)


@app.task(name="images.draw")
def draw(width: int) -> dict[str, int]:
    return {"width": width}


@app.task(name="images.flaky", bind=True, max_retries=2)
def flaky(self: Any, fails: int) -> dict[str, int]:
    if self.request.retries < fails:
        raise self.retry(exc=RuntimeError("secret"), countdown=0.1)
    return {"retries": self.request.retries}


@app.task(name="images.endless")
def endless(mark: str) -> None:
    """Is at work until it is ended."""
    Path(mark).write_text(str(os.getpid()))
    time.sleep(300)


@app.task(name="images.once_killed")
def once_killed(mark: str) -> dict[str, int]:
    """Is at work for ever the first time."""
    if not Path(mark).exists():
        Path(mark).write_text(str(os.getpid()))
        time.sleep(300)
    return {"width": 1}
