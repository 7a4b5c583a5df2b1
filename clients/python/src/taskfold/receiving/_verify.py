"""Verifies callbacks by Standard Webhooks 1.0."""

import base64
import binascii
import hashlib
import hmac
import math
import time
from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import ValidationError

from taskfold._errors import TaskfoldError
from taskfold.models import CallbackBody

Fault = Literal["missing_header", "too_old", "too_new", "wrong_signature", "not_a_callback"]
"""Why a callback was refused."""

PREFIX = "whsec_"
# The sizes that the standard recommends, and that Taskfold makes.
LEAST_BYTES = 24
MOST_BYTES = 64
VERSION = "v1"


class CallbackVerificationError(TaskfoldError):
    """What was received is no callback of this tenant, or cannot be told to be one: answer 401.

    Attributes:
        fault: Why, for programs.
    """

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault: Fault = fault


class ReceivedCallback(CallbackBody):
    """A callback that is what it says it is: `type`, `timestamp`, and the task as `data`."""

    id: str
    """The `webhook-id`: the same whenever the same callback comes again. Handle each once."""


def verify_callback(
    body: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Sequence[str],
    *,
    tolerance: float = 300,
    now: float | None = None,
) -> ReceivedCallback:
    """Verifies a callback: that one of the secrets signed these bytes, and not long ago.

    Args:
        body: As it came: what was parsed and printed again has other bytes.
        headers: Those of the request, in any case.
        secrets: One that begins with `whsec_`, or several while one replaces another.
        tolerance: Seconds that the time of the signature may differ from the clock. What is older may be a replay.
        now: Seconds since 1970, in the place of the clock.

    Raises:
        CallbackVerificationError: where it is none: answer 401.
        ValueError: where a secret is none; the message does not show it.
    """
    keys = [_key_of(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    if not keys:
        raise ValueError("There is no secret to verify with.")
    lower = {name.lower(): value for name, value in headers.items()}
    callback_id, timestamp, signature = (
        _required(lower, name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    )
    seconds = _checked_time(timestamp, time.time() if now is None else now, tolerance)
    content = body.encode() if isinstance(body, str) else body
    signed = f"{callback_id}.{seconds}.".encode("utf-8", "surrogatepass") + content
    if not any(_is_signed(signed, entry, keys) for entry in signature.split(" ")):
        raise CallbackVerificationError("wrong_signature", "None of the secrets signed this body.")
    try:
        read = CallbackBody.model_validate_json(content)
    except ValidationError as cause:
        raise CallbackVerificationError("not_a_callback", "It is signed, but it is no callback of Taskfold.") from cause
    return ReceivedCallback.model_construct(**dict(read), id=callback_id)


def _key_of(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX).strip() + "==") if secret.startswith(PREFIX) else b""
    except binascii.Error:
        key = b""
    if not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise ValueError(f'A secret is "{PREFIX}" and {LEAST_BYTES} to {MOST_BYTES} bytes in Base64.')
    return key


def _required(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if value:
        return value
    raise CallbackVerificationError("missing_header", f"The request has no header {name}.")


def _checked_time(timestamp: str, now: float, tolerance: float) -> int:
    try:
        exact = float(timestamp)
        seconds = math.floor(exact)
    except (ValueError, OverflowError) as cause:
        raise CallbackVerificationError("missing_header", "webhook-timestamp is no number of seconds.") from cause
    if exact < now - tolerance:
        raise CallbackVerificationError("too_old", f"The callback was signed more than {tolerance:g} s ago.")
    if exact > now + tolerance:
        raise CallbackVerificationError("too_new", f"The callback was signed more than {tolerance:g} s from now.")
    return seconds


def _is_signed(signed: bytes, entry: str, keys: Sequence[bytes]) -> bool:
    version, _, text = entry.partition(",")
    if version != VERSION:
        return False
    try:
        given = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return False
    return any(hmac.compare_digest(hmac.new(key, signed, hashlib.sha256).digest(), given) for key in keys)
