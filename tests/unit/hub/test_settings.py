"""Settings that are none end the start with a sentence, and what is one ends up in no policy but its own."""

from typing import Any

import pytest

from hub.errors import SetupError
from hub.settings import Settings


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


NO_ORIGINS = [
    "chat.bank.example",
    "ftp://chat.bank.example",
    "javascript:alert(1)",
    "//chat.bank.example",
    "https://",
    "https:///path",
    "https://chat.bank.example/path",
    "https://chat.bank.example?x",
    "https://chat.bank.example#x",
    "https://user:pass@chat.bank.example",
    "https://chat.bank.example:port",
    "https://chat bank.example",
    "https://chat.bank.example https://evil.example",
    "https://chat.bank.example; script-src *",
    "https://chat.bank.example\nX: y",
    "https://chat.bank.example'",
    "https://*.bank.example",
    "https://*",
    "*",
    "null",
    "https://银行.example",
]


@pytest.mark.parametrize("name", ["public_url", "media_url", "webchat_origins"])
@pytest.mark.parametrize("wrong", NO_ORIGINS)
def test_what_is_no_origin_is_refused(name: str, wrong: str) -> None:
    with pytest.raises(SetupError, match=f"YUANQIAO_{name.upper()} is wrong"):
        settings(**{name: wrong})


def test_one_wrong_origin_among_others_is_named() -> None:
    with pytest.raises(SetupError, match=r"'\*' is no origin"):
        settings(webchat_origins="https://a.example, *")


@pytest.mark.parametrize(
    "origin",
    [
        "https://chat.bank.example",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "https://[2001:db8::1]:8443",
    ],
)
def test_origins_are_taken_with_a_slash_and_without(origin: str) -> None:
    for written in (origin, f"{origin}/"):
        assert settings(public_url=written).own_origins == (origin,)
        assert settings(media_url=written).media_origin == origin
        assert settings(webchat_origins=f"{written} ,").allowed_origins == (origin,)


@pytest.mark.parametrize(
    "name",
    ["bot_secret", "actions_secret", "turn_secret", "visitor_secret", "media_secret", "ingress_secret"],
)
def test_a_secret_has_32_bytes_at_least_and_stands_in_no_error(name: str) -> None:
    with pytest.raises(SetupError, match=f"YUANQIAO_{name.upper()} is wrong") as refused:
        settings(**{name: "q7" * 15 + "z"})
    assert "q7" not in str(refused.value)
    assert settings(**{name: "q7" * 16})
    assert settings(**{name: "密" * 11}), "bytes are counted, not characters"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "hub.internal", ""])  # noqa: S104
def test_beyond_loopback_only_when_told(host: str) -> None:
    with pytest.raises(SetupError, match="YUANQIAO_BEYOND_LOOPBACK=true"):
        settings(host=host)
    assert settings(host=host, beyond_loopback=True).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_needs_no_word(host: str) -> None:
    assert settings(host=host).host == host


def test_the_root_leads_where_a_setting_says() -> None:
    assert settings().root == "http://127.0.0.1:8081/"
    assert settings(demo_bank=False).root == ""
    assert settings(public_url="https://chat.bank.example").root == "", (
        "customers never get a loopback address"
    )
    for values in ({}, {"public_url": "https://chat.bank.example"}, {"demo_bank": False}):
        page = "https://www.bank.example/help?from=chat"
        assert settings(root_url=page, **values).root == page


@pytest.mark.parametrize(
    "wrong", ["/help", "javascript:alert(1)", "https://a.example/ b", 'https://a.example/"']
)
def test_the_root_is_the_address_of_a_page(wrong: str) -> None:
    with pytest.raises(SetupError, match="YUANQIAO_ROOT_URL is wrong"):
        settings(root_url=wrong)
