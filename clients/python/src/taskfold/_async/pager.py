"""Lists that are longer than an answer."""

from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

from taskfold._async.transport import AsyncTransport
from taskfold._core.answers import Page
from taskfold._core.request import Operation

Item = TypeVar("Item")


class AsyncPager(Generic[Item]):
    """The items of a list, asked for page by page as they are read. Each reading begins anew."""

    def __init__(
        self, transport: AsyncTransport, page_at: Callable[[str | None], Operation[Page[Item]]], cursor: str | None
    ) -> None:
        """Reads from a cursor on; None is the beginning."""
        self._transport = transport
        self._page_at = page_at
        self._cursor = cursor

    async def __aiter__(self) -> AsyncIterator[Item]:
        """The items, one by one."""
        async for page in self.pages():
            for item in page.items:
                yield item

    async def pages(self) -> AsyncIterator[Page[Item]]:
        """The pages, each with the cursor of the next one."""
        cursor = self._cursor
        while True:
            page = await self._transport.call(self._page_at(cursor))
            yield page
            if page.next_cursor is None:
                return
            cursor = page.next_cursor
