"""Whether to try again, and when."""

from taskfold._errors import AnsweredError, ConnectionFailedError, TaskfoldError

FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
# Who is asked to wait longer than this tells its caller instead.
LONGEST_RETRY_AFTER = 60.0
TOO_MANY_REQUESTS = 429


def retry_delay(
    failure: TaskfoldError, *, attempt: int, max_retries: int, repeatable: bool, chance: float
) -> float | None:
    """Seconds until the next attempt; None where there is to be none.

    Args:
        failure: What the last attempt ended with.
        attempt: How many attempts there were, the last one included.
        max_retries: How many attempts may follow the first.
        repeatable: Whether sending the request twice does no more than sending it once.
        chance: Between 0 and 1: spreads clients that failed together.
    """
    if attempt > max_retries or not may_repeat(failure, repeatable=repeatable):
        return None
    asked = failure.retry_after if isinstance(failure, AnsweredError) else None
    if asked is not None and asked > LONGEST_RETRY_AFTER:
        return None
    return max(asked or 0.0, backoff(attempt, chance))


def backoff(attempt: int, chance: float) -> float:
    """Seconds to wait after so many failures: doubling, between half and all of it."""
    return min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** min(attempt - 1, 10)) * (0.5 + chance / 2)


def may_repeat(failure: TaskfoldError, *, repeatable: bool) -> bool:
    """Whether the request may be sent again without doing anything twice."""
    if isinstance(failure, ConnectionFailedError):
        return repeatable or not failure.sent
    if isinstance(failure, AnsweredError):
        # A budget is looked at before anything is done.
        return failure.retryable and (repeatable or failure.status == TOO_MANY_REQUESTS)
    return False
