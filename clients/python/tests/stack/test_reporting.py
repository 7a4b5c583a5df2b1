"""A worker reports to a real API: also one that is killed in the middle, and starts again."""

import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from taskfold import Reporter, Taskfold
from tests.stack.conftest import Stack
from tests.support.proxy import FaultyProxy

WORKER = Path(__file__).parent / "worker.py"


def test_a_worker_that_is_killed_in_the_middle_leaves_a_task_that_is_right(
    stack: Stack, api: Taskfold, proxy: FaultyProxy, task_id: str, tmp_path: Path
) -> None:
    env = {
        **os.environ,
        "TASKFOLD_API_URL": proxy.url,
        "TASKFOLD_API_KEY": stack.api_key,
        "TASK_ID": task_id,
        "SPOOL": str(tmp_path / "spool"),
        "DONE": str(tmp_path / "done"),
    }

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, str(WORKER)], env=env)

    # What the API answers is lost on the way in the first life, and killed -9 it is while it waits for the answer.
    proxy.begin("stalls")
    first = start()
    charged = "charge_7"
    deadline = time.monotonic() + 30
    while charged not in (Path(env["DONE"]).read_text() if Path(env["DONE"]).exists() else ""):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    assert first.wait(30) == -signal.SIGKILL
    proxy.begin("refuses")
    proxy.begin("none")
    second = start()
    assert second.wait(60) == 0

    task = api.tasks.wait(task_id, until="settled", timeout=30)
    assert (task.status, task.output, task.attempt) == ("succeeded", {"steps": 10}, 2)
    assert task.billing is not None
    assert task.usage is not None
    # Ten steps: each is charged once, however often it was told, and measured once, whoever did it.
    assert Decimal(task.billing.net_charged_credits) == Decimal("12.5")
    assert task.usage.input_tokens == 100
    assert len(list(api.tasks.ledger(task_id))) == 10
    assert list((tmp_path / "spool").iterdir()) == []


def test_an_api_that_is_away_for_a_while(stack: Stack, api: Taskfold, proxy: FaultyProxy) -> None:
    ids = [f"task_{uuid4().hex}" for _ in range(3)]
    away = Taskfold(api_url=proxy.url, api_key=stack.api_key, max_retries=0, timeout=2)
    with away, Reporter(publish=away.events.publish, source="/tests/python/worker", max_retry_wait=0.2) as reporter:
        proxy.begin("refuses")
        for each in ids:
            reporter.task(each).created(capability="c", model="m")
            with reporter.task(each) as task:
                task.progress(50)
                task.charge("charge_1", "2")
        assert not reporter.flush(timeout=0.5)
        proxy.begin("none")
        assert reporter.flush(timeout=30)
    for each in ids:
        task_ended = api.tasks.wait(each, timeout=30)
        assert task_ended.status == "succeeded"
        assert task_ended.billing is not None
        assert Decimal(task_ended.billing.net_charged_credits) == 2


def test_events_that_the_api_refuses(api: Taskfold, task_id: str) -> None:
    refused: list[str] = []
    with Reporter(
        publish=api.events.publish,
        source="/tests/python/worker",
        tenant="somebody-else",
        on_refused=lambda event, why: refused.append(f"{event.type} {why.code}"),
    ) as reporter:
        reporter.task(task_id).started()
        assert reporter.flush(timeout=30)
    assert refused == ["task.started tenant_mismatch"]
