"""A proxy that stalls, buffers and cuts, as those between people and an API do."""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from typing_extensions import Self

Fault = Literal["none", "stalls", "buffers", "refuses"]


class FaultyProxy:
    """Passes bytes on, unless it is told not to.

    `stalls`: nothing that the API says comes through any more, and no connection is closed. `buffers`: what the API
    says comes through once the API has said all of it. `refuses`: connections are closed, also those that are open.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self._fault: Fault = "none"
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.connections = 0

    def __enter__(self) -> "Self":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        self._close_all()

    def begin(self, fault: Fault) -> None:
        self._fault = fault
        if fault == "refuses":
            self._close_all()

    def cut(self) -> None:
        """Closes the connections that are open; new ones are passed on."""
        self._close_all()

    def _close_all(self) -> None:
        for each in list(self._open):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            if self._fault == "refuses":
                client.close()
                continue
            try:
                server = socket.create_connection(self._target, timeout=10)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            self._open |= {client, server}
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        held = b""
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                while answers and self._fault == "stalls":
                    time.sleep(0.01)
                if answers and self._fault == "buffers":
                    # A stream has no end of its own; what is one answer is whole.
                    held += piece
                    if b"text/event-stream" in held:
                        continue
                sink.sendall(held or piece)
                held = b""
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
            self._open.discard(each)
