"""Reads server-sent events, whatever pieces they come in."""

import codecs
from dataclasses import dataclass


@dataclass(frozen=True)
class ServerSentEvent:
    """An event of a stream: its name, its data, and the id that the stream stands at."""

    event: str
    data: str
    id: str


class EventParser:
    """Takes pieces of a stream and gives the events that are whole, as the HTML standard reads them."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []
        self._event = ""
        self._id = ""
        self._data: list[str] = []

    def feed(self, piece: bytes) -> list[ServerSentEvent]:
        """Returns the events that end within the piece."""
        text = self._decoder.decode(piece)
        waiting = bool(self._rest) and self._rest[-1].endswith("\r")
        if not waiting and "\n" not in text and "\r" not in text:
            # A long event comes in many pieces: they are put together once.
            self._rest.append(text)
            return []
        text = "".join((*self._rest, text))
        # Whether a carriage return at the end has a line feed after it, the next piece tells.
        held = "\r" if text.endswith("\r") else ""
        lines = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest = [lines.pop() + held]
        return [event for line in lines if (event := self._take(line)) is not None]

    def _take(self, line: str) -> ServerSentEvent | None:
        if not line:
            return self._end()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        return None

    def _end(self) -> ServerSentEvent | None:
        event, data = self._event, self._data
        self._event, self._data = "", []
        return ServerSentEvent(event or "message", "\n".join(data), self._id) if data else None
