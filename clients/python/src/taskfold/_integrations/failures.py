"""Why a call of a model failed, for programs and for end users, never in the provider's own words."""

from taskfold.events import Failure

MESSAGES = {
    "invalid_input": "The provider could not read the request.",
    "unauthorized": "The provider refused the key.",
    "not_found": "The provider does not know the model.",
    "timeout": "The provider did not answer in time.",
    "rate_limited": "The provider takes no more requests at the moment.",
    "provider_unavailable": "The provider could not be reached or had a fault.",
    "internal_error": "The call failed.",
}
BY_STATUS = {
    400: "invalid_input",
    401: "unauthorized",
    403: "unauthorized",
    404: "not_found",
    408: "timeout",
    413: "invalid_input",
    422: "invalid_input",
    429: "rate_limited",
    504: "timeout",
}
RETRYABLE = ("timeout", "rate_limited", "provider_unavailable")


def failure_of(status: int | None, *, code: str | None = None) -> Failure:
    """What is said of an answer with this status, or of a failure that has this code of its provider.

    >>> failure_of(429)["code"], failure_of(502)["code"], failure_of(None, code="content_filter")["code"]
    ('rate_limited', 'provider_unavailable', 'content_filter')
    """
    known = (
        code or BY_STATUS.get(status or 0) or ("provider_unavailable" if status and status >= 500 else "internal_error")
    )
    return Failure(code=known, message=MESSAGES.get(known, MESSAGES["internal_error"]), retryable=known in RETRYABLE)
