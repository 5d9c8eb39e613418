"""Where notifications go, as the settings say, and a bootstrap that cannot begin."""

import os
import subprocess
import sys

import pytest

from deployments.notify import NotifySettings, load_notify_settings
from deployments.steps import ROOT
from tasks.run.errors import UsageError

# Apprise looks for what the machine has, and meets a module that Python will drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: os.PathLike[str]) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NotifySettings.model_fields:
        monkeypatch.delenv(f"NONMUN_NOTIFY_{name.upper()}", raising=False)


def test_nothing_is_sent_unless_a_channel_is_set() -> None:
    assert load_notify_settings().channels() == {}


def test_every_channel_that_is_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "SLACK_URL": "https://hooks.slack.com/services/T1A2B3C4D/B1A2B3C4D/abcdefghijklmnopqrstuvwx",
        "DISCORD_URL": "https://discord.com/api/webhooks/1234567890/abcdefghijklmnopqrstuvwx",
        "TELEGRAM_TOKEN": "123456789:abcdefg_hijklmnop",
        "TELEGRAM_CHAT": "12315544",
        "MAIL_URL": "mailtos://me:word@smtp.example.com?from=a@example.com&to=b@example.com",
        "URL": "json://127.0.0.1:8080/path",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"NONMUN_NOTIFY_{name}", value)
    channels = load_notify_settings().channels()
    assert set(channels) == {"slack", "discord", "telegram", "mail", "other"}
    assert channels["telegram"] == "tgram://123456789:abcdefg_hijklmnop/12315544/"


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("SLACK_URL", "hooks.slack.com", "NONMUN_NOTIFY_SLACK_URL"),
        ("URL", "http://example.com/hook", "NONMUN_NOTIFY_URL"),
        ("TELEGRAM_CHAT", "12315544", "NONMUN_NOTIFY_TELEGRAM_TOKEN"),
    ],
)
def test_a_value_that_leads_nowhere_is_named_and_not_shown(
    name: str, value: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"NONMUN_NOTIFY_{name}", value)
    with pytest.raises(UsageError, match=named) as refused:
        load_notify_settings().channels()
    assert value not in str(refused.value)


def test_a_bootstrap_without_a_server_says_how_to_start_one() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "deployments.bootstrap", "--wait", "0.2"],
        cwd=ROOT,
        env={**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert "start one with `make up`" in ended.stderr
