"""The asynchronous client."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import httpx

from taskfold._async.publishing import AsyncPublisher
from taskfold._async.tasks import AsyncTasks
from taskfold._async.tenant import AsyncCallbacks, AsyncKeys, AsyncSecrets, AsyncTokens
from taskfold._async.transport import AsyncTransport
from taskfold._async.updates import updates
from taskfold._capture import RawResponse, captured, raw_response
from taskfold._core.feed import TaskUpdate
from taskfold._core.operations import tenant
from taskfold._core.settings import settings_of
from taskfold._generated.parameters import Beginning, Group, Part
from taskfold.models import Me, UsageRow

if TYPE_CHECKING:
    from typing_extensions import Self

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


class AsyncTaskfold:
    """Asks a Taskfold API, and publishes events to it.

    Attributes:
        tasks: Tasks: get, list, wait, watch, cancel, erase.
        callbacks: Whether callers were told.
        keys: Keys of the tenant.
        secrets: The secrets that callbacks are signed with.
        tokens: Short-lived tokens for browsers.
        events: Publishes events.
    """

    def __init__(
        self,
        *,
        api_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 30.0,
        max_retries: int = 4,
        silence: float = 20.0,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """A client for one API and one key.

        Args:
            api_url: The address of the API; `TASKFOLD_API_URL` where it is not given.
            api_key: The key; `TASKFOLD_API_KEY` where it is not given.
            timeout: Seconds for one attempt of a request, beyond what the API is asked to hold its answer for.
            max_retries: How many attempts may follow the first, of what may be sent again.
            silence: Seconds after which a stream that says nothing is taken for cut.
            http_client: Sends the requests, and stays open; one of its own where it is not given.

        Raises:
            SettingsError: where the address or the key is missing or cannot be one.
        """
        settings = settings_of(
            api_url=api_url, api_key=api_key, timeout=timeout, max_retries=max_retries, silence=silence
        )
        self._transport = AsyncTransport(settings, http_client)
        self.tasks = AsyncTasks(self._transport)
        self.callbacks = AsyncCallbacks(self._transport)
        self.keys = AsyncKeys(self._transport)
        self.secrets = AsyncSecrets(self._transport)
        self.tokens = AsyncTokens(self._transport)
        self.events = AsyncPublisher(self._transport)

    async def usage(
        self,
        *,
        start: datetime | str | None = None,
        end: datetime | str | None = None,
        group_by: Sequence[Group] | None = None,
    ) -> list[UsageRow]:
        """Sums of usage and credits: a row for each combination of the groups, or one in all.

        Args:
            start: Entries of this time or later.
            end: Entries before this time.
            group_by: What a row is for.
        """
        return await self._transport.call(tenant.get_usage(start=start, end=end, group_by=group_by))

    async def me(self) -> Me:
        """Whose key this client asks with, and what that may do."""
        return await self._transport.call(tenant.get_me())

    def updates(
        self,
        *,
        cursor: str | None = None,
        start: Beginning = "now",
        expand: Sequence[Part] | None = None,
        page_size: int | None = None,
        follow: bool = True,
    ) -> AsyncGenerator[TaskUpdate, None]:
        """The changes of all tasks of the tenant: the newest state of each task that changed, skipping none.

        Keep the `cursor` of what you have dealt with, best in one transaction with it, and begin there after a restart.

        Args:
            cursor: Where to begin.
            start: Where to begin without a cursor: "now", or "oldest" for everything that is there.
            expand: Further parts of each task.
            page_size: How many the API answers at once, 1 to 100.
            follow: Whether to wait for further changes; otherwise it ends with the last one that there is.

        Raises:
            CursorExpiredError: where the changes after the cursor are no longer kept: begin with `start="oldest"`.
        """
        return updates(self._transport, cursor=cursor, start=start, expand=expand, page_size=page_size, follow=follow)

    async def with_raw_response(
        self, method: Callable[Arguments, Awaitable[Value]], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> RawResponse[Value]:
        """Calls a method, and returns the answer with what the method returned.

        Args:
            method: A method of this client that asks at once, such as `client.tasks.get`.
            args: For the method.
            kwargs: For the method.
        """
        answers = captured.set([])
        try:
            value = await method(*args, **kwargs)
            return raw_response(value, captured.get() or [])
        finally:
            captured.reset(answers)

    async def close(self) -> None:
        """Closes the connections, unless they are those of an `http_client` that was given."""
        await self._transport.close()

    async def __aenter__(self) -> "Self":
        """The client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it."""
        await self.close()

    def __repr__(self) -> str:
        """The address, and nothing of the key."""
        return f"<{type(self).__name__} {self._transport.settings.api_url}>"
