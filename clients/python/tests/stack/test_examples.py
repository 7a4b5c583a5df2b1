"""The examples of README.md run as they are."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from taskfold import Taskfold
from taskfold.events import Events
from tests.stack.conftest import Stack
from tests.stack.test_receiving import end_replaced

EXAMPLES = Path(__file__).parents[2] / "examples"


def environment(stack: Stack, **more: str) -> dict[str, str]:
    return {**os.environ, "TENANT": stack.tenant, "PYTHONUNBUFFERED": "1", **more}


def test_reporting(stack: Stack, api: Taskfold, events: Events, tmp_path: Path) -> None:
    ids = ("task_1", "task_2", "task_3")
    api.events.publish([events.created(each, capability="c", model="m") for each in ids])
    for name in ("report.py", "report_by_kafka.py"):
        subprocess.run([sys.executable, EXAMPLES / name], cwd=tmp_path, env=environment(stack), timeout=60, check=True)
    ended = [api.tasks.wait(each, timeout=30) for each in ids]
    assert [each.status for each in ended] == ["succeeded"] * 3
    assert ended[0].output == {"url": "https://cdn.example.com/8e.png", "prompt": "A lighthouse in the fog"}
    assert ended[0].billing is not None
    assert float(ended[0].billing.net_charged_credits) == 40
    assert ended[1].attempt == 1

    reader = [sys.executable, str(EXAMPLES / "read_topic.py")]
    with subprocess.Popen(
        reader, env=environment(stack, GROUP="examples"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            wanted = {f"{stack.tenant}/{each} {task.revision} succeeded" for each, task in zip(ids, ended, strict=True)}
            for line in process.stdout:
                wanted.discard(line.strip())
                if not wanted:
                    break
        finally:
            process.kill()
    assert wanted == set()


def test_receiving_with_fastapi(stack: Stack, api: Taskfold, events: Events, task_id: str) -> None:
    end_replaced(api)
    secret = api.secrets.rotate().secret
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve = [
        sys.executable,
        "-m",
        "uvicorn",
        "receive_with_fastapi:app",
        "--port",
        str(port),
        "--app-dir",
        str(EXAMPLES),
    ]
    env = environment(stack, CALLBACK_SECRETS=secret)
    with subprocess.Popen(serve, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            url = f"http://127.0.0.1:{port}/callbacks"
            wait_for(url)
            created = events.created(task_id, capability="c", model="m", callback={"url": url})
            api.events.publish([created, events.succeeded(task_id, output={"n": 1})])
            line = next(line for line in process.stdout if line.startswith("task."))
        finally:
            process.kill()
    assert line.strip() == f"task.succeeded {task_id} {{'n': 1}}"


def wait_for(url: str) -> None:
    transport = httpx.HTTPTransport(retries=10)
    with httpx.Client(transport=transport) as client:
        assert client.post(url, timeout=30).status_code == 401
