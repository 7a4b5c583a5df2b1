"""What OpenAI's responses and batches are as tasks."""

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any, TypeAlias

from openai.types import Batch
from openai.types.responses import Response

from taskfold._integrations.amounts import fields_of, tokens_of
from taskfold._integrations.failures import failure_of
from taskfold._integrations.telling import event_id, quietly
from taskfold.events import Money, NewWarning
from taskfold.reporting import Reporter, TaskReporter

Job: TypeAlias = Response | Batch
Cost: TypeAlias = Callable[[Job], Money | None]
"""What a job that is over costs, in credits; None where nothing is charged."""

ENDED = ("completed", "failed", "incomplete", "cancelled", "expired")
WAITING = ("queued", "validating")
CODES = {
    "server_error": "provider_unavailable",
    "rate_limit_exceeded": "rate_limited",
    "invalid_prompt": "invalid_input",
}


class JobTeller:
    """Tells of a job what it says of itself, each thing once: the same job seen again changes nothing."""

    def __init__(self, reporter: Reporter, *, cost: Cost | None, record_output: bool) -> None:
        """Tells by this reporter."""
        self._reporter = reporter
        self._cost = cost
        self._record_output = record_output
        self._seen = dict[str, object]()

    def tell(self, job: Job) -> bool:
        """Tells what is new of a job, and never raises.

        Returns:
            Whether it is over.
        """
        is_over = job.status in ENDED
        with quietly(f"{job.object} {job.id}"):
            now = (job.status, job.request_counts if isinstance(job, Batch) else None)
            if self._seen.get(job.id) != now:
                self._tell(job, is_new=job.id not in self._seen)
                self._seen[job.id] = now
        if is_over:
            self._seen.pop(job.id, None)
        return is_over

    def _tell(self, job: Job, *, is_new: bool) -> None:
        task = self._reporter.task(job.id)
        batch = job if isinstance(job, Batch) else None
        if is_new:
            task.created(
                capability="text.generate" if batch is None else "batch.run",
                model=str(fields_of(job).get("model") or "unknown"),
                metadata={"provider": "openai", "operation": batch.endpoint if batch else "/v1/responses"},
                id=event_id(job.id, "created"),
                time=datetime.fromtimestamp(job.created_at, timezone.utc),
            )
        if job.status in WAITING:
            return
        task.started(id=event_id(job.id, "started"))
        if batch is not None and batch.request_counts is not None and batch.request_counts.total > 0:
            counts = batch.request_counts
            task.progress(100 * (counts.completed + counts.failed) / counts.total, batch.status)
        if job.status in ENDED:
            self._bill(task, job)
            end(task, job, record_output=self._record_output)

    def _bill(self, task: TaskReporter, job: Job) -> None:
        used: dict[str, Any] = {**tokens_of(job.usage)}
        if used:
            task.usage(**used, id=event_id(job.id, "usage"))
        with quietly(f"the cost of {job.id}"):
            amount = None if self._cost is None else self._cost(job)
            if amount is not None:
                task.charge(job.id, amount)


def end(task: TaskReporter, job: Job, *, record_output: bool) -> None:
    """Tells how a job ended."""
    if job.status == "cancelled":
        task.canceled(id=event_id(job.id, "canceled"))
    elif job.status == "expired":
        task.failed(failure_of(None, code="timeout"), id=event_id(job.id, "failed"))
    elif job.status == "failed":
        task.failed(failure_of(None, code=code_of(job)), id=event_id(job.id, "failed"))
    else:
        task.succeeded(
            output_of(job, record_output=record_output), warnings=warnings_of(job), id=event_id(job.id, "succeeded")
        )


def code_of(job: Job) -> str:
    """Why it failed."""
    if isinstance(job, Batch):
        faults = (job.errors.data if job.errors else None) or []
        code = faults[0].code if faults else None
    else:
        code = job.error.code if job.error else None
    return CODES.get(code or "", code or "internal_error")


def warnings_of(job: Job) -> list[NewWarning]:
    """What the caller of a job that succeeded should know."""
    if isinstance(job, Batch):
        failed = job.request_counts.failed if job.request_counts else 0
        return [{"code": "requests_failed", "message": f"{failed} requests of the batch failed."}] if failed else []
    reason = job.incomplete_details.reason if job.incomplete_details else None
    if reason == "content_filter":
        return [{"code": "content_filtered", "message": "The provider withheld output by its filter."}]
    cut: NewWarning = {"code": "output_cut", "message": "The output was cut at the most tokens allowed."}
    return [cut] if job.status == "incomplete" else []


def output_of(job: Job, *, record_output: bool) -> dict[str, Any] | None:
    """Of a batch the files, by their ids; of a response its text, where that is wanted."""
    if isinstance(job, Batch):
        return {"output_file_id": job.output_file_id, "error_file_id": job.error_file_id}
    return {"text": job.output_text} if record_output else None
