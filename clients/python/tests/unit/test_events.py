"""Events are valid by the contract's own schemas, whatever is built; what cannot be one is refused in a sentence."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from taskfold._event_id import new_event_id
from taskfold._generated.data import RULES
from taskfold.errors import InvalidEventError
from taskfold.events import Event, Events
from tests.support.document import GENERATED

SCHEMAS: dict[str, Any] = {
    path.stem: json.loads(path.read_text()) for path in (GENERATED / "json-schema").glob("*.json")
}
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}
events = Events(source="/workers/1", tenant="acme")

texts = st.text(min_size=1, max_size=60)
credits_ = st.decimals(0, 10**12, places=8, allow_nan=False)
money = st.one_of(credits_, st.integers(0, 10**15 - 1), credits_.map(lambda amount: format(amount, "f")))
any_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)
objects = st.dictionaries(st.text(), any_json, max_size=4)
warnings = st.lists(st.fixed_dictionaries({"code": texts, "message": st.text()}, optional={"field": texts}), max_size=3)
times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones())  # noqa: DTZ001
lines = st.lists(
    st.fixed_dictionaries({"meter": texts, "quantity": money, "unit": texts, "billed_amount_credits": money}),
    max_size=3,
)


ids = st.text("abcXYZ019_-", min_size=1, max_size=128)


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional={name: st.none() | each for name, each in optional.items()})


DATA: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "created": some(
        {"capability": texts, "model": texts},
        {
            "input": objects,
            "metadata": st.dictionaries(st.text(min_size=1, max_size=64), st.text(max_size=512), max_size=3),
            "project_id": st.just("project_1"),
            "client_request_id": st.just("request-1"),
            "deadline_at": times,
            "callback": st.just({"url": "https://example.com/hook", "events": ["task.succeeded"]}),
            "credits_per_usd": st.integers(1, 10**9),
        },
    ),
    "started": some({}, {"resolved_model": texts, "attempt": st.integers(1, 1_000_000)}),
    "progressed": some({}, {"percent": st.floats(0, 100) | st.integers(0, 100), "stage": texts, "message": st.text()}),
    "output_updated": some({"output": objects}, {}),
    "warned": some({"warnings": warnings}, {}),
    "usage_recorded": some(
        {}, {"input_tokens": st.integers(-(2**53) + 1, 2**53 - 1), "video_seconds": st.floats(0, 1e9), "lines": lines}
    ),
    "charged": some({"entry_id": st.just("charge_1"), "amount_credits": money}, {"estimated": st.booleans()}),
    "refunded": some({"entry_id": st.just("refund_1"), "amount_credits": money}, {"reason": st.text()}),
    "billing_settled": some({}, {}),
    "cancel_requested": some({}, {"reason": st.text(), "request_id": st.just("request-1")}),
    "succeeded": some({}, {"output": objects, "warnings": warnings, "resolved_model": texts}),
    "failed": some(
        {"error": some({"code": texts, "message": st.text(), "retryable": st.booleans()}, {"details": any_json})}, {}
    ),
    "canceled": some({}, {"reason": st.text()}),
    "erased": some({}, {}),
}


def test_each_type_that_is_produced_has_a_builder() -> None:
    assert {f"task.{name}" for name in DATA} == set(RULES)
    assert set(RULES) == set(SCHEMAS) - {"task.updated", "task.callback_attempted"}


@pytest.mark.parametrize("name", sorted(DATA))
@given(choice=st.data())
def test_what_is_built_is_valid(name: str, choice: st.DataObject) -> None:
    attributes = choice.draw(
        some({}, {"time": times, "traceparent": texts, "sequence": st.integers(), "apikeyid": ids})
    )
    event: Event = getattr(events, name)("task_1", **choice.draw(DATA[name]), **attributes)
    read = json.loads(event.body)
    faults = [fault.message for fault in VALIDATORS[event.type].iter_errors(read)]
    assert faults == []
    assert (read["subject"], read["tenantid"], read["source"]) == ("task_1", "acme", "/workers/1")
    assert all(value is not None for value in read["data"].values())


def test_digits_and_half_characters_survive_or_are_replaced() -> None:
    event = events.succeeded("task_1", output={"seed": 2**70, "half": "\ud83d", "whole": "\ud83d\ude00"})
    output = json.loads(event.body)["data"]["output"]
    assert output == {"seed": 2**70, "half": "\ufffd", "whole": "😀"}


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError, match=r'money is a text such as "0\.25" or a Decimal, never a float'):
        events.charged("task_1", entry_id="e", amount_credits=0.25)  # type: ignore[arg-type]
    line: Any = {"meter": "m", "quantity": 1.5, "unit": "u", "billed_amount_credits": "1"}
    with pytest.raises(TypeError, match="never a float"):
        events.usage_recorded("task_1", lines=[line])
    assert events.charged("t", entry_id="e", amount_credits=Decimal("1E+2")).data["amount_credits"] == "100"


MISTAKES: list[tuple[str, Callable[[], Event]]] = [
    ("amount_credits", lambda: events.charged("t", entry_id="e", amount_credits="-1")),
    ("amount_credits", lambda: events.charged("t", entry_id="e", amount_credits="0.123456789")),
    ("entry_id", lambda: events.charged("t", entry_id="e e", amount_credits="1")),
    ("credits_per_usd", lambda: events.created("t", capability="c", model="m", credits_per_usd="0.00")),
    ("percent", lambda: events.progressed("t", percent=101)),
    ("percent", lambda: events.progressed("t", percent=True)),
    ("Out of range float", lambda: events.succeeded("t", output={"a": float("inf")})),
    ("not JSON serializable", lambda: events.succeeded("t", output={"a": object()})),
    ("time zone", lambda: events.started("t", time=datetime(2026, 11, 25))),  # noqa: DTZ001
    ("task_id", lambda: events.started("a b")),
    ("1 MiB", lambda: events.succeeded("t", output={"a": "x" * 2**20})),
    ("id cannot be", lambda: events.started("t", id="a\nb")),
    ("apikeyid cannot be", lambda: events.created("t", capability="c", model="m", apikeyid="sk key")),
]


@pytest.mark.parametrize(("sentence", "build"), MISTAKES)
def test_what_cannot_be_an_event_is_refused(sentence: str, build: Callable[[], Event]) -> None:
    with pytest.raises(InvalidEventError, match=sentence):
        build()


def test_ids_rise_also_when_the_clock_is_set_back() -> None:
    now = 2_000_000_000_000
    ids = [new_event_id(now - index * 7) for index in range(500)]
    assert sorted(set(ids)) == ids
    assert new_event_id() > ids[-1]


def test_a_time_keeps_its_zone() -> None:
    at = datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert json.loads(events.started("t", time=at).body)["time"] == "2026-11-25T08:00:00+05:30"
