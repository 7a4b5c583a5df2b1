"""What is tried again, what is raised, and what is said of it."""

import json
import logging
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from taskfold import Taskfold
from taskfold.errors import (
    ApiError,
    ConnectionFailedError,
    InvalidRequestError,
    RateLimitedError,
    ServiceUnavailableError,
    SettingsError,
    TaskNotFoundError,
    TimedOutError,
    UnexpectedAnswerError,
)
from tests.support.clients import KEY, URL, Handler, client
from tests.support.document import example_task


@pytest.fixture(autouse=True)
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def answers(*given: httpx.Response | Exception) -> tuple[Handler, list[httpx.Request]]:
    """Gives one after the other, the last one for ever."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        answer = given[min(len(requests), len(given) - 1)]
        requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handle, requests


def error(code: str, status: int, *, retryable: bool, headers: dict[str, str] | None = None) -> httpx.Response:
    body = {"error": {"code": code, "message": "No.", "retryable": retryable, "request_id": "req_1", "more": 1}}
    return httpx.Response(status, json=body, headers=headers)


def task() -> httpx.Response:
    return httpx.Response(200, json=example_task())


def test_what_is_retryable_is_tried_again(naps: list[float]) -> None:
    unavailable = error("service_unavailable", 503, retryable=True, headers={"Retry-After": "7"})
    handle, requests = answers(httpx.ConnectError("refused"), unavailable, httpx.Response(502, text="<html>"), task())
    assert client(handle).tasks.get("task_1").status == "succeeded"
    assert len(requests) == 4
    assert 0.25 <= naps[0] <= 0.5
    assert naps[1] == 7
    assert 1 <= naps[2] <= 2


def test_what_is_not_retryable_is_not(naps: list[float]) -> None:
    handle, requests = answers(error("invalid_request", 422, retryable=False))
    with pytest.raises(InvalidRequestError) as raised:
        client(handle).tasks.get("task_1")
    assert len(requests) == 1
    assert naps == []
    assert (raised.value.code, raised.value.status, raised.value.request_id) == ("invalid_request", 422, "req_1")
    assert '"more":1' in raised.value.body


def test_attempts_end_with_the_last_failure() -> None:
    handle, requests = answers(error("service_unavailable", 503, retryable=True))
    with pytest.raises(ServiceUnavailableError):
        client(handle, max_retries=2).tasks.get("task_1")
    assert len(requests) == 3


def test_who_is_asked_to_wait_for_long_is_told() -> None:
    handle, requests = answers(error("rate_limited", 429, retryable=True, headers={"Retry-After": "61"}))
    with pytest.raises(RateLimitedError) as raised:
        client(handle).tasks.get("task_1")
    assert raised.value.retry_after == 61
    assert len(requests) == 1


def test_the_idempotency_key_stays_the_same() -> None:
    handle, requests = answers(httpx.ReadTimeout("slow"), error("request_in_progress", 409, retryable=True), task())
    client(handle).tasks.cancel("task_1")
    client(handle).tasks.cancel("task_1")
    keys = [request.headers["idempotency-key"] for request in requests]
    assert len(set(keys[:3])) == 1
    assert keys[3] != keys[0]


SAFE = [
    httpx.ConnectError("refused"),
    error("rate_limited", 429, retryable=True),
]
UNSAFE = [
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("closed"),
    error("service_unavailable", 503, retryable=True),
    httpx.Response(502, text=""),
]


@pytest.mark.parametrize("failure", SAFE)
def test_a_key_is_made_again_where_none_can_have_been_made(failure: httpx.Response | Exception) -> None:
    handle, requests = answers(failure, error("forbidden", 403, retryable=False))
    with pytest.raises(ApiError):
        client(handle).keys.create("k", scopes=["admin"])
    assert len(requests) == 2


@pytest.mark.parametrize("failure", UNSAFE)
def test_a_key_is_not_made_twice(failure: httpx.Response | Exception) -> None:
    handle, requests = answers(failure)
    with pytest.raises((ApiError, ConnectionFailedError, UnexpectedAnswerError)):
        client(handle).keys.create("k", scopes=["admin"])
    assert len(requests) == 1


def test_a_code_that_is_not_known_is_an_api_error() -> None:
    handle, _ = answers(error("brand_new", 418, retryable=False))
    with pytest.raises(ApiError) as raised:
        client(handle).tasks.get("task_1")
    assert type(raised.value) is ApiError
    assert raised.value.code == "brand_new"


def test_nothing_answered_says_so() -> None:
    handle, _ = answers(httpx.ReadTimeout("slow"))
    with pytest.raises(TimedOutError) as raised:
        client(handle, max_retries=0).tasks.get("task_1")
    assert raised.value.sent


def test_an_answer_that_dribbles_has_a_time_limit() -> None:
    def dribble() -> Iterator[bytes]:
        while True:
            yield b" "

    handle, _ = answers(httpx.Response(200, content=dribble()))
    http = httpx.Client(transport=httpx.MockTransport(handle))
    api = Taskfold(api_url=URL, api_key=KEY, http_client=http, timeout=0.05, max_retries=0)
    with pytest.raises(TimedOutError):
        api.tasks.get("task_1")


@pytest.mark.parametrize("body", ["<html>", "[]", '{"object":"task"}', ""])
def test_an_answer_that_is_none_of_this_api_says_so(body: str) -> None:
    handle, _ = answers(httpx.Response(200, text=body, headers={"X-Request-Id": "req_9"}))
    with pytest.raises(UnexpectedAnswerError) as raised:
        client(handle).tasks.get("task_1")
    assert raised.value.request_id == "req_9"
    assert raised.value.body == body


def test_redirects_are_not_followed() -> None:
    handle, requests = answers(httpx.Response(307, headers={"Location": "https://elsewhere.example.com/"}))
    with pytest.raises(UnexpectedAnswerError):
        client(handle).tasks.get("task_1")
    assert len(requests) == 1


def test_digits_keys_and_values_that_are_new_are_kept() -> None:
    seed = 2**63 + 1
    long = "9" * 5000
    body = example_task(status="paused", input={"seed": seed}, output=None, brand_new={"a": [1]})
    text = json.dumps(body).replace('"output": null', f'"output": {{"pi": {long}}}')
    handle, _ = answers(httpx.Response(200, text=text))
    found = client(handle).tasks.get("task_1")
    assert found.input["seed"] == seed
    assert found.output is not None
    assert str(found.output["pi"]) == long
    assert found.status == "paused"
    assert found.model_extra == {"brand_new": {"a": [1]}}
    assert found.created_at.utcoffset() is not None


def test_the_key_is_neither_logged_nor_shown(caplog: pytest.LogCaptureFixture) -> None:
    handle, _ = answers(httpx.ConnectError("refused"), error("task_not_found", 404, retryable=False))
    api = client(handle)
    with caplog.at_level(logging.DEBUG), pytest.raises(TaskNotFoundError) as raised:
        api.tasks.get("task_1")
    assert any("task_1" in record.getMessage() for record in caplog.records)
    shown = [record.getMessage() for record in caplog.records]
    shown += [repr(api), repr(api._transport.settings), str(raised.value), repr(raised.value)]
    assert not any(KEY in each for each in shown)


def test_the_raw_response_is_had_with_the_value() -> None:
    handle, _ = answers(httpx.Response(200, json=example_task(), headers={"X-Request-Id": "req_5", "ETag": '"r11"'}))
    raw = client(handle).with_raw_response(client(handle).tasks.get, "task_1", wait=0)
    assert raw.value.revision == 11
    assert (raw.status, raw.request_id, raw.headers["etag"]) == (200, "req_5", '"r11"')
    assert json.loads(raw.body)["revision"] == 11


@pytest.mark.parametrize("task_id", ["", "..", "a/b", "a?b", "a\n", "x" * 129])
def test_what_is_no_id_is_not_asked_for(task_id: str) -> None:
    handle, requests = answers(task())
    with pytest.raises(ValueError, match="is no id"):
        client(handle).tasks.get(task_id)
    assert requests == []


MISTAKES: list[tuple[str, Callable[[], Taskfold]]] = [
    ("No API is known", lambda: Taskfold(api_key=KEY)),
    ("No key is known", lambda: Taskfold(api_url=URL)),
    ("has characters", lambda: Taskfold(api_url=URL, api_key="sk-a\nb")),
    ("is no address", lambda: Taskfold(api_url="tasks.example.com", api_key=KEY)),
    ("is no address", lambda: Taskfold(api_url="https://me:secret@tasks.example.com", api_key=KEY)),
]


@pytest.mark.parametrize(("sentence", "make"), MISTAKES)
def test_a_client_that_cannot_work_is_not_made(
    sentence: str, make: Callable[[], Taskfold], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TASKFOLD_API_URL", raising=False)
    monkeypatch.delenv("TASKFOLD_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=sentence) as raised:
        make()
    assert "sk-" not in str(raised.value)


def test_the_environment_names_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKFOLD_API_URL", f"{URL}/base/")
    monkeypatch.setenv("TASKFOLD_API_KEY", f" {KEY}\n")
    handle, requests = answers(task())
    Taskfold(http_client=httpx.Client(transport=httpx.MockTransport(handle))).tasks.get("task_1")
    assert str(requests[0].url) == f"{URL}/base/v1/tasks/task_1"
    assert requests[0].headers["authorization"] == f"Bearer {KEY}"
