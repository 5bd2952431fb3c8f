"""Which webhooks are refused before anything starts."""

from __future__ import annotations

import pytest

from app.hooking import hook_of
from app.problems import BadInput
from app.settings import load_settings

SECRET = "u8Zk2-testing_only-Qm4Xw7Lr9Tb1Vc"
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
URL = "https://line.example/telegram"


def asked(monkeypatch: pytest.MonkeyPatch, url: str, secret: str, api: str = "") -> object:
    monkeypatch.setenv("TIPLINE_WEBHOOK_URL", url)
    monkeypatch.setenv("TIPLINE_WEBHOOK_SECRET", secret)
    monkeypatch.setenv("TIPLINE_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TIPLINE_TELEGRAM_API", api)
    return hook_of(load_settings({}))


def test_without_an_address_there_is_no_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "", SECRET) is None


def test_a_webhook_listens_on_loopback_and_hides_its_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hook = hook_of(load_settings({})) or asked(monkeypatch, URL, SECRET)
    assert (hook.path, hook.host, hook.port) == ("/telegram", "127.0.0.1", 8443)
    assert SECRET not in repr(hook)
    assert SECRET not in repr(load_settings({}))


@pytest.mark.parametrize(
    "secret",
    ["", "short", "a" * 64, "ab" * 32, SECRET[:31], SECRET + "!", "é" * 40, TOKEN[10:43]],
)
def test_it_does_not_start_with_a_weak_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    with pytest.raises(BadInput, match="TIPLINE_WEBHOOK_SECRET") as error:
        asked(monkeypatch, URL, secret)
    assert not secret or secret not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "line.example/telegram",
        "http://line.example/telegram",
        "https://line.example:9000/telegram",
        "https://line.example:99999999/",
        "https://user:pw@line.example/",
        "https://line.example/x?y=1",
        "https://line.example/{x}",
        "https:///x",
        "ftp://line.example/",
    ],
)
def test_an_address_to_which_telegram_does_not_deliver_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(BadInput, match="TIPLINE_WEBHOOK_URL"):
        asked(monkeypatch, url, SECRET)


def test_another_bot_api_server_may_deliver_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = asked(monkeypatch, "http://127.0.0.1:9000/t", SECRET, "http://127.0.0.1:8081")
    assert hook is not None
