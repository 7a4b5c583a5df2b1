"""What was used and what it cost, as the contract has it."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

SMALLEST = Decimal("0.00000001")


def credits_of(usd: float | Decimal | str | None, credits_per_usd: Decimal | int | str) -> str | None:
    """An amount of US dollars in credits, as a text of at most eight decimals.

    A float becomes the shortest decimal that reads as the same float, which is the one that a table of prices has:
    3e-06 is 0.000003, whereas `Decimal(3e-06)` has fifty digits of what binary fractions cannot say. From there on
    nothing is binary.

    >>> credits_of(3e-06, 1000), credits_of(0.1 + 0.2, 1)
    ('0.003', '0.3')

    Returns:
        None for nothing and for what is no amount.
    """
    if usd is None:
        return None
    amount = (Decimal(repr(usd) if isinstance(usd, float) else usd) * Decimal(credits_per_usd)).quantize(
        SMALLEST, ROUND_HALF_EVEN
    )
    return format(amount.normalize(), "f") if amount.is_finite() and amount > 0 else None


def tokens_of(usage: object) -> dict[str, int]:
    """The meters of what OpenAI's APIs, old and new, and LiteLLM call usage.

    >>> tokens_of({"prompt_tokens": 9, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 4}})
    {'input_tokens': 9, 'output_tokens': 3, 'cache_read_tokens': 4}
    """
    said = fields_of(usage)
    read = fields_of(said.get("prompt_tokens_details") or said.get("input_tokens_details"))
    written = fields_of(said.get("completion_tokens_details") or said.get("output_tokens_details"))
    found = {
        "input_tokens": said.get("prompt_tokens") or said.get("input_tokens"),
        "output_tokens": said.get("completion_tokens") or said.get("output_tokens"),
        "cache_read_tokens": read.get("cached_tokens"),
        "cache_creation_tokens": said.get("cache_creation_input_tokens") or read.get("cache_creation_tokens"),
        "reasoning_tokens": written.get("reasoning_tokens"),
    }
    return {meter: count for meter, count in found.items() if isinstance(count, int) and count > 0}


def fields_of(value: object) -> Mapping[str, Any]:
    """The fields of a mapping or of a model of pydantic; none of what is neither."""
    if isinstance(value, Mapping):
        return value  # pyright: ignore[reportUnknownVariableType]
    dump = getattr(value, "model_dump", None)
    return dump() if callable(dump) else {}  # pyright: ignore[reportReturnType]
