"""Sends requests with httpx, and tries again what may be tried again."""

import asyncio
import logging
import platform
import random
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypeVar

import httpx

from taskfold._capture import captured
from taskfold._core.operations.tasks import read_stream_start
from taskfold._core.request import Answer, Operation, Request
from taskfold._core.retry import retry_delay
from taskfold._core.settings import Settings
from taskfold._errors import ConnectionFailedError, TaskfoldError, TimedOutError
from taskfold._forks import after_fork_in_child

Value = TypeVar("Value")

CONNECT_SECONDS = 10.0
AGENT = f"taskfold-python/{version('taskfold')} python/{platform.python_version()} httpx/{httpx.__version__}"
# Of these it is known that nothing was sent.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
log = logging.getLogger("taskfold")


class AsyncTransport:
    """Requests to one API with one key."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient | None = None) -> None:
        """Sends with the client that is given, which stays open, or with one of its own."""
        self.settings = settings
        self._owns = http is None
        self._http = httpx.AsyncClient() if http is None else http
        after_fork_in_child(self._renew)

    def _renew(self) -> None:
        # Two processes must not speak on one connection.
        if self._owns:
            self._http = httpx.AsyncClient()

    async def close(self) -> None:
        """Closes the connections, if they are its own."""
        if self._owns:
            await self._http.aclose()

    async def call(self, operation: Operation[Value], *, max_retries: int | None = None) -> Value:
        """Sends a request until it is answered with a success, or may not be sent again.

        Raises:
            TaskfoldError: what the last attempt ended with.
        """
        retries = self.settings.max_retries if max_retries is None else max_retries
        attempt = 0
        while True:
            attempt += 1
            try:
                return operation.read(await self._send(operation.request))
            except TaskfoldError as failure:
                delay = retry_delay(
                    failure,
                    attempt=attempt,
                    max_retries=retries,
                    repeatable=operation.request.repeatable,
                    chance=random.random(),
                )
                if delay is None:
                    raise
                log.info("%s %s: again in %.1f s: %s", operation.request.method, operation.request.path, delay, failure)
            await asyncio.sleep(delay)

    @asynccontextmanager
    async def stream(self, request: Request) -> AsyncGenerator[AsyncGenerator[bytes, None] | None, None]:
        """The pieces of a stream as they come; None where the API says that nothing more is to come.

        Raises:
            TaskfoldError: where no stream begins; and, while it is read, where it is cut or silent.
        """
        timeout = httpx.Timeout(self.settings.silence, connect=CONNECT_SECONDS)
        try:
            async with self._http.stream(
                request.method, self._url(request), headers=self._headers(request), timeout=timeout
            ) as response:
                log.debug("%s %s: %s", request.method, request.path, response.status_code)
                body = b"" if response.is_success else await response.aread()
                begun = read_stream_start(_answer_of(response, body))
                yield _pieces(response) if begun else None
        except httpx.HTTPError as cause:
            raise _failure_of(cause) from cause

    async def _send(self, request: Request) -> Answer:
        limit = self.settings.timeout + request.held
        deadline = time.monotonic() + limit
        timeout = httpx.Timeout(limit, connect=min(limit, CONNECT_SECONDS))
        body = bytearray()
        try:
            async with self._http.stream(
                request.method,
                self._url(request),
                params=request.query,
                headers=self._headers(request),
                content=request.body,
                timeout=timeout,
            ) as response:
                async for piece in response.aiter_bytes():
                    body += piece
                    # The time limits of httpx are for each piece.
                    if time.monotonic() > deadline:
                        raise TimedOutError(f"The answer was not whole within {limit:g} s.", sent=True)
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            raise _failure_of(cause) from cause
        answer = _answer_of(response, bytes(body))
        log.debug(
            "%s %s: %s, request %s", request.method, request.path, answer.status, answer.headers.get("x-request-id")
        )
        answers = captured.get()
        if answers is not None:
            answers.append(answer)
        return answer

    def _url(self, request: Request) -> str:
        return self.settings.api_url + request.path

    def _headers(self, request: Request) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "User-Agent": AGENT,
            "Authorization": f"Bearer {self.settings.api_key}",
            **request.headers,
        }


async def _pieces(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in response.aiter_bytes():
            yield piece
    except httpx.HTTPError as cause:
        raise _failure_of(cause) from cause


def _answer_of(response: httpx.Response, body: bytes) -> Answer:
    return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)


def _failure_of(cause: Exception) -> ConnectionFailedError:
    kind = TimedOutError if isinstance(cause, httpx.TimeoutException) else ConnectionFailedError
    return kind(f"{type(cause).__name__}: {cause}".rstrip(": "), sent=not isinstance(cause, UNSENT))
