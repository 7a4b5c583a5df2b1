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
from taskfold._integrations.teller import Publish, Teller, quietly

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
        publish: Publish | None = None,
        source: str = "/litellm",
        tenant: str | None = None,
        credits_per_usd: Decimal | int | str | None = None,
        record_input: bool = False,
        record_output: bool = False,
    ) -> None:
        """Makes a logger.

        Args:
            publish: Brings events into the log, such as `Taskfold().events.publish`, which it is where it is not given.
            source: Who says it, as a URI reference.
            tenant: Whose tasks they are, where `publish` does not know by its key.
            credits_per_usd: Credits that one US dollar buys, by which LiteLLM's costs are charged; 1000, or what
                `TASKFOLD_CREDITS_PER_USD` says, where it is not given.
            record_input: Whether tasks keep what was asked.
            record_output: Whether tasks keep what was answered.
        """
        super().__init__()  # pyright: ignore[reportUnknownMemberType]
        self._rate = str(credits_per_usd or os.environ.get("TASKFOLD_CREDITS_PER_USD", "1000"))
        self._records = (record_input, record_output)
        self._teller = Teller(source=source, tenant=tenant, publish=publish)
        self._open = dict[str, None]()
        self._lock = threading.Lock()

    def flush(self, timeout: float = 5) -> bool:
        """Waits until all is in the log, for so many seconds at most. Returns whether it is."""
        return self._teller.flush(timeout)

    def close(self, timeout: float = 5) -> int:
        """Sends what waits and takes nothing more. Returns how many events were not sent."""
        return self._teller.close(timeout)

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

    def _created(self, kwargs: Mapping[str, Any], model: str, messages: Any = None) -> str | None:
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
        self._teller.tell(
            "created",
            call_id,
            capability=CAPABILITIES.get(operation) or CAPABILITIES.get(operation.removeprefix("a"), operation),
            model=model or "unknown",
            metadata={name: str(value)[:512] for name, value in metadata.items() if value},
            input={"messages": _json(messages)} if self._records[0] else None,
            credits_per_usd=self._rate,
        )
        self._teller.tell("started", call_id)
        return call_id

    def _ended(self, call_id: str) -> None:
        with self._lock:
            self._open.pop(call_id, None)

    def _succeeded(self, kwargs: Mapping[str, Any], response: Any) -> None:
        # Calls that LiteLLM mocks, and those of caches, come without a beginning.
        model = str(kwargs.get("model"))
        call_id = self._created(kwargs, model, kwargs.get("messages"))
        if call_id is None:
            return
        answered = fields_of(response)
        said = fields_of(kwargs.get("standard_logging_object"))
        self._use(call_id, answered, said.get("response_cost") or kwargs.get("response_cost"))
        resolved = answered.get("model")
        self._teller.tell(
            "succeeded",
            call_id,
            resolved_model=resolved if isinstance(resolved, str) and resolved not in ("", model) else None,
            output={"response": _json(answered)} if self._records[1] else None,
        )
        self._ended(call_id)

    def _use(self, call_id: str, answered: Mapping[str, Any], usd: Any) -> None:
        images = answered.get("data") if "created" in answered else None
        used = {**tokens_of(answered.get("usage")), **({"image_count": len(images)} if images else {})}
        if used:
            self._teller.tell("usage_recorded", call_id, "", **used)
        amount = credits_of(usd, self._rate)
        if amount is not None:
            self._teller.tell("charged", call_id, entry_id=call_id, amount_credits=amount)

    def _failed(self, kwargs: Mapping[str, Any]) -> None:
        call_id = self._created(kwargs, str(kwargs.get("model")), kwargs.get("messages"))
        if call_id is None:
            return
        said = fields_of(fields_of(kwargs.get("standard_logging_object")).get("error_information"))
        error = kwargs.get("exception")
        status = getattr(error, "status_code", None) or said.get("error_code")
        number = int(str(status)) if str(status).isdecimal() else None
        if number == CLIENT_WENT_AWAY or isinstance(error, asyncio.CancelledError):
            self._teller.tell("canceled", call_id)
        else:
            code = "content_filter" if type(error).__name__ == "ContentPolicyViolationError" else None
            self._teller.tell("failed", call_id, error=failure_of(number, code=code))
        self._ended(call_id)

    def _aborted(self, call_id: str) -> None:
        with self._lock:
            is_open = call_id in self._open
        if is_open:
            self._ended(call_id)
            self._teller.tell("canceled", call_id)


def _json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


handler = TaskfoldLogger()
"""What `callbacks: taskfold.litellm.handler` of the proxy's `config.yaml` names."""
