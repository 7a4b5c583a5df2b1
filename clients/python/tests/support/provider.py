"""A server that stands in for a provider of models, and one that stands in for Taskfold's API."""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from taskfold.events import Event


class Exchange(BaseHTTPRequestHandler):
    """One request. `said` is what came, and `answer` and `stream` answer it."""

    protocol_version = "HTTP/1.1"
    handle_request: Callable[["Exchange"], None]

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self.said: Any = json.loads(body)
        except ValueError:
            self.said = body
        try:
            type(self).handle_request(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST  # noqa: N815

    def answer(self, value: object, status: int = 200) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, events: Iterator[str]) -> None:
        """Server-sent events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in events:
            self.wfile.write(f"{event}\n\n".encode())
            self.wfile.flush()
        self.close_connection = True


@contextmanager
def serving(handle: Callable[[Exchange], None]) -> Iterator[str]:
    """A server whose requests a function answers, in threads. Gives its address."""
    handler = type("Handler", (Exchange,), {"handle_request": staticmethod(handle)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class Log:
    """What was published, in its order, as a fold that knows an event by its id sees it."""

    def __init__(self) -> None:
        self.by_id: dict[str, dict[str, Any]] = {}

    def publish(self, events: Sequence[Event]) -> None:
        for event in events:
            self.add(json.loads(event.body))

    def add(self, event: dict[str, Any]) -> None:
        self.by_id.setdefault(event["id"], event)

    def of(self, task_id: str) -> dict[str, Any]:
        """The data of its events by the names of their types."""
        return {each["type"].removeprefix("task."): each["data"] for each in self.all() if each["subject"] == task_id}

    def all(self) -> list[dict[str, Any]]:
        return list(self.by_id.values())

    def tasks(self) -> list[str]:
        return list(dict.fromkeys(each["subject"] for each in self.all()))

    def take(self, exchange: Exchange) -> None:
        """Answers `POST /v1/events` as Taskfold's API does."""
        receipts = []
        for event in exchange.said:
            self.add(event)
            named = {"object": "event_receipt", "id": event["id"], "source": event["source"]}
            receipts.append({**named, "status": "accepted", "position": "1", "error": None})
        exchange.answer({"object": "list", "data": receipts})
