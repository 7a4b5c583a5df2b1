"""Makes each call of a model that goes through LiteLLM a task.

In a program::

    import litellm
    from taskfold.litellm import TaskfoldLogger

    litellm.callbacks = [TaskfoldLogger()]

In the proxy, whose `config.yaml` names the handler that is made here::

    litellm_settings:
      callbacks: taskfold.litellm.handler

It publishes with `TASKFOLD_API_URL` and `TASKFOLD_API_KEY`.
"""

import asyncio
import json
import os
import threading
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from litellm.integrations.custom_logger import CustomLogger

from taskfold._integrations.amounts import credits_of, fields_of, tokens_of
from taskfold._integrations.failures import failure_of
from taskfold._integrations.telling import event_id, quietly, reporter_or_own
from taskfold.reporting import Reporter, TaskReporter

CAPABILITIES = {
    "completion": "text.generate",
    "text_completion": "text.generate",
    "responses": "text.generate",
    "anthropic_messages": "text.generate",
    "embedding": "text.embed",
    "image_generation": "image.generate",
    "speech": "speech.generate",
    "transcription": "audio.transcribe",
    "rerank": "text.rerank",
}
CLIENT_WENT_AWAY = 499


class TaskfoldLogger(CustomLogger):
    """Tells Taskfold of each call: created, used, charged, and how it ended. The id of the task is `litellm_call_id`.

    A call never waits for Taskfold, and none fails because of it. The same call told twice counts once.
    """

    def __init__(
        self,
        *,
        reporter: Reporter | None = None,
        credits_per_usd: Decimal | int | str | None = None,
        record_input: bool = False,
        record_output: bool = False,
    ) -> None:
        """Makes a logger.

        Args:
            reporter: What it tells by; where it is not given, one whose source is `/litellm`, with `TASKFOLD_API_URL`
                and `TASKFOLD_API_KEY` of the environment.
            credits_per_usd: Credits that one US dollar buys, by which LiteLLM's costs are charged; 1000, or what
                `TASKFOLD_CREDITS_PER_USD` says, where it is not given.
            record_input: Whether tasks keep what was asked.
            record_output: Whether tasks keep what was answered.
        """
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self._rate = str(credits_per_usd or os.environ.get("TASKFOLD_CREDITS_PER_USD", "1000"))
        self._records = (record_input, record_output)
        self._reporter = reporter_or_own(reporter, "/litellm")
        self._open = dict[str, None]()
        self._lock = threading.Lock()

    def flush(self, timeout: float = 5) -> bool:
        """Waits until all is in the log, for so many seconds at most. Returns whether it is."""
        return self._reporter.flush(timeout)

    def log_pre_api_call(self, model: str, messages: Any, kwargs: Mapping[str, Any]) -> None:
        """Called by LiteLLM before a call; again, with the same id, where it tries again."""
        with quietly("a call of LiteLLM"):
            self._created(kwargs, model, messages)

    def log_success_event(self, kwargs: Mapping[str, Any], response_obj: Any, start_time: Any, end_time: Any) -> None:  # noqa: ARG002
        """Called by LiteLLM, in a thread of its own."""
        with quietly("a call of LiteLLM"):
            self._succeeded(kwargs, response_obj)

    def log_failure_event(self, kwargs: Mapping[str, Any], response_obj: Any, start_time: Any, end_time: Any) -> None:  # noqa: ARG002
        """Called by LiteLLM."""
        with quietly("a call of LiteLLM"):
            self._failed(kwargs)

    async def async_log_success_event(
        self, kwargs: Mapping[str, Any], response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """Called by LiteLLM."""
        self.log_success_event(kwargs, response_obj, start_time, end_time)

    async def async_log_failure_event(
        self, kwargs: Mapping[str, Any], response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """Called by LiteLLM."""
        self.log_failure_event(kwargs, response_obj, start_time, end_time)

    async def async_pre_call_deployment_hook(self, kwargs: dict[str, Any], call_type: Any) -> dict[str, Any] | None:  # noqa: ARG002
        """Called by LiteLLM in the caller's asyncio task. Where that is canceled, LiteLLM says nothing."""
        call_id, caller = kwargs.get("litellm_call_id"), asyncio.current_task()
        if isinstance(call_id, str) and caller is not None:
            caller.add_done_callback(lambda done: self._aborted(call_id) if done.cancelled() else None)
        return None

    async def async_post_call_success_deployment_hook(
        self,
        request_data: dict[str, Any],
        response: Any,  # noqa: ARG002
        call_type: Any,  # noqa: ARG002
    ) -> Any:
        """Called by LiteLLM with an answer before its caller has it: from here on nobody can abort it."""
        self._ended(str(request_data.get("litellm_call_id")))

    def _created(self, kwargs: Mapping[str, Any], model: str, messages: Any = None) -> TaskReporter | None:
        call_id = kwargs.get("litellm_call_id")
        if not isinstance(call_id, str):
            return None
        operation = str(kwargs.get("call_type") or "completion")
        provider = fields_of(kwargs.get("litellm_params")).get("custom_llm_provider")
        metadata = {"provider": provider, "operation": f"litellm.{operation}"}
        with self._lock:
            self._open[call_id] = None
            if len(self._open) > 10_000:  # Calls that nobody told the end of.
                del self._open[next(iter(self._open))]
        task = self._reporter.task(call_id)
        task.created(
            id=event_id(call_id, "created"),
            capability=CAPABILITIES.get(operation) or CAPABILITIES.get(operation.removeprefix("a"), operation),
            model=model or "unknown",
            metadata={name: str(value)[:512] for name, value in metadata.items() if value},
            input={"messages": _json(messages)} if self._records[0] else None,
            credits_per_usd=self._rate,
        )
        task.started(id=event_id(call_id, "started"))
        return task

    def _ended(self, call_id: str) -> None:
        with self._lock:
            self._open.pop(call_id, None)

    def _succeeded(self, kwargs: Mapping[str, Any], response: Any) -> None:
        # Calls that LiteLLM mocks, and those of caches, come without a beginning.
        model = str(kwargs.get("model"))
        task = self._created(kwargs, model, kwargs.get("messages"))
        if task is None:
            return
        answered = fields_of(response)
        said = fields_of(kwargs.get("standard_logging_object"))
        self._use(task, answered, said.get("response_cost") or kwargs.get("response_cost"))
        resolved = answered.get("model")
        is_other = isinstance(resolved, str) and resolved not in ("", model, said.get("model_group"))
        task.succeeded(
            id=event_id(task.task_id, "succeeded"),
            resolved_model=resolved if is_other else None,
            output={"response": _json(answered)} if self._records[1] else None,
        )
        self._ended(task.task_id)

    def _use(self, task: TaskReporter, answered: Mapping[str, Any], usd: Any) -> None:
        images = answered.get("data") if "created" in answered else None
        used: dict[str, Any] = {**tokens_of(answered.get("usage")), **({"image_count": len(images)} if images else {})}
        if used:
            task.usage(**used, id=event_id(task.task_id, "usage"))
        amount = credits_of(usd, self._rate)
        if amount is not None:
            task.charge(task.task_id, amount)

    def _failed(self, kwargs: Mapping[str, Any]) -> None:
        task = self._created(kwargs, str(kwargs.get("model")), kwargs.get("messages"))
        if task is None:
            return
        said = fields_of(fields_of(kwargs.get("standard_logging_object")).get("error_information"))
        error = kwargs.get("exception")
        status = getattr(error, "status_code", None) or said.get("error_code")
        number = int(str(status)) if str(status).isdecimal() else None
        if number == CLIENT_WENT_AWAY or isinstance(error, asyncio.CancelledError):
            task.canceled(id=event_id(task.task_id, "canceled"))
        else:
            code = "content_filter" if type(error).__name__ == "ContentPolicyViolationError" else None
            task.failed(failure_of(number, code=code), id=event_id(task.task_id, "failed"))
        self._ended(task.task_id)

    def _aborted(self, call_id: str) -> None:
        with self._lock:
            is_open = call_id in self._open
        if is_open:
            self._ended(call_id)
            with quietly("a call of LiteLLM"):
                self._reporter.task(call_id).canceled(id=event_id(call_id, "canceled"))


def _json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


handler = TaskfoldLogger()
"""What `callbacks: taskfold.litellm.handler` of the proxy's `config.yaml` names."""
