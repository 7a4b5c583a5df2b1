"""Keeps events beyond the life of a process."""

import contextlib
import os
import re
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from uuid import uuid4

Sync = Literal["soon", "always", "never"]
# One line of a file: an event with its number, or up to which number all are sent.
LINE = re.compile(rb"(?:(\d+) (\{.*\})|done (\d+))", re.DOTALL)
SOON = 0.1
# Half of a file may be of events that are sent, and a mebibyte beside that.
COMPACTED = 1024 * 1024


def read_left(content: bytes) -> dict[int, bytes]:
    """The events that are whole, and not sent: of a process that was killed the last line may be torn."""
    events: dict[int, bytes] = {}
    *lines, _torn = content.split(b"\n")
    for line in lines:
        found = LINE.fullmatch(line)
        if found is None:
            continue
        number, event, done = found.groups()
        if event is not None:
            events[int(number)] = event
        else:
            events = {each: body for each, body in events.items() if each > int(done)}
    return events


class Spool:
    """A file of this process in a directory that processes share.

    The kernel holds the lock of the file, and lets go of it when the process dies, however it does. Whoever opens a
    spool in the directory takes over the files that nobody holds.
    """

    def __init__(self, directory: str | os.PathLike[str], sync: Sync = "soon") -> None:
        """Makes a file, and takes over what processes that died have left.

        Raises:
            OSError: where the directory cannot be written to.
            NotImplementedError: on Windows.
        """
        if sys.platform == "win32":
            raise NotImplementedError("A spool needs the file locks of Linux or macOS; on Windows leave spool out.")
        folder = Path(directory)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{uuid4().hex}.events"
        self._sync = sync
        self._sync_timer: threading.Timer | None = None
        self._places: dict[int, tuple[int, int]] = {}
        self._end = 0
        self._last = 0
        self._descriptor = _locked(self._path, os.O_CREAT | os.O_EXCL)
        self._pid = os.getpid()
        for path in sorted(folder.glob("*.events"), key=_changed):
            if path != self._path:
                self._take_over(path)
        os.fsync(self._descriptor)
        self.left: Sequence[tuple[int, int]] = [(number, size) for number, (_, size) in self._places.items()]

    def append(self, body: bytes) -> int:
        """Writes an event, so that it survives this process from here on.

        Returns:
            Its number, higher than that of each one before it.

        Raises:
            OSError: where it cannot be written; the file is as it was then.
        """
        number = self._last + 1
        self._write(b"%d %s\n" % (number, body))
        self._last = number
        self._places[number] = (self._end - len(body) - 1, len(body))
        if self._sync == "always":
            os.fsync(self._descriptor)
        elif self._sync == "soon":
            self._sync_soon()
        return number

    def read(self, number: int) -> bytes:
        """The event of a number.

        Raises:
            KeyError: where it is not there.
            OSError: where the file is not as it was.
        """
        offset, size = self._places[number]
        body = os.pread(self._descriptor, size, offset)
        if len(body) != size:
            raise OSError(f"{self._path} is shorter than it was: who else writes to it?")
        return body

    def done(self, number: int) -> None:
        """Forgets an event, and each one before it; what is forgotten takes no room for long.

        Raises:
            OSError: where it cannot be written.
        """
        for each in [each for each in self._places if each <= number]:
            del self._places[each]
        if not self._places:
            os.ftruncate(self._descriptor, 0)
            self._end = 0
            return
        self._write(b"done %d\n" % number)
        if self._end > 2 * sum(size for _, size in self._places.values()) + COMPACTED:
            self._compact()

    def close(self) -> None:
        """Gives the file back; where nothing is left in it, it goes."""
        if self._sync_timer is not None:
            self._sync_timer.cancel()
        if not self._places:
            self._path.unlink(missing_ok=True)
        else:
            os.fsync(self._descriptor)
        os.close(self._descriptor)

    def forget(self) -> None:
        """Leaves the file to the process that forked this one."""
        os.close(self._descriptor)

    def _take_over(self, path: Path) -> None:
        try:
            descriptor = _locked(path, 0)
        except OSError:
            # Its process lives, or another one has been faster.
            return
        try:
            if _is_still(path, descriptor):
                for body in read_left(_content(descriptor)).values():
                    self.append(body)
                os.fsync(self._descriptor)
                path.unlink()
        finally:
            os.close(descriptor)

    def _compact(self) -> None:
        kept = {number: self.read(number) for number in self._places}
        beside = self._path.with_suffix(".new")
        descriptor = _locked(beside, os.O_CREAT | os.O_TRUNC)
        before, self._descriptor = self._descriptor, descriptor
        end, self._end = self._end, 0
        places = dict(self._places)
        try:
            for number, body in kept.items():
                self._write(b"%d %s\n" % (number, body))
                self._places[number] = (self._end - len(body) - 1, len(body))
            os.fsync(descriptor)
            beside.replace(self._path)
        except OSError:
            self._descriptor, self._end, self._places = before, end, places
            os.close(descriptor)
            raise
        os.close(before)

    def _write(self, line: bytes) -> None:
        written = 0
        try:
            while written < len(line):
                written += os.pwrite(self._descriptor, line[written:], self._end + written)
        except OSError:
            # Of a full disk: half a line must not stand before the next one.
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._end)
            raise
        self._end += len(line)

    def _sync_soon(self) -> None:
        if self._sync_timer is not None and self._sync_timer.is_alive():
            return
        timer = threading.Timer(SOON, self._sync_now)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:
            # As it ends, Python starts no threads any more.
            self._sync_now()
            return
        self._sync_timer = timer

    def _sync_now(self) -> None:
        # A file that was written anew, or closed, meanwhile is on disk already.
        with contextlib.suppress(OSError):
            os.fsync(self._descriptor)


def _locked(path: Path, flags: int) -> int:
    # Windows has no such module.
    import fcntl  # noqa: PLC0415

    descriptor = os.open(path, os.O_RDWR | flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file of this name is the one that was opened: whoever was faster has removed it."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


def _content(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0
