"""The stack that `npm run test:python` has brought up."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from taskfold import Taskfold
from taskfold.events import Events
from tests.support.proxy import FaultyProxy


@dataclass(frozen=True)
class Stack:
    api_url: str
    api_key: str
    tenant: str
    mortal_api_url: str
    """Of an API that tests may kill and start again."""
    control_url: str
    brokers: str
    topic_events: str
    topic_updates: str

    def kill_api(self) -> None:
        httpx.post(f"{self.control_url}/kill-api", timeout=60).raise_for_status()

    def start_api(self) -> None:
        httpx.post(f"{self.control_url}/start-api", timeout=60).raise_for_status()


def setting(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: run these tests with npm run test:python, which brings the stack up.")
    return value


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.stack)


@pytest.fixture(scope="session")
def stack() -> Stack:
    return Stack(
        api_url=setting("TASKFOLD_API_URL"),
        api_key=setting("TASKFOLD_API_KEY"),
        tenant=setting("TASKFOLD_TEST_TENANT"),
        mortal_api_url=setting("TASKFOLD_TEST_MORTAL_API_URL"),
        control_url=setting("TASKFOLD_TEST_CONTROL_URL"),
        brokers=setting("KAFKA_BROKERS"),
        topic_events=setting("TOPIC_EVENTS"),
        topic_updates=setting("TOPIC_UPDATES"),
    )


@pytest.fixture
def api(stack: Stack) -> Iterator[Taskfold]:
    with Taskfold(api_url=stack.api_url, api_key=stack.api_key) as client:
        yield client


@pytest.fixture
def events() -> Events:
    return Events(source="/tests/python")


@pytest.fixture
def task_id() -> str:
    return f"task_{uuid4().hex}"


@pytest.fixture
def proxy(stack: Stack) -> Iterator[FaultyProxy]:
    """A proxy before the API, which does what it is told to."""
    with FaultyProxy(stack.api_url) as faulty:
        yield faulty


@pytest.fixture
def publish(api: Taskfold, events: Events, task_id: str) -> Callable[..., str]:
    """Publishes an event of the task, and returns its position once it is folded."""

    def act(kind: str, **data: object) -> str:
        receipts = api.events.publish([getattr(events, kind)(task_id, **data)])
        position = receipts[0].position
        assert position is not None
        api.tasks.get(task_id, min_position=position, wait=30)
        return position

    return act
