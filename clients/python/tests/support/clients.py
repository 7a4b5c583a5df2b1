"""Clients whose requests a function answers."""

from collections.abc import Callable

import httpx

from taskfold import AsyncTaskfold, Taskfold

URL = "https://tasks.example.com"
KEY = "sk-0123456789abcdefghijklmnopqrstuv"

Handler = Callable[[httpx.Request], httpx.Response]


def client(answer: Handler, *, max_retries: int = 4) -> Taskfold:
    http = httpx.Client(transport=httpx.MockTransport(answer))
    return Taskfold(api_url=URL, api_key=KEY, http_client=http, max_retries=max_retries)


def async_client(answer: Handler, *, max_retries: int = 4) -> AsyncTaskfold:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return AsyncTaskfold(api_url=URL, api_key=KEY, http_client=http, max_retries=max_retries)
