"""A callback is taken exactly where the standard's own library takes it."""

import base64
import json
import runpy
import time
from datetime import datetime, timezone
from typing import Annotated, Any

import django
import httpx
import pytest
from django import conf
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from fastapi import Depends, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from taskfold.receiving import CallbackVerificationError, ReceivedCallback, verify_callback
from taskfold.receiving.django import receives_callbacks
from taskfold.receiving.fastapi import callback_of
from tests.support.document import DOCUMENT, REPOSITORY, sample

BODY: dict[str, Any] = sample(DOCUMENT["components"]["schemas"]["CallbackBody"])
TEXT = json.dumps(BODY)
keys = st.binary(min_size=24, max_size=64)
ids = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=30)


def secret_of(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


SECRET, OTHER = secret_of(b"a" * 24), secret_of(b"b" * 32)


def signed(secret: str, body: str = TEXT, callback_id: str = "cb_1", at: float | None = None) -> dict[str, str]:
    seconds = int(time.time() if at is None else at)
    when = datetime.fromtimestamp(seconds, timezone.utc)
    return {
        "Webhook-Id": callback_id,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": Webhook(secret).sign(callback_id, when, body),
    }


def fault_of(headers: dict[str, str], secrets: str | list[str] = SECRET, body: bytes | str = TEXT, **how: Any) -> str:
    with pytest.raises(CallbackVerificationError) as refused:
        verify_callback(body, headers, secrets, **how)
    return refused.value.fault


@given(keys, ids)
def test_takes_what_the_standards_library_signs(key: bytes, callback_id: str) -> None:
    headers = signed(secret_of(key), callback_id=callback_id)
    callback = verify_callback(TEXT.encode(), headers, secret_of(key))
    assert callback.id == callback_id
    assert callback.data.task_id == BODY["data"]["task_id"]


entries = st.one_of(
    st.sampled_from(["v1,", "v1a,AAAA", "v2,AAAA", ",", "v1,====", "v1,!"]),
    st.binary(max_size=32).map(lambda each: "v1," + base64.b64encode(each).decode()),
)


@given(
    shift=st.integers(-600, 600).filter(lambda each: abs(abs(each) - 300) > 5),
    before=st.lists(entries, max_size=2),
    flip=st.booleans(),
    suffix=st.sampled_from(["", ".5", "x", " "]),
)
def test_takes_nothing_else(shift: int, before: list[str], flip: bool, suffix: str) -> None:
    headers = signed(SECRET, at=time.time() + shift)
    headers["Webhook-Signature"] = " ".join([*before, headers["Webhook-Signature"]])
    headers["Webhook-Timestamp"] += suffix
    body = TEXT + (" " if flip else "")
    try:
        Webhook(SECRET).verify(body, headers)
        theirs: bool | None = True
    except WebhookVerificationError:
        theirs = False
    except ValueError:
        # The library stumbles over a signature that is none, also where the right one comes next.
        theirs = None
    try:
        verify_callback(body, headers, SECRET)
        ours = True
    except CallbackVerificationError:
        ours = False
    assert ours == (theirs if theirs is not None else not flip and abs(shift) < 300)


def test_secrets_that_replace_each_other() -> None:
    for secret in (SECRET, OTHER):
        assert verify_callback(TEXT, signed(secret), [SECRET, OTHER]).id == "cb_1"
    both = signed(SECRET)
    both["Webhook-Signature"] += " " + signed(OTHER)["Webhook-Signature"]
    assert verify_callback(TEXT, both, OTHER).id == "cb_1"
    assert fault_of(signed(SECRET), OTHER) == "wrong_signature"


def test_says_why_it_refuses() -> None:
    headers = signed(SECRET)
    assert fault_of({}) == "missing_header"
    assert fault_of({**headers, "Webhook-Timestamp": "soon"}) == "missing_header"
    assert fault_of(headers, now=time.time() + 310) == "too_old"
    assert fault_of(headers, now=time.time() - 310) == "too_new"
    assert verify_callback(TEXT, headers, SECRET, now=time.time() + 310, tolerance=400).id == "cb_1"
    assert fault_of(headers, body=TEXT.encode() + b"\xff") == "wrong_signature"
    assert fault_of(signed(SECRET, '{"type":"other"}'), body='{"type":"other"}') == "not_a_callback"


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_AAAA", SECRET.removeprefix("whsec_"), "whsec_" + "A" * 100])
def test_a_secret_that_is_none(secret: str) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes") as refused:
        verify_callback(TEXT, signed(SECRET), secret)
    assert not secret or secret not in str(refused.value).replace('"whsec_"', "")
    with pytest.raises(ValueError, match="no secret"):
        verify_callback(TEXT, signed(SECRET), [])


async def test_fastapi() -> None:
    app = FastAPI()
    verified = callback_of([SECRET, OTHER])

    @app.post("/callbacks")
    def receive(callback: Annotated[ReceivedCallback, Depends(verified)]) -> dict[str, str]:
        return {"id": callback.id, "task": callback.data.task_id}

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        taken = await client.post("/callbacks", content=TEXT, headers=signed(OTHER))
        refused = await client.post("/callbacks", content=TEXT + " ", headers=signed(OTHER))
    assert taken.json() == {"id": "cb_1", "task": BODY["data"]["task_id"]}
    assert (refused.status_code, refused.json()["detail"]["code"]) == (401, "wrong_signature")


@pytest.fixture(scope="module")
def django_settings() -> None:
    """A project with the middleware that `startproject` writes, as far as it needs no database."""
    names = ["security.SecurityMiddleware", "common.CommonMiddleware", "csrf.CsrfViewMiddleware"]
    middleware = [f"django.middleware.{name}" for name in [*names, "clickjacking.XFrameOptionsMiddleware"]]
    conf.settings.configure(ALLOWED_HOSTS=["testserver"], SECRET_KEY="for tests", MIDDLEWARE=middleware)
    django.setup()


def told(client: Client, headers: dict[str, str], body: str = TEXT) -> Any:
    return client.post("/callbacks", body, content_type="application/json", headers=headers)


@pytest.mark.usefixtures("django_settings")
def test_django() -> None:
    @receives_callbacks([SECRET])
    def receive(_: HttpRequest, callback: ReceivedCallback) -> HttpResponse:
        return HttpResponse(callback.id)

    def form(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    client = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=(path("callbacks", receive), path("form", form))):
        # What comes without a token is refused by the middleware, but for the callback, which is signed.
        assert client.post("/form").status_code == 403
        taken = told(client, signed(SECRET))
        assert (taken.status_code, taken.content) == (200, b"cb_1")
        assert taken.headers["X-Frame-Options"] == "DENY"
        forged = told(client, signed(SECRET), TEXT + " ")
        assert (forged.status_code, forged.json()["code"]) == (401, "wrong_signature")
        assert told(client, {}).json()["code"] == "missing_header"
        assert client.get("/callbacks").status_code == 405


@pytest.mark.usefixtures("django_settings")
def test_the_example_for_django(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CALLBACK_SECRETS", f"{SECRET},{OTHER}")
    example = runpy.run_path(str(REPOSITORY / "clients" / "python" / "examples" / "receive_with_django.py"))
    with override_settings(ROOT_URLCONF=(path("callbacks", example["receive"]),)):
        assert told(Client(enforce_csrf_checks=True), signed(OTHER)).status_code == 204
    assert BODY["data"]["task_id"] in capsys.readouterr().out
