"""LiteLLM itself; a local server that speaks OpenAI's API stands in for the provider."""

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

# LiteLLM asks the internet for prices otherwise.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm

from taskfold._integrations.amounts import credits_of
from taskfold.litellm import TaskfoldLogger
from taskfold.reporting import Reporter
from tests.support.provider import Exchange, Log, serving

pytestmark = pytest.mark.filterwarnings("ignore")

MESSAGES = [{"role": "user", "content": "What hides a lighthouse?"}]
USAGE = {
    "prompt_tokens": 120,
    "completion_tokens": 30,
    "total_tokens": 150,
    "prompt_tokens_details": {"cached_tokens": 100},
    "completion_tokens_details": {"reasoning_tokens": 20},
}


def provide(exchange: Exchange) -> None:
    if exchange.path.endswith("/embeddings"):
        vector = {"object": "embedding", "index": 0, "embedding": [0.5]}
        usage = {"prompt_tokens": 7, "total_tokens": 7}
        exchange.answer({"object": "list", "data": [vector], "model": "text-embedding-3-small", "usage": usage})
        return
    asked = exchange.said["messages"][-1]["content"]
    if asked.isdigit():
        exchange.answer({"error": {"message": "The secret words of the provider", "code": asked}}, int(asked))
        return
    if asked == "wait":
        time.sleep(3)
    whole = {"id": "chatcmpl-1", "created": 1, "model": "gpt-4o-mini-2024-07-18"}
    if exchange.said.get("stream"):
        exchange.stream(chunks(whole, slow=asked == "slow"))
        return
    message = {"role": "assistant", "content": "Fog."}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    exchange.answer({**whole, "object": "chat.completion", "choices": [choice], "usage": USAGE})


