"""Whatever lies between, a task that is followed is told of to its end, and its revisions rise."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from taskfold import AsyncTaskfold, Taskfold
from taskfold.errors import InvalidApiKeyError
from taskfold.models import Task
from tests.stack.conftest import Stack
from tests.support.proxy import FaultyProxy

Publish = Callable[..., str]
# Streams say something every 15 seconds; here silence is noticed sooner, so that tests need not wait for it.
SILENCE = 1.5
LIMIT = 60.0


class Watcher:
    """Watches a task in a thread of its own."""

    def __init__(self, api: Taskfold, task_id: str) -> None:
        self.states: list[Task] = []
        self.failure: Exception | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._watch, args=(api, task_id), daemon=True)
        self._thread.start()

    def _watch(self, api: Taskfold, task_id: str) -> None:
        try:
            for task in api.tasks.watch(task_id, timeout=LIMIT):
                with self._changed:
                    self.states.append(task)
                    self._changed.notify_all()
        except Exception as failure:  # noqa: BLE001
            self.failure = failure

    def until(self, seen: Callable[[Task], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(seen, self.states)), LIMIT), self.failure

    def join(self) -> list[Task]:
        self._thread.join(LIMIT)
        assert not self._thread.is_alive()
        assert self.failure is None
        revisions = [task.revision for task in self.states]
        assert revisions == sorted(set(revisions))
        return self.states


@contextlib.contextmanager
def watched(stack: Stack, url: str, task_id: str) -> Iterator[Watcher]:
    with Taskfold(api_url=url, api_key=stack.api_key, silence=SILENCE) as api:
        yield Watcher(api, task_id)


def percent(wanted: float) -> Callable[[Task], bool]:
    return lambda task: task.progress is not None and task.progress.percent == wanted


def end(publish: Publish) -> None:
    publish("succeeded", output={"a": 1})
    publish("billing_settled")


def test_a_task_is_followed_from_before_it_exists_to_its_end(stack: Stack, publish: Publish, task_id: str) -> None:
    with watched(stack, stack.api_url, task_id) as watcher:
        publish("created", capability="c", model="m")
        watcher.until(lambda task: task.status == "queued")
        publish("progressed", percent=50)
        watcher.until(percent(50))
        end(publish)
        states = watcher.join()
    assert states[-1].output == {"a": 1}
    assert states[-1].billing is not None


@pytest.mark.parametrize("fault", ["stalls", "buffers", "refuses"])
def test_a_fault_in_the_middle_changes_nothing_but_the_delay(
    stack: Stack, publish: Publish, task_id: str, proxy: FaultyProxy, fault: str
) -> None:
    publish("created", capability="c", model="m")
    with watched(stack, proxy.url, task_id) as watcher:
        watcher.until(lambda task: task.status == "queued")
        proxy.begin(fault)  # type: ignore[arg-type]
        publish("progressed", percent=50)
        time.sleep(0.2)
        if fault != "buffers":
            proxy.begin("none")
        watcher.until(percent(50))
        end(publish)
        assert watcher.join()[-1].status == "succeeded"


def test_connections_that_are_cut_are_made_again(
    stack: Stack, publish: Publish, task_id: str, proxy: FaultyProxy
) -> None:
    publish("created", capability="c", model="m")
    with watched(stack, proxy.url, task_id) as watcher:
        watcher.until(lambda task: task.status == "queued")
        for step in (10, 20, 30):
            proxy.cut()
            publish("progressed", percent=step)
            watcher.until(percent(step))
        end(publish)
        watcher.join()
    assert proxy.connections > 3


def test_an_api_that_is_killed_and_started_again_is_waited_for(stack: Stack, publish: Publish, task_id: str) -> None:
    publish("created", capability="c", model="m")
    with watched(stack, stack.mortal_api_url, task_id) as watcher:
        watcher.until(lambda task: task.status == "queued")
        stack.kill_api()
        publish("progressed", percent=50)
        stack.start_api()
        watcher.until(percent(50))
        end(publish)
        watcher.join()


def test_a_key_that_is_revoked_ends_the_watch(stack: Stack, api: Taskfold, publish: Publish, task_id: str) -> None:
    publish("created", capability="c", model="m")
    key = api.keys.create("watcher", scopes=["tasks:read"])
    with Taskfold(api_url=stack.api_url, api_key=key.key, silence=SILENCE) as client:
        watcher = Watcher(client, task_id)
        watcher.until(lambda task: task.status == "queued")
        api.keys.revoke(key.key_id)
        deadline = time.monotonic() + LIMIT
        while watcher.failure is None and time.monotonic() < deadline:
            time.sleep(0.05)
    assert isinstance(watcher.failure, InvalidApiKeyError)


async def test_a_watch_that_is_canceled_leaves_no_connection(stack: Stack, publish: Publish, task_id: str) -> None:
    await asyncio.to_thread(publish, "created", capability="c", model="m")
    async with AsyncTaskfold(api_url=stack.api_url, api_key=stack.api_key) as api:
        waiting = asyncio.create_task(api.tasks.wait(task_id, timeout=None))
        await asyncio.sleep(0.5)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        pool = api._transport._http._transport._pool  # type: ignore[attr-defined]
        assert [each for each in pool.connections if not each.is_idle()] == []
        # The client is as good as before.
        await asyncio.to_thread(publish, "succeeded")
        assert (await api.tasks.wait(task_id, timeout=30)).status == "succeeded"
