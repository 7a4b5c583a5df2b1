"""New ids of events."""

import os
import secrets
import threading
import time

# Crockford's base 32: without I, L, O and U.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BITS = 80
_lock = threading.Lock()
_last = (-1, 0)


def _begin_anew() -> None:
    """In a process that was forked: two of them must not count on from the same number."""
    global _lock, _last
    _lock, _last = threading.Lock(), (-1, 0)


# Windows has no fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def new_event_id(now_ms: int | None = None) -> str:
    """`evt_` and a ULID.

    Ids of one process rise from one to the next, also within a millisecond and when the clock is set back, so that of
    two events of the same time the later one counts as the newer.
    """
    global _last  # noqa: PLW0603
    now = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    with _lock:
        milliseconds, chance = _last
        # Half of the random numbers leave room to count on.
        _last = (now, secrets.randbits(RANDOM_BITS - 1)) if now > milliseconds else (milliseconds, chance + 1)
        value = (_last[0] << RANDOM_BITS) | _last[1]
    return "evt_" + "".join(DIGITS[value >> shift & 31] for shift in range(125, -1, -5))