def chunks(whole: dict[str, Any], *, slow: bool) -> Iterator[str]:
    for index, word in enumerate(["Fog", "."] * (20 if slow else 1)):
        if slow:
            time.sleep(0.1)
        delta = {"role": "assistant", "content": word} if index == 0 else {"content": word}
        choices = [{"index": 0, "delta": delta, "finish_reason": None}]
        yield "data: " + json.dumps({**whole, "object": "chat.completion.chunk", "choices": choices})
    end = [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    yield "data: " + json.dumps({**whole, "object": "chat.completion.chunk", "choices": end})
    yield "data: " + json.dumps({**whole, "object": "chat.completion.chunk", "choices": [], "usage": USAGE})
    yield "data: [DONE]"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with serving(provide) as url:
        yield url


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def logger(log: Log) -> Iterator[TaskfoldLogger]:
    yield from listening(TaskfoldLogger(reporter=Reporter(publish=log.publish, source="/litellm")))


def listening(logger: TaskfoldLogger) -> Iterator[TaskfoldLogger]:
    litellm.callbacks = [logger]
    yield logger
    logger._reporter.close(0)
    for name in dir(litellm):
        if name.endswith("_callback") and isinstance(getattr(litellm, name), list):
            getattr(litellm, name).clear()
    litellm.callbacks = []


def options(provider: str, content: str = "What hides a lighthouse?", **more: Any) -> dict[str, Any]:
    return {
        "model": "gpt-4o-mini",
        "messages": [{"role": "user", "content": content}],
        "api_base": f"{provider}/v1",
        "api_key": "sk-test",
        "num_retries": 0,
        "max_retries": 0,
        **more,
    }


def wait_for(log: Log, end: str) -> dict[str, Any]:
    """The only task, once it has this end."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        for task_id in log.tasks():
            if end in log.of(task_id):
                assert log.tasks() == [task_id]
                return log.of(task_id)
        time.sleep(0.02)
    raise AssertionError(f"no task is {end}: {log.all()}")


def check_success(task: dict[str, Any], cost: float) -> None:
    assert list(task) == ["created", "started", "usage_recorded", "charged", "succeeded"]
    assert task["created"]["capability"] == "text.generate"
    assert task["created"]["model"] == "gpt-4o-mini"
    assert task["created"]["metadata"]["provider"] == "openai"
    assert "input" not in task["created"]
    assert task["usage_recorded"] == {
        "input_tokens": 120,
        "output_tokens": 30,
        "cache_read_tokens": 100,
        "reasoning_tokens": 20,
    }
    assert task["charged"]["amount_credits"] == format((Decimal(repr(cost)) * 1000).normalize(), "f")
    assert task["succeeded"] == {"resolved_model": "gpt-4o-mini-2024-07-18"}


def cost_of(response: Any) -> float:
    return litellm.completion_cost(response)


@pytest.mark.usefixtures("logger")
def test_a_completion_is_a_task_with_its_usage_and_cost(provider: str, log: Log) -> None:
    response = litellm.completion(**options(provider))
    check_success(wait_for(log, "succeeded"), cost_of(response))


@pytest.mark.usefixtures("logger")
async def test_an_asynchronous_completion_likewise(provider: str, log: Log) -> None:
    response = await litellm.acompletion(**options(provider))
    check_success(await asyncio.to_thread(wait_for, log, "succeeded"), cost_of(response))


@pytest.mark.usefixtures("logger")
def test_a_stream_likewise(provider: str, log: Log) -> None:
    pieces = list(litellm.completion(**options(provider, stream=True, stream_options={"include_usage": True})))
    whole = litellm.stream_chunk_builder(pieces)
    task = wait_for(log, "succeeded")
    assert task["usage_recorded"]["input_tokens"] == 120
    assert Decimal(task["charged"]["amount_credits"]) == Decimal(repr(cost_of(whole))) * 1000


@pytest.mark.usefixtures("logger")
async def test_an_asynchronous_stream_likewise(provider: str, log: Log) -> None:
    asked = options(provider, stream=True, stream_options={"include_usage": True})
    async for _ in await litellm.acompletion(**asked):
        pass
    task = await asyncio.to_thread(wait_for, log, "succeeded")
    assert list(task) == ["created", "started", "usage_recorded", "charged", "succeeded"]


@pytest.mark.usefixtures("logger")
def test_an_embedding_is_a_task_too(provider: str, log: Log) -> None:
    litellm.embedding(
        model="text-embedding-3-small", input=["fog"], api_base=f"{provider}/v1", api_key="sk-test", max_retries=0
    )
    task = wait_for(log, "succeeded")
    assert task["created"]["capability"] == "text.embed"
    assert task["usage_recorded"] == {"input_tokens": 7}


@pytest.mark.usefixtures("logger")
@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [("429", "rate_limited", True), ("401", "unauthorized", False), ("503", "provider_unavailable", True)],
)
def test_an_error_is_told_without_the_provider_s_words(
    provider: str, log: Log, status: str, code: str, retryable: bool
) -> None:
    with pytest.raises(Exception, match="secret words"):
        litellm.completion(**options(provider, status))
    error = wait_for(log, "failed")["failed"]["error"]
    assert (error["code"], error["retryable"]) == (code, retryable)
    assert "secret" not in error["message"]


@pytest.mark.usefixtures("logger")
@pytest.mark.parametrize("stream", [False, True])
async def test_a_caller_that_is_canceled_cancels_the_task(provider: str, log: Log, stream: bool) -> None:
    async def call() -> None:
        answer: Any = await litellm.acompletion(**options(provider, "slow" if stream else "wait", stream=stream))
        async for _ in answer:
            pass

    caller = asyncio.create_task(call())
    await asyncio.sleep(1)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    task = await asyncio.to_thread(wait_for, log, "canceled")
    assert list(task) == ["created", "started", "canceled"]


def test_prompts_and_outputs_are_kept_where_that_is_asked_for(provider: str, log: Log) -> None:
    for _ in listening(
        TaskfoldLogger(reporter=Reporter(publish=log.publish, source="/litellm"), record_input=True, record_output=True)
    ):
        litellm.completion(**options(provider))
        task = wait_for(log, "succeeded")
        assert task["created"]["input"]["messages"] == MESSAGES
        assert task["succeeded"]["output"]["response"]["choices"][0]["message"]["content"] == "Fog."


def test_a_taskfold_that_is_away_neither_breaks_nor_slows_a_completion(provider: str) -> None:
    release = threading.Event()

    def publish(_: object) -> None:
        release.wait(20)
        raise OSError("away")

    for _ in listening(TaskfoldLogger(reporter=Reporter(publish=publish, source="/litellm"))):
        litellm.completion(**options(provider))
        started = time.monotonic()
        answer: Any = litellm.completion(**options(provider))
        assert time.monotonic() - started < 5
        assert answer.choices[0].message.content == "Fog."
        release.set()


def test_costs_lose_nothing_to_binary_fractions() -> None:
    assert credits_of(0.1 + 0.2, 1000) == "300"
    assert credits_of(1.35e-05, 1000) == "0.0135"
    assert credits_of(float("nan"), 1000) is None
    assert credits_of(0.0, 1000) is None
