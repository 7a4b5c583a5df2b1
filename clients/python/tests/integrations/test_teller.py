"""What integrations tell by: nothing is lost, doubled or waited for, whatever becomes of requests."""

import os
import time
from collections.abc import Sequence

import pytest

from taskfold._errors import ApiError
from taskfold._integrations.teller import Teller
from taskfold.events import Event
from tests.support.provider import Log

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def refused(status: int) -> ApiError:
    return ApiError("No.", status=status, body="", code="invalid_request")


def test_what_fails_is_sent_again_in_its_order() -> None:
    log, fates = Log(), [OSError("away"), refused(401), refused(503)]

    def publish(events: Sequence[Event]) -> None:
        log.publish(events)
        if fates:
            raise fates.pop()

    teller = Teller(source="/tests", tenant=None, publish=publish)
    teller.tell("created", "a", capability="c", model="m")
    teller.tell("started", "a", "1", attempt=1)
    teller.tell("started", "a", "1", attempt=1)
    assert teller.close(10) == 0
    assert [each["id"] for each in log.all()] == ["a-created", "a-started-1"]
    assert fates == []


def test_the_event_at_fault_is_dropped_and_the_others_go(caplog: pytest.LogCaptureFixture) -> None:
    log = Log()

    def publish(events: Sequence[Event]) -> None:
        if any(each.task_id == "bad" for each in events):
            raise refused(422)
        log.publish(events)

    teller = Teller(source="/tests", tenant=None, publish=publish)
    for task_id in ("a", "bad", "b"):
        teller.tell("started", task_id)
    assert teller.close(10) == 0
    assert log.tasks() == ["a", "b"]
    assert "bad is refused" in caplog.text


def test_what_is_no_event_is_logged_and_not_raised(caplog: pytest.LogCaptureFixture) -> None:
    teller = Teller(source="/tests", tenant=None, publish=Log().publish)
    teller.tell("charged", "a", entry_id="a", amount_credits=0.1)
    assert "never a float" in caplog.text
    assert teller.close(1) == 0


def test_who_waits_for_an_api_that_is_away_waits_once() -> None:
    def publish(_: object) -> None:
        raise OSError("away")

    teller = Teller(source="/tests", tenant=None, publish=publish, most=2)
    for attempt in range(1, 4):
        teller.tell("started", "a", str(attempt), attempt=attempt)
    started = time.monotonic()
    assert not teller.flush(5)
    assert not teller.flush(5)
    assert time.monotonic() - started < 2
    assert teller.close(0) == 2


def test_a_child_process_tells_by_itself() -> None:
    log = Log()
    teller = Teller(source="/tests", tenant=None, publish=log.publish)
    teller.tell("started", "parent")
    assert teller.flush(5)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            teller.tell("started", "child")
            code = 0 if teller.flush(5) and log.tasks() == ["parent", "child"] else 1
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert log.tasks() == ["parent"]
    teller.close(1)
