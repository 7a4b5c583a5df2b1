"""What is written stays until it is done, whatever happens to the process that wrote it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskfold._reporting import spool as module
from taskfold._reporting.spool import Spool, read_left
from taskfold.events import Event
from taskfold.reporting import Reporter

bodies = st.text().map(lambda text: b'{"a":"' + text.encode().replace(b"\n", b"\\n") + b'"}')
# How many events are written, and of how many then to say that they are done.
steps = st.lists(st.tuples(st.lists(bodies, max_size=4), st.integers(0, 4)), max_size=6)


def left_in(spool: Spool) -> list[bytes]:
    return [spool.read(number) for number, _ in spool.left]


@given(written=steps, torn=st.integers(0, 30), small=st.booleans())
def test_who_comes_next_finds_what_is_not_done(
    written: list[tuple[list[bytes], int]], torn: int, small: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "COMPACTED", 10 if small else 1 << 20)
        spool = Spool(folder, "never")
        expected: list[tuple[int, bytes]] = []
        for events, done in written:
            expected += [(spool.append(body), body) for body in events]
            if expected and done:
                last = expected[:done][-1][0]
                spool.done(last)
                expected = [each for each in expected if each[0] > last]
        for number, body in expected:
            assert spool.read(number) == body
        # Killed in the middle of a line.
        if torn:
            number = spool.append(b'{"torn":1234567890123456789}')
            os.ftruncate(spool._descriptor, spool._end - min(torn, len(b"%d {}" % number)))
        spool.forget()
        assert left_in(Spool(folder, "never")) == [body for _, body in expected]


def test_a_file_whose_process_lives_is_left_to_it(tmp_path: Path) -> None:
    first, second = Spool(tmp_path), Spool(tmp_path)
    first.append(b'{"first":1}')
    second.append(b'{"second":1}')
    assert left_in(Spool(tmp_path)) == []
    first.forget()
    assert left_in(Spool(tmp_path)) == [b'{"first":1}']
    second.done(1)
    second.close()


def test_what_is_no_line_is_skipped() -> None:
    assert read_left(b'1 {"a":1}\nrubbish\n2 {"b":1}\ndone 1\n\x00\x00\n3 {"c"') == {2: b'{"b":1}'}


@pytest.mark.parametrize("sync", ["soon", "always", "never"])
def test_a_process_that_is_killed_loses_nothing(tmp_path: Path, sync: str) -> None:
    program = f"""
import os, signal, threading
from taskfold.reporting import Reporter
def publish(events): threading.Event().wait()
reporter = Reporter(publish=publish, source="/workers/1", spool={str(tmp_path)!r}, spool_sync={sync!r})
task = reporter.task("task_1")
task.started(); task.progress(5); task.charge("charge_1", "40"); task.succeeded()
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    sent: list[Event] = []
    with Reporter(publish=sent.extend, source="/workers/1", spool=tmp_path) as reporter:
        assert reporter.flush()
    assert [event.type for event in sent] == ["task.started", "task.charged", "task.succeeded"]
    assert sent[1].data == {"entry_id": "charge_1", "amount_credits": "40"}
    assert list(tmp_path.iterdir()) == []


def test_a_spool_that_cannot_be_written_to_is_told_of_and_the_event_waits_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Event] = []
    errors: list[Exception] = []
    with Reporter(publish=sent.extend, source="/w", spool=tmp_path, on_error=errors.append) as reporter:

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "pwrite", full)
        reporter.task("task_1").started()
        assert reporter.flush()
        monkeypatch.undo()
    assert [event.type for event in sent] == ["task.started"]
    assert "No space" in str(errors[0])
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        Reporter(publish=sent.extend, source="/w", spool=__file__)
