"""A real callback of the stack, received by FastAPI behind a real server."""

import threading
import time
from collections.abc import Iterator
from typing import Annotated

import pytest
import uvicorn
from fastapi import Depends, FastAPI

from taskfold import Taskfold
from taskfold.events import Events
from taskfold.receiving import ReceivedCallback
from taskfold.receiving.fastapi import callback_of


def end_replaced(api: Taskfold) -> None:
    """Five secrets sign at most."""
    for each in api.secrets.list():
        if each.expires_at is not None:
            api.secrets.revoke(each.secret_id)


@pytest.fixture
def secrets(api: Taskfold) -> list[str]:
    """The secret that was made first signs on while the second is in place."""
    end_replaced(api)
    return [api.secrets.rotate().secret, api.secrets.rotate().secret]


@pytest.fixture
def received() -> list[ReceivedCallback]:
    return []


@pytest.fixture
def url(secrets: list[str], received: list[ReceivedCallback]) -> Iterator[str]:
    app = FastAPI()

    def add(path: str, secret: str) -> None:
        @app.post(path, status_code=204)
        def receive(callback: Annotated[ReceivedCallback, Depends(callback_of(secret))]) -> None:
            received.append(callback)

    add("/before", secrets[0])
    add("/now", secrets[1])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("path", ["/before", "/now"])
def test_a_callback_is_verified_by_either_secret(
    api: Taskfold, events: Events, url: str, received: list[ReceivedCallback], task_id: str, path: str
) -> None:
    api.events.publish(
        [
            events.created(task_id, capability="c", model="m", callback={"url": url + path}),
            events.succeeded(task_id, output={"n": 1}),
        ]
    )
    deadline = time.monotonic() + 60
    while not received:
        assert time.monotonic() < deadline, list(api.callbacks.attempts(task_id))
        time.sleep(0.05)
    assert (received[0].type, received[0].data.task_id, received[0].data.output) == (
        "task.succeeded",
        task_id,
        {"n": 1},
    )
    assert received[0].id.startswith("cb_")
