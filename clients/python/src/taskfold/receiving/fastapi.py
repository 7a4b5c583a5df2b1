"""Callbacks as a dependency of FastAPI: `pip install "taskfold[fastapi]"`."""

from collections.abc import Awaitable, Callable, Sequence

from fastapi import HTTPException, Request

from taskfold.receiving import CallbackVerificationError, ReceivedCallback, verify_callback

__all__ = ["callback_of"]


def callback_of(
    secrets: str | Sequence[str], *, tolerance: float = 300
) -> Callable[[Request], Awaitable[ReceivedCallback]]:
    """A dependency that is the callback of a request; what is none is answered with 401.

    >>> from typing import Annotated
    >>> from fastapi import Depends, FastAPI
    >>> app = FastAPI()
    >>> verified = callback_of("whsec_" + "A" * 32)
    >>> @app.post("/callbacks", status_code=204)
    ... def receive(callback: Annotated[ReceivedCallback, Depends(verified)]) -> None:
    ...     print(callback.id, callback.data.status)

    Args:
        secrets: One that begins with `whsec_`, or several while one replaces another.
        tolerance: Seconds that the time of the signature may differ from the clock.
    """

    async def dependency(request: Request) -> ReceivedCallback:
        try:
            return verify_callback(await request.body(), request.headers, secrets, tolerance=tolerance)
        except CallbackVerificationError as error:
            raise HTTPException(401, {"code": error.fault, "message": str(error)}) from error

    return dependency
