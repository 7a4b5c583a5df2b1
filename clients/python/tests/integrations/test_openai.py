"""OpenAI's own client; a local server that speaks its API stands in for OpenAI."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from openai import AsyncOpenAI, NotFoundError, OpenAI

from taskfold.openai import AsyncJobFollower, Job, JobFollower
from taskfold.reporting import Reporter
from tests.support.provider import Exchange, Log, serving

USAGE = {
    "input_tokens": 12,
    "input_tokens_details": {"cached_tokens": 4},
    "output_tokens": 30,
    "output_tokens_details": {"reasoning_tokens": 20},
    "total_tokens": 42,
}
FOLLOW = """
import sys
from openai import OpenAI
from taskfold.openai import JobFollower
jobs = JobFollower(OpenAI(base_url=sys.argv[1], api_key="sk-test"))
print(jobs.wait(sys.argv[2], every=0.05).status, jobs.flush(), flush=True)
"""


class Provider:
    """Answers with each of the states of a job in turn, the last of them for ever."""

    def __init__(self) -> None:
        self.states: list[dict[str, Any]] = []
        self.asked = 0

    def now(self) -> dict[str, Any]:
        state = self.states[min(self.asked, len(self.states) - 1)]
        self.asked += 1
        return state

    def answer(self, exchange: Exchange) -> None:
        if exchange.command == "POST" and exchange.path.endswith("/responses"):
            assert exchange.said["background"] is True
        if "missing" in exchange.path:
            exchange.answer({"error": {"message": "no such response"}}, 404)
        elif "stream=true" in exchange.path:
            exchange.stream(self.events())
        elif (state := self.now()).get("http_status"):
            exchange.answer({"error": {"message": "for a moment"}}, state["http_status"])
        else:
            exchange.answer(state)

    def events(self) -> Iterator[str]:
        for number, state in enumerate(self.states):
            kind = f"response.{state['status']}"
            yield f"event: {kind}\ndata: " + json.dumps({"type": kind, "sequence_number": number, "response": state})


def response(status: str, **more: Any) -> dict[str, Any]:
    fixed = {"id": "resp_1", "object": "response", "created_at": 1764486000, "model": "gpt-5-mini", "output": []}
    rest = {"parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "background": True}
    return {**fixed, **rest, "status": status, **more}


def batch(status: str, completed: int = 0, failed: int = 0, **more: Any) -> dict[str, Any]:
    fixed = {"id": "batch_1", "object": "batch", "created_at": 1764486000, "endpoint": "/v1/responses"}
    counts = {"total": 10, "completed": completed, "failed": failed}
    rest = {"input_file_id": "file_in", "completion_window": "24h", "request_counts": counts}
    return {**fixed, **rest, "status": status, **more}


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def url(provider: Provider) -> Iterator[str]:
    with serving(provider.answer) as address:
        yield f"{address}/v1"


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def reporter(log: Log) -> Iterator[Reporter]:
    with Reporter(publish=log.publish, source="/openai", progress_every=0.01) as each:
        yield each


@pytest.fixture
def client(url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=url, api_key="sk-test", max_retries=0) as each:
        yield each


def price(job: Job) -> str:
    assert job.usage is not None
    return f"0.{job.usage.output_tokens}"


def test_a_background_response_is_followed_to_its_end(
    provider: Provider, client: OpenAI, reporter: Reporter, log: Log
) -> None:
    busy = response("in_progress")
    provider.states = [response("queued"), busy, busy, {"http_status": 500}, response("completed", usage=USAGE)]
    jobs = JobFollower(client, reporter, cost=price)
    created = jobs.create_response(model="gpt-5-mini", input="What hides a lighthouse?")
    assert jobs.wait(created.id, every=0.01).status == "completed"
    assert jobs.flush()
    task = log.of("resp_1")
    assert list(task) == ["created", "started", "usage_recorded", "charged", "succeeded"]
    assert (task["created"]["capability"], task["created"]["model"]) == ("text.generate", "gpt-5-mini")
    assert task["usage_recorded"] == {
        "input_tokens": 12,
        "output_tokens": 30,
        "cache_read_tokens": 4,
        "reasoning_tokens": 20,
    }
    assert task["charged"]["amount_credits"] == "0.30"
    assert len(log.all()) == 5
    assert log.all()[0]["time"].startswith("2025-11-30T07:00:00")
    assert "lighthouse" not in json.dumps(log.all())


async def test_an_asynchronous_client_likewise(provider: Provider, url: str, reporter: Reporter, log: Log) -> None:
    provider.states = [response("queued"), response("in_progress"), response("completed", usage=USAGE)]
    async with AsyncOpenAI(base_url=url, api_key="sk-test", max_retries=0) as client:
        jobs = AsyncJobFollower(client, reporter, cost=price)
        created = await jobs.create_response(model="gpt-5-mini", input="What hides a lighthouse?")
        await jobs.wait(created.id, every=0.01)
        kinds = [event.type async for event in jobs.stream("resp_1")]
    assert kinds == ["response.queued", "response.in_progress", "response.completed"]
    assert await reporter.aflush()
    assert list(log.of("resp_1")) == ["created", "started", "usage_recorded", "charged", "succeeded"]
    assert len(log.all()) == 6, "the charge of the stream is the same entry, and else the events are the same"


def test_a_stream_tells_as_it_goes(provider: Provider, client: OpenAI, reporter: Reporter, log: Log) -> None:
    provider.states = [response("in_progress"), response("incomplete", incomplete_details={"reason": "content_filter"})]
    jobs = JobFollower(client, reporter)
    assert [event.sequence_number for event in jobs.stream("resp_1", starting_after=7)] == [0, 1]
    assert jobs.flush()
    assert log.of("resp_1")["succeeded"]["warnings"][0]["code"] == "content_filtered"


@pytest.mark.parametrize(
    ("state", "end", "code"),
    [
        (response("failed", error={"code": "rate_limit_exceeded", "message": "secret"}), "failed", "rate_limited"),
        (response("failed", error={"code": "invalid_image", "message": "secret"}), "failed", "invalid_image"),
        (response("cancelled"), "canceled", None),
        (batch("expired", 3), "failed", "timeout"),
        (batch("failed", errors={"data": [{"code": "token_limit", "message": "secret"}]}), "failed", "token_limit"),
        (batch("cancelled", 3), "canceled", None),
    ],
)
def test_what_does_not_succeed(
    provider: Provider, client: OpenAI, reporter: Reporter, log: Log, state: dict[str, Any], end: str, code: str | None
) -> None:
    provider.states = [state]
    jobs = JobFollower(client, reporter)
    jobs.wait(state["id"])
    assert jobs.flush()
    assert log.of(state["id"])[end].get("error", {}).get("code") == code
    assert "secret" not in json.dumps(log.all())


def test_a_batch_has_progress(provider: Provider, client: OpenAI, reporter: Reporter, log: Log) -> None:
    provider.states = [
        batch("validating"),
        batch("in_progress", 2),
        batch("in_progress", 5, 1),
        batch("completed", 9, 1, output_file_id="file_out", usage=USAGE),
    ]
    jobs = JobFollower(client, reporter, cost=price)
    made = jobs.create_batch(endpoint="/v1/responses", input_file_id="file_in", completion_window="24h")
    jobs.wait(made.id, every=0.05)
    assert jobs.flush()
    percents = [each["data"]["percent"] for each in log.all() if each["type"] == "task.progressed"]
    assert percents == [20, 60, 100]
    task = log.of("batch_1")
    assert task["succeeded"]["output"]["output_file_id"] == "file_out"
    assert task["succeeded"]["warnings"][0]["code"] == "requests_failed"
    assert task["charged"]["amount_credits"] == "0.30"


def test_what_openai_refuses_is_raised_and_waiting_ends(provider: Provider, client: OpenAI, reporter: Reporter) -> None:
    jobs = JobFollower(client, reporter)
    with pytest.raises(NotFoundError):
        jobs.wait("resp_missing")
    provider.states = [response("queued")]
    with pytest.raises(TimeoutError):
        jobs.wait("resp_1", every=0.01, timeout=0.1)


def test_a_process_that_is_killed_is_taken_up_by_the_next(provider: Provider, url: str, log: Log) -> None:
    with serving(log.take) as api:
        key = "sk-0123456789abcdefghijklmnopqrstuv"
        env = {**os.environ, "TASKFOLD_API_URL": api, "TASKFOLD_API_KEY": key}
        command = [sys.executable, "-c", FOLLOW, url, "batch_1"]
        provider.states = [batch("in_progress", 2)]
        first = subprocess.Popen(command, env=env)
        deadline = time.monotonic() + 30
        while "progressed" not in log.of("batch_1") and time.monotonic() < deadline:
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        provider.states = [batch("in_progress", 4), batch("completed", 10, usage=USAGE)]
        provider.asked = 0
        said = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout == "completed True\n"
    kinds = [each["type"] for each in log.all() if each["type"] != "task.progressed"]
    assert kinds == ["task.created", "task.started", "task.usage_recorded", "task.succeeded"]
