"""What one can ask of callbacks, keys, secrets and tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from taskfold._async.pager import AsyncPager
from taskfold._async.transport import AsyncTransport
from taskfold._core.operations import tenant
from taskfold._generated.parameters import Scope
from taskfold.models import (
    ApiKey,
    CallbackAttempt,
    CallbackRedelivery,
    CallbackSecret,
    CreatedApiKey,
    CreatedCallbackSecret,
    ReadToken,
)


class AsyncCallbacks:
    """Whether callers were told."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Asks with this transport."""
        self._transport = transport

    def attempts(
        self, task_id: str, *, page_size: int | None = None, cursor: str | None = None
    ) -> AsyncPager[CallbackAttempt]:
        """The attempts to call the caller of a task back, the newest first."""
        return AsyncPager(
            self._transport,
            lambda at: tenant.list_callback_attempts(task_id, page_size=page_size, cursor=at),
            cursor,
        )

    async def redeliver(self, task_id: str) -> CallbackRedelivery:
        """Asks for another attempt now, with the same `webhook-id`.

        Raises:
            CallbackNotConfiguredError: where nobody asked to be called back.
        """
        return await self._transport.call(tenant.redeliver_callback(task_id))


class AsyncKeys:
    """Keys of the tenant; they want the scope `admin`."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Asks with this transport."""
        self._transport = transport

    async def create(
        self,
        name: str,
        *,
        scopes: Sequence[Scope],
        project_id: str | None = None,
        expires_at: datetime | str | None = None,
    ) -> CreatedApiKey:
        """Makes a key, which is shown this once.

        It is not asked for again where the answer gets lost: look at `list` then.
        """
        operation = tenant.create_key(name, scopes=scopes, project_id=project_id, expires_at=expires_at)
        return await self._transport.call(operation)

    def list(self, *, page_size: int | None = None, cursor: str | None = None) -> AsyncPager[ApiKey]:
        """The keys, without what is secret of them."""
        return AsyncPager(self._transport, lambda at: tenant.list_keys(page_size=page_size, cursor=at), cursor)

    async def rotate(self, key_id: str, *, grace_seconds: int | None = None) -> CreatedApiKey:
        """Makes a key in place of another one, which works on for so many seconds: a day where none are given."""
        return await self._transport.call(tenant.rotate_key(key_id, grace_seconds=grace_seconds))

    async def revoke(self, key_id: str) -> ApiKey:
        """Ends a key."""
        return await self._transport.call(tenant.revoke_key(key_id))


class AsyncSecrets:
    """The secrets that callbacks are signed with; they want the scope `admin`."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Asks with this transport."""
        self._transport = transport

    async def list(self) -> Sequence[CallbackSecret]:
        """Those that sign, without what is secret of them."""
        return await self._transport.call(tenant.list_callback_secrets())

    async def rotate(self) -> CreatedCallbackSecret:
        """Makes a secret in place of the current one, which signs on for 24 hours. It is shown this once."""
        return await self._transport.call(tenant.rotate_callback_secret())

    async def revoke(self, secret_id: str) -> CallbackSecret:
        """Ends a secret that was replaced.

        Raises:
            CallbackSecretCurrentError: for the current one.
        """
        return await self._transport.call(tenant.revoke_callback_secret(secret_id))


class AsyncTokens:
    """Short-lived tokens for browsers."""

    def __init__(self, transport: AsyncTransport) -> None:
        """Asks with this transport."""
        self._transport = transport

    async def create(
        self,
        *,
        task_id: str | None = None,
        project_id: str | None = None,
        client_request_id: str | None = None,
        metadata: Mapping[str, str] | None = None,
        expires_in: int | None = None,
    ) -> ReadToken:
        """Makes a token that reads one task, or the tasks that have all of what is given.

        Args:
            task_id: The one task.
            project_id: Tasks of this project.
            client_request_id: Tasks of this request of the caller.
            metadata: Tasks whose metadata holds all of these pairs.
            expires_in: Seconds that it is good for, 30 to 3600; ten minutes where none are given.
        """
        given = {"project_id": project_id, "client_request_id": client_request_id, "metadata": metadata}
        filters = {name: value for name, value in given.items() if value is not None} or None
        return await self._transport.call(tenant.create_token(task_id=task_id, filters=filters, expires_in=expires_in))
