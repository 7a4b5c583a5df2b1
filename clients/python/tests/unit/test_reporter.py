"""A worker reports: nothing waits, nothing that matters is lost, and of each task the order stays."""

import asyncio
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskfold._errors import ApiError, EventsRefusedError
from taskfold._event_id import new_event_id
from taskfold.errors import InvalidEventError
from taskfold.events import Event
from taskfold.models import EventReceipt, EventRefusal
from taskfold.reporting import Reporter, TaskReporter, current_task

SOURCE = "/workers/1"


class Log:
    """Takes events, in the place of Taskfold, and fails as it is told to."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.batches: list[int] = []
        self.failures: list[Exception] = []
        self.arrived = threading.Event()
        self.open = threading.Event()
        self.open.set()

    def publish(self, events: Sequence[Event]) -> None:
        self.open.wait()
        self.batches.append(len(events))
        if self.failures:
            raise self.failures.pop(0)
        self.events += events
        self.arrived.set()

    def types(self, task_id: str = "task_1") -> list[str]:
        return [event.type.removeprefix("task.") for event in self.events if event.task_id == task_id]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def reporter(log: Log) -> Iterator[Reporter]:
    with Reporter(publish=log.publish, source=SOURCE, max_retry_wait=0.01) as made:
        yield made
        log.open.set()


def refusal(status: int, code: str) -> ApiError:
    return ApiError(code, status=status, body="", code=code)


def test_everything_there_is_to_tell(reporter: Reporter, log: Log) -> None:
    task = reporter.task("task_1", attempt=2)
    task.created(capability="c", model="m")
    task.started(resolved_model="m-2")
    task.progress(140, "denoise")
    task.output({"part": 1})
    task.warn("slow", "It takes long.")
    task.usage(input_tokens=3)
    task.charge("charge_1", "1.5")
    task.refund("refund_1", "0.5", reason="sorry")
    task.succeeded({"whole": 1})
    task.settled()
    assert reporter.flush()
    assert log.types() == [
        "created",
        "started",
        "progressed",
        "output_updated",
        "warned",
        "usage_recorded",
        "charged",
        "refunded",
        "succeeded",
        "billing_settled",
    ]
    assert (log.events[1].data, log.events[2].data["percent"]) == ({"resolved_model": "m-2", "attempt": 2}, 100)
    assert reporter.waiting == 0


def test_the_block_tells_how_it_was_left(reporter: Reporter, log: Log) -> None:
    with reporter.task("done") as task:
        task.result({"n": 1})
    with pytest.raises(ZeroDivisionError), reporter.task("broken"):
        _ = 1 // 0
    with pytest.raises(asyncio.CancelledError), reporter.task("canceled"):
        raise asyncio.CancelledError
    with reporter.task("told") as task:
        task.canceled("not wanted")
    with pytest.raises(KeyboardInterrupt), reporter.task("left"):
        raise KeyboardInterrupt
    with pytest.raises(InvalidEventError), reporter.task("unsayable") as task:
        task.result({"n": {1, 2}})
    reporter.flush()
    ends = {event.task_id: (event.type, event.data) for event in log.events if event.type != "task.started"}
    assert ends["done"] == ("task.succeeded", {"output": {"n": 1}})
    error = {"code": "internal_error", "message": "The work ended with ZeroDivisionError.", "retryable": False}
    assert ends["broken"] == ("task.failed", {"error": error})
    assert ends["canceled"] == ("task.canceled", {})
    assert ends["told"] == ("task.canceled", {"reason": "not wanted"})
    assert "left" not in ends
    assert ends["unsayable"][0] == "task.failed"


async def test_functions_whose_calls_are_work(reporter: Reporter, log: Log) -> None:
    @reporter.reports()
    def draw(prompt: str, task_id: str = "task_1") -> dict[str, str]:  # noqa: ARG001
        current_task().progress(50)
        return {"image": prompt}

    @reporter.reports(lambda job: job["id"], attempt=lambda job: job["attempt"])
    async def speak(job: dict[str, object]) -> str:
        await asyncio.sleep(0)
        assert current_task().task_id == job["id"]
        return "said"

    assert draw("a fox") == {"image": "a fox"}
    assert await speak({"id": "task_2", "attempt": 3}) == "said"
    assert await reporter.aflush()
    assert log.types() == ["started", "progressed", "succeeded"]
    assert log.events[2].data == {"output": {"image": "a fox"}}
    assert [event.data for event in log.events if event.task_id == "task_2"] == [{"attempt": 3}, {}]
    with pytest.raises(TypeError, match="has no parameter job_id"):
        reporter.reports("job_id")(draw)
    with pytest.raises(LookupError):
        current_task()


def test_progress_is_told_so_often_and_no_stage_is_skipped(log: Log) -> None:
    with Reporter(publish=log.publish, source=SOURCE, progress_every=60) as reporter:
        task = reporter.task("task_1")
        task.progress(0, "load")
        # While it waits, what is newer of its stage takes its place.
        assert log.arrived.wait(30)
        for percent in range(1, 100):
            task.progress(percent, "load" if percent < 50 else "draw")
        task.succeeded()
        assert reporter.flush()
    told = [(event.data["percent"], event.data["stage"]) for event in log.events[:-1]]
    assert told == [(0, "load"), (49, "load"), (99, "draw")]
    assert log.types()[-1] == "succeeded"


def test_progress_that_is_held_is_told_in_time(log: Log) -> None:
    with Reporter(publish=log.publish, source=SOURCE, progress_every=0.05) as reporter:
        for percent in range(5):
            reporter.task("task_1").progress(percent)
        while len(log.events) < 2:
            threading.Event().wait(0.005)
    assert [event.data["percent"] for event in log.events] == [0, 4]


def test_work_never_waits_and_what_waits_goes_together(reporter: Reporter, log: Log) -> None:
    log.open.clear()
    task = reporter.task("task_1")
    task.started()
    for number in range(250):
        task.charge(f"charge_{number}", number)
    assert not reporter.flush(timeout=0.01)
    assert reporter.waiting == 251
    log.open.set()
    assert reporter.flush()
    assert [event.data.get("entry_id") for event in log.events[1:]] == [f"charge_{number}" for number in range(250)]
    assert max(log.batches) == 100


def test_what_is_not_answered_is_sent_again_with_the_same_ids(log: Log) -> None:
    errors: list[Exception] = []
    log.failures = [OSError("no network"), refusal(503, "unavailable"), RuntimeError("a bug")]
    with Reporter(publish=log.publish, source=SOURCE, max_retry_wait=0.01, on_error=errors.append) as reporter:
        reporter.task("task_1").charge("charge_1", 1)
        assert reporter.flush()
    assert (log.batches, len(log.events), len(errors)) == ([1, 1, 1, 1], 1, 3)


def test_of_a_batch_that_is_refused_only_the_event_at_fault_is(log: Log) -> None:
    refused: list[tuple[str, str]] = []

    def publish(events: Sequence[Event]) -> None:
        if any(event.task_id == "bad" for event in events):
            raise refusal(413, "too_large")
        log.publish(events)

    def note(event: Event, why: EventRefusal) -> None:
        refused.append((event.task_id, why.code))
        raise RuntimeError("what is told may fail")

    log.open.clear()
    with Reporter(publish=publish, source=SOURCE, on_refused=note) as reporter:
        for task_id in ("first", "a", "b", "bad", "c"):
            reporter.task(task_id).started()
        log.open.set()
        assert reporter.flush()
    assert [event.task_id for event in log.events] == ["first", "a", "b", "c"]
    assert refused == [("bad", "too_large")]


def test_events_that_are_refused_are_reported_and_not_sent_again() -> None:
    refused: list[str] = []

    def publish(events: Sequence[Event]) -> None:
        why = EventRefusal(code="tenant_mismatch", message="not yours")
        raise EventsRefusedError(
            [
                EventReceipt(
                    object="event_receipt", id=each.id, source=SOURCE, status="refused", position=None, error=why
                )
                for each in events
            ]
        )

    with Reporter(
        publish=publish, source=SOURCE, on_refused=lambda event, why: refused.append(f"{event.type} {why.code}")
    ) as reporter:
        reporter.task("task_1").started()
        assert reporter.flush()
    assert refused == ["task.started tenant_mismatch"]


Act = tuple[int, str]
ACTS: dict[str, Callable[[TaskReporter, int], None]] = {
    "started": lambda task, _: task.started(),
    "progressed": lambda task, number: task.progress(number % 100, f"stage_{number % 2}"),
    "output_updated": lambda task, number: task.output({"n": number, "pad": "x" * 300}),
    "warned": lambda task, number: task.warn("w", f"{number}" + "x" * 300),
    "charged": lambda task, number: task.charge(f"c_{number}", number),
    "usage_recorded": lambda task, number: task.usage(characters=number),
    "succeeded": lambda task, _: task.succeeded(),
}
NEVER_LEFT_OUT = {"started", "charged", "usage_recorded", "succeeded"}
acts = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(sorted(ACTS))), max_size=40)


@given(told=acts, failing=st.lists(st.booleans(), max_size=10), tight=st.booleans(), max_batch=st.integers(1, 7))
def test_what_matters_arrives_once_and_in_order(
    told: list[Act], failing: list[bool], tight: bool, max_batch: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    log, dropped = Log(), list[Event]()
    log.failures = [OSError("lost") for fails in failing if fails]
    spool = tmp_path_factory.mktemp("spool") if tight else None
    log.open.clear()
    with Reporter(
        publish=log.publish,
        source=SOURCE,
        spool=spool,
        spool_sync="never",
        max_waiting_bytes=1500 if tight else 1 << 20,
        max_batch=max_batch,
        max_retry_wait=0.001,
        on_dropped=dropped.append,
        on_error=lambda _: None,
    ) as reporter:
        tasks = [reporter.task(f"task_{number}") for number in range(3)]
        for number, (which, kind) in enumerate(told):
            ACTS[kind](tasks[which], number)
        log.open.set()
        assert reporter.flush()
        assert reporter.close() == 0
    assert len({event.id for event in log.events}) == len(log.events)
    assert {event.type.removeprefix("task.") for event in dropped} & NEVER_LEFT_OUT == set()
    for which in range(3):
        expected = [kind for each, kind in told if each == which and kind in NEVER_LEFT_OUT]
        arrived = [event for event in log.events if event.task_id == f"task_{which}"]
        assert [kind for kind in log.types(f"task_{which}") if kind in NEVER_LEFT_OUT] == expected
        # Ids rise with the order in which it was told; progress may be held for a while, but not beyond the end.
        for held in (True, False):
            ids = [event.id for event in arrived if (event.type == "task.progressed") is held]
            assert ids == sorted(ids)
        ends = [event.id for event in arrived if event.type == "task.succeeded"]
        progress = [event.id for event in arrived if event.type == "task.progressed"]
        for end in ends:
            before = [event.id for event in arrived[: [event.id for event in arrived].index(end)]]
            assert {each for each in progress if each < end} <= set(before)
    assert spool is None or list(spool.iterdir()) == []


def test_waits_for_room(reporter: Reporter, log: Log) -> None:
    assert reporter.wait_for_room(timeout=0)
    log.open.clear()
    with Reporter(publish=log.publish, source=SOURCE, max_waiting_bytes=100) as small:
        small.task("task_1").started()
        assert not small.wait_for_room(timeout=0.01)
        log.open.set()
        assert small.wait_for_room()


async def test_closed(log: Log) -> None:
    dropped: list[Event] = []
    log.failures = [OSError("away")] * 100
    reporter = Reporter(
        publish=log.publish, source=SOURCE, on_dropped=dropped.append, on_error=lambda _: None, max_retry_wait=0.01
    )
    reporter.task("task_1").started()
    assert await reporter.aclose(timeout=0.05) == 1
    assert reporter.close() == 1
    assert [event.type for event in dropped] == ["task.started"]
    with pytest.raises(RuntimeError, match="closed"):
        reporter.task("task_1").succeeded()


def test_an_asynchronous_publish_is_refused() -> None:
    async def publish(events: Sequence[Event]) -> None:
        raise AssertionError(events)

    with pytest.raises(TypeError, match="AsyncTaskfold"):
        Reporter(publish=publish, source=SOURCE)  # type: ignore[arg-type]


PROGRAM = """
import os, sys, threading
from taskfold.reporting import Reporter
def publish(events):
    with open(sys.argv[1], "a") as file:
        for event in events: file.write(f"{os.getpid()} {event.type} {event.id}\\n")
