"""The snippets of docs/integrations.md, run as they are; local servers stand in for OpenAI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integrations.test_celery import env, log, redis  # noqa: F401
from tests.integrations.test_litellm import provide
from tests.integrations.test_openai import USAGE, Provider, response
from tests.support.provider import Log, serving

SNIPPETS = Path(__file__).parents[2] / "snippets"


def run(name: str, settings: dict[str, str]) -> str:
    command = [sys.executable, str(SNIPPETS / name)]
    return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=90, check=True).stdout


def settings_with(provider: str, api: str) -> dict[str, str]:
    key = "sk-0123456789abcdefghijklmnopqrstuv"
    own = {"TASKFOLD_API_URL": api, "TASKFOLD_API_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    return {**os.environ, **own, "OPENAI_BASE_URL": provider, "OPENAI_API_KEY": "sk-test"}


def test_litellm() -> None:
    told = Log()
    with serving(provide) as provider, serving(told.take) as api:
        assert run("with_litellm.py", settings_with(f"{provider}/v1", api)) == "Fog.\n"
    (task_id,) = told.tasks()
    assert list(told.of(task_id)) == ["created", "started", "usage_recorded", "charged", "succeeded"]


def test_openai() -> None:
    told, states = Log(), Provider()
    states.states = [response("queued"), response("in_progress"), response("completed", usage=USAGE)]
    with serving(states.answer) as provider, serving(told.take) as api:
        assert run("with_openai.py", settings_with(f"{provider}/v1", api)) == "resp_1 completed\n"
    assert told.of("resp_1")["charged"]["amount_credits"] == "0.060"


@pytest.mark.usefixtures("redis")
def test_celery(env: dict[str, str], log: Log) -> None:  # noqa: F811
    said = run("with_celery.py", {**env, "BROKER_URL": env["TEST_REDIS_URL"]})
    assert log.of(said.strip())["created"]["model"] == "flux"
