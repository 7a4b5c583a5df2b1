"""What LiteLLM leaves behind."""

import asyncio
import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _no_loops_are_left() -> Iterator[None]:
    """Its synchronous calls make event loops that it never closes."""
    yield
    for each in gc.get_objects():
        # What a lazy object says of its class, it looks up first.
        if issubclass(type(each), asyncio.AbstractEventLoop) and not each.is_running():
            each.close()