reporter = Reporter(publish=publish, source="/workers/1")
"""


def run(tmp_path: Path, program: str) -> list[list[str]]:
    file = tmp_path / "sent"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in file.read_text().splitlines()]


def test_a_program_that_ends_sends_what_waits(tmp_path: Path) -> None:
    late = "import atexit\natexit.register(lambda: reporter.task('t').started())"
    assert [kind for _, kind, _ in run(tmp_path, late)] == ["task.started"]
    assert [kind for _, kind, _ in run(tmp_path, "reporter.task('t').succeeded()")][1:] == ["task.succeeded"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_processes_that_are_forked_report_for_themselves(tmp_path: Path) -> None:
    program = """
import multiprocessing
def work():
    for _ in range(20): reporter.task("t").charge(f"c_{os.getpid()}", 1)
reporter.task("t").started()
children = [multiprocessing.get_context("fork").Process(target=work) for _ in range(3)]
for child in children: child.start()
for child in children: child.join()
reporter.task("t").succeeded()
assert all(child.exitcode == 0 for child in children)
"""
    sent = run(tmp_path, program)
    assert len(sent) == len({event_id for _, _, event_id in sent}) == 62
    assert len({process for process, _, _ in sent}) == 4
    assert [kind for _, kind, _ in sent if kind != "task.charged"] == ["task.started", "task.succeeded"]


def put_id(pipe: "multiprocessing.connection.Connection") -> None:
    pipe.send([new_event_id(0), new_event_id(0)])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_ids_of_processes_that_are_forked_differ() -> None:
    new_event_id()
    fork = multiprocessing.get_context("fork")
    ids: list[str] = []
    for _ in range(2):
        ours, theirs = fork.Pipe()
        child = fork.Process(target=put_id, args=(theirs,))
        child.start()
        ids += ours.recv()
        child.join()
    assert len(set(ids)) == 4
