"""How a task is followed: revisions rise, whatever comes, and where one way of asking fails the other is taken."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskfold._core.following import LINGER_SECONDS, AskHeld, AskNow, Following, Listen, Rest, is_reached
from taskfold._core.retry import LONGEST_DELAY, backoff
from taskfold.errors import ConnectionFailedError, InvalidApiKeyError, ServiceUnavailableError, TaskNotFoundError
from taskfold.models import Task
from tests.support.clients import client
from tests.support.document import example_task


def task(**changes: Any) -> Task:
    return Task.model_validate(example_task(**changes))


def running(revision: int = 1) -> Task:
    return task(status="running", revision=revision, completed_at=None, billing=None)


def following(*, beyond_end: bool = False) -> Following:
    return Following(silence=20, beyond_end=beyond_end)


@given(st.lists(st.integers(1, 30)))
def test_revisions_rise_strictly(revisions: list[int]) -> None:
    state = following()
    taken = [revision for revision in revisions if state.take(running(revision))]
    assert taken == sorted(set(taken))
    assert state.revision == (max(revisions) if revisions else None)


def test_it_asks_at_once_and_then_listens() -> None:
    state = following()
    assert state.next_step(remaining=600, now=0) == AskNow()
    state.take(running())
    assert state.next_step(remaining=600, now=0) == Listen()


def test_a_silent_stream_is_left_for_held_requests_and_tried_again_ever_more_rarely() -> None:
    state = following()
    state.take(running())
    steps = ""
    for _ in range(40):
        step = state.next_step(remaining=600, now=0)
        steps += "L" if step == Listen() else "p"
        if step == Listen():
            state.heard(spoke=False)
    assert steps.startswith("LpLppLppppLppppppppL")
    while state.next_step(remaining=600, now=0) != Listen():
        pass
    state.heard(spoke=True)
    assert state.next_step(remaining=600, now=0) == Listen()


def test_the_last_seconds_are_exact() -> None:
    state = following()
    state.take(running())
    assert state.next_step(remaining=19.9, now=0) == AskHeld(19)
    assert state.next_step(remaining=1.5, now=0) == AskHeld(1)
    assert state.next_step(remaining=0.5, now=0) == Rest(0.25)
    assert state.next_step(remaining=0.25, now=0) == AskNow()


def test_a_task_that_is_not_there_yet_is_waited_for() -> None:
    state = following()
    missing = TaskNotFoundError("No.", status=404, body="", code="task_not_found")
    assert state.failed(missing, 0.5) == 0
    assert state.next_step(remaining=600, now=0) == AskHeld(20)
    state.take(running())
    with pytest.raises(TaskNotFoundError):
        state.failed(missing, 0.5)


def test_what_passes_is_waited_for_and_what_does_not_is_raised() -> None:
    state = following()
    pauses = [state.failed(ConnectionFailedError("refused", sent=False), 1.0) for _ in range(8)]
    assert pauses == [0.5, 1, 2, 4, 8, 8, 8, 8]
    busy = ServiceUnavailableError(
        "No.", status=503, body="", code="service_unavailable", retryable=True, retry_after=11
    )
    assert state.failed(busy, 1.0) == 11
    state.take(running())
    assert state.failed(ConnectionFailedError("refused", sent=False), 1.0) == 0.5
    with pytest.raises(InvalidApiKeyError):
        state.failed(InvalidApiKeyError("No.", status=401, body="", code="invalid_api_key"), 1.0)


def test_who_answers_in_a_hurry_is_not_pressed() -> None:
    state = following()
    assert [state.pause(0.01, 1.0) for _ in range(3)] == [0.5, 1, 2]
    assert state.pause(5, 1.0) == 0
    assert state.pause(0.01, 1.0) == 0.5


def test_it_ends_with_the_task() -> None:
    ended = task(billing=None)
    settled = task(billing={**example_task()["billing"], "settlement": "final"})
    state = following()
    state.take(settled)
    assert state.next_step(remaining=600, now=0) is None
    state = following()
    state.take(ended)
    assert state.next_step(remaining=600, now=5) == Listen()
    assert state.next_step(remaining=600, now=5 + LINGER_SECONDS - 1) == Listen()
    assert state.next_step(remaining=600, now=5 + LINGER_SECONDS) is None
    state = following()
    state.take(ended)
    state.finished()
    assert state.next_step(remaining=600, now=0) is None


def test_beyond_the_end_it_asks_on() -> None:
    state = following(beyond_end=True)
    state.take(task())
    state.finished()
    assert state.next_step(remaining=600, now=0) == AskHeld(20)


@pytest.mark.parametrize(
    ("status", "reached"),
    [
        ("queued", ["created"]),
        ("running", ["created", "started"]),
        ("failed", ["created", "started", "ended"]),
    ],
)
def test_what_is_waited_for(status: str, reached: list[Any]) -> None:
    found = task(status=status, billing=None)
    untils: list[Any] = ["created", "started", "ended", "settled"]
    assert [until for until in untils if is_reached(found, until)] == reached
    assert is_reached(found, lambda each: each.status == status)


def test_a_task_that_is_not_there_is_asked_for_by_requests_that_any_revision_answers() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if len(requests) == 1:
            error = {"code": "task_not_found", "message": "No.", "retryable": False, "request_id": "req_1"}
            return httpx.Response(404, json={"error": error})
        return httpx.Response(200, json=example_task())

    assert client(answer).tasks.wait("task_1").status == "succeeded"
    assert requests[1].headers["if-none-match"] == '"r0"'
    assert requests[1].headers["prefer"] == "wait=20"


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_are_bounded(attempt: int, chance: float) -> None:
    assert 0 < backoff(attempt, chance) <= LONGEST_DELAY
