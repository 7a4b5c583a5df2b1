"""Where the API is, who asks, and how long anything may take."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from taskfold._errors import SettingsError

API_URL = "TASKFOLD_API_URL"
API_KEY = "TASKFOLD_API_KEY"


@dataclass(frozen=True)
class Settings:
    """What a client is told when it is made; times are in seconds."""

    api_url: str
    api_key: str = field(repr=False)
    timeout: float = 30.0
    """For one attempt of a request, beyond what the API was asked to hold its answer for."""
    max_retries: int = 4
    silence: float = 20.0
    """After which a stream that says nothing is taken for cut: the API says something at least every 15 seconds."""


def settings_of(
    *,
    api_url: str | None,
    api_key: str | None,
    timeout: float,
    max_retries: int,
    silence: float,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """What was given, else what the environment says.

    Raises:
        SettingsError: where the address or the key is missing or malformed; the key is not repeated.
    """
    url = (api_url or environment.get(API_URL) or "").strip()
    key = (api_key or environment.get(API_KEY) or "").strip()
    if not url:
        raise SettingsError(f"No API is known: give api_url, or set {API_URL}.")
    if not key:
        raise SettingsError(f"No key is known: give api_key, or set {API_KEY}.")
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise SettingsError("The key has characters that no key has.")
    parts = urlsplit(url)
    if (
        parts.scheme not in ("http", "https")
        or not parts.netloc
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
    ):
        raise SettingsError(f"{url} is no address of an API: it must be like https://tasks.example.com.")
    if timeout <= 0 or silence <= 0 or max_retries < 0:
        raise SettingsError("timeout and silence must be above 0, and max_retries must not be below it.")
    return Settings(url.rstrip("/"), key, timeout, max_retries, silence)
