"""The operations on what belongs to a tenant: usage, changes, callbacks, keys, secrets, tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from taskfold._core.answers import Page, model_of, read_model
from taskfold._core.request import Answer, Operation, Request, json_body, path_of, query_of, time_text
from taskfold._generated.parameters import Beginning, Group, Part, Scope
from taskfold.models import (
    ApiKey,
    ApiKeyList,
    CallbackAttempt,
    CallbackAttemptList,
    CallbackRedelivery,
    CallbackSecret,
    CallbackSecretList,
    CreatedApiKey,
    CreatedCallbackSecret,
    Me,
    ReadToken,
    TaskUpdateList,
    UsageList,
    UsageRow,
)


def get_usage(
    *, start: datetime | str | None, end: datetime | str | None, group_by: Sequence[Group] | None
) -> Operation[list[UsageRow]]:
    """Sums of usage and credits, by group."""

    def read(answer: Answer) -> list[UsageRow]:
        return model_of(UsageList, answer).data

    query = query_of((("from", start), ("to", end), ("group_by", group_by)))
    return Operation(Request("GET", path_of("usage"), query), read)


def get_me() -> Operation[Me]:
    """Whose key asks, and what it may do."""
    return Operation(Request("GET", path_of("me")), read_model(Me))


def list_task_updates(
    *, cursor: str | None, start: Beginning | None, page_size: int | None, expand: Sequence[Part] | None, wait: int
) -> Operation[TaskUpdateList]:
    """A page of the changes since a cursor; one without changes is held for so many seconds."""
    beginning = start if cursor is None else None
    query = query_of(
        (("cursor", cursor), ("from", beginning), ("limit", page_size), ("expand", expand), ("wait", wait or None))
    )
    return Operation(Request("GET", path_of("task-updates"), query, held=wait), read_model(TaskUpdateList))


def list_callback_attempts(
    task_id: str, *, page_size: int | None, cursor: str | None
) -> Operation[Page[CallbackAttempt]]:
    """A page of the attempts to call the caller of a task back."""

    def read(answer: Answer) -> Page[CallbackAttempt]:
        attempts = model_of(CallbackAttemptList, answer)
        return Page(tuple(attempts.data), attempts.next_cursor)

    query = query_of((("limit", page_size), ("cursor", cursor)))
    return Operation(Request("GET", path_of("tasks", task_id, "callback", "attempts"), query), read)


def redeliver_callback(task_id: str) -> Operation[CallbackRedelivery]:
    """Asks for another attempt now."""
    return Operation(_once(path_of("tasks", task_id, "callback", "redeliver")), read_model(CallbackRedelivery))


def create_key(
    name: str, *, scopes: Sequence[Scope], project_id: str | None, expires_at: datetime | str | None
) -> Operation[CreatedApiKey]:
    """Makes a key."""
    until = None if expires_at is None else time_text(expires_at)
    body = {"name": name, "scopes": list(scopes), "project_id": project_id, "expires_at": until}
    return Operation(_once(path_of("keys"), body), read_model(CreatedApiKey))


def list_keys(*, page_size: int | None, cursor: str | None) -> Operation[Page[ApiKey]]:
    """A page of the keys."""

    def read(answer: Answer) -> Page[ApiKey]:
        keys = model_of(ApiKeyList, answer)
        return Page(tuple(keys.data), keys.next_cursor)

    return Operation(Request("GET", path_of("keys"), query_of((("limit", page_size), ("cursor", cursor)))), read)


def rotate_key(key_id: str, *, grace_seconds: int | None) -> Operation[CreatedApiKey]:
    """Makes a key in place of another one, which works on for a while."""
    return Operation(
        _once(path_of("keys", key_id, "rotate"), {"grace_seconds": grace_seconds}), read_model(CreatedApiKey)
    )


def revoke_key(key_id: str) -> Operation[ApiKey]:
    """Ends a key."""
    return Operation(Request("DELETE", path_of("keys", key_id)), read_model(ApiKey))


def list_callback_secrets() -> Operation[list[CallbackSecret]]:
    """The secrets that callbacks are signed with."""

    def read(answer: Answer) -> list[CallbackSecret]:
        return model_of(CallbackSecretList, answer).data

    return Operation(Request("GET", path_of("callback-secrets")), read)


def rotate_callback_secret() -> Operation[CreatedCallbackSecret]:
    """Makes a secret in place of the current one."""
    return Operation(_once(path_of("callback-secrets")), read_model(CreatedCallbackSecret))


def revoke_callback_secret(secret_id: str) -> Operation[CallbackSecret]:
    """Ends a secret that was replaced."""
    return Operation(Request("DELETE", path_of("callback-secrets", secret_id)), read_model(CallbackSecret))


def create_token(
    *, task_id: str | None, filters: Mapping[str, Any] | None, expires_in: int | None
) -> Operation[ReadToken]:
    """Makes a short-lived token for a browser."""
    body = {"task_id": task_id, "filter": None if filters is None else dict(filters), "expires_in": expires_in}
    # A second token harms nobody: it is stored nowhere.
    request = Request("POST", path_of("tokens"), headers=JSON, body=json_body(_given(body)))
    return Operation(request, read_model(ReadToken))


JSON = {"Content-Type": "application/json"}


def _once(path: str, body: Mapping[str, Any] | None = None) -> Request:
    """A request that does something each time it arrives."""
    if body is None:
        return Request("POST", path, repeatable=False)
    return Request("POST", path, headers=JSON, body=json_body(_given(body)), repeatable=False)


def _given(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if value is not None}
