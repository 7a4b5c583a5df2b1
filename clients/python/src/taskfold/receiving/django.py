"""Callbacks for views of Django: `pip install "taskfold[django]"`."""

# Django has no types of its own.
# mypy: disable-error-code="untyped-decorator,no-any-return"
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false, reportArgumentType=false

import functools
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from taskfold.receiving import CallbackVerificationError, ReceivedCallback, verify_callback

__all__ = ["receives_callbacks"]


def receives_callbacks(
    secrets: str | Sequence[str], *, tolerance: float = 300
) -> Callable[[Callable[[HttpRequest, ReceivedCallback], HttpResponse]], Callable[..., Any]]:
    """Decorates a view that is called with the request and the callback; what is none is answered with 401.

    It takes `POST` alone, and wants no CSRF token: the signature says who calls.

    Args:
        secrets: One that begins with `whsec_`, or several while one replaces another.
        tolerance: Seconds that the time of the signature may differ from the clock.
    """

    def decorate(view: Callable[[HttpRequest, ReceivedCallback], HttpResponse]) -> Callable[..., Any]:
        @csrf_exempt
        @require_POST
        @functools.wraps(view)
        def verified(request: HttpRequest) -> HttpResponse:
            try:
                callback = verify_callback(request.body, request.headers, secrets, tolerance=tolerance)
            except CallbackVerificationError as error:
                return JsonResponse({"code": error.fault, "message": str(error)}, status=401)
            return view(request, callback)

        return verified

    return decorate
