"""Headers of the chat's pages, and who may open a socket."""

from typing import Any

import pytest
from sanic.exceptions import Forbidden

from connectors.webchat.pages import LOADER_HEADERS, frame_headers
from connectors.webchat.webhook import check_origin
from hub.settings import Settings


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


def policy(**values: Any) -> dict[str, list[str]]:
    text = frame_headers(settings(**values))["Content-Security-Policy"]
    parts = [part.split() for part in text.split(";")]
    assert len({name for name, *_ in parts}) == len(parts), "of a repeated directive only the first counts"
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize(
    ("origins", "listed"),
    [
        ("", ["http://127.0.0.1:8081", "http://localhost:8081"]),
        ("https://www.bank.example", ["https://www.bank.example"]),
        (" https://a.example/ , ,https://b.example ", ["https://a.example", "https://b.example"]),
    ],
)
def test_exactly_the_pages_of_the_settings_may_embed_the_chat(origins: str, listed: list[str]) -> None:
    assert policy(webchat_origins=origins)["frame-ancestors"] == ["'self'", *listed]


@pytest.mark.parametrize("url", ["", "https://media.bank.example/"])
def test_pictures_of_answers_and_media_may_be_shown_and_no_others(url: str) -> None:
    # Those of answers are served by the hub itself: MEDIA_ADDRESS is a path on it; blob: is what was chosen
    # and not sent yet.
    origin = url.rstrip("/") or "http://127.0.0.1:8084"
    assert policy(media_url=url)["img-src"] == ["'self'", "data:", "blob:", origin]
    assert policy(media_url=url)["media-src"] == [origin]


def test_only_own_scripts_and_styles_run() -> None:
    found = policy()
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == ["'self'"]
    assert found["base-uri"] == found["form-action"] == ["'none'"]
    everything = {source for sources in found.values() for source in sources}
    assert not everything & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:"}
    assert [name for name, sources in found.items() if "blob:" in sources] == ["img-src"]
    assert "data:" not in found["script-src"]


def test_the_frame_is_neither_sniffed_nor_told_on() -> None:
    headers = frame_headers(settings())
    assert headers["X-Content-Type-Options"] == LOADER_HEADERS["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-cache", "a new version is seen at the next opening"
    assert "X-Frame-Options" not in headers, "it knows no list, and some browsers would heed it"


OWN = ("https://chat.bank.example",)


def test_the_hubs_own_page_may_open_a_socket() -> None:
    check_origin("https://chat.bank.example", OWN)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://chat.bank.example",
        "https://chat.bank.example:8443",
        "https://chat.bank.example.evil.example",
        "https://evil.example/https://chat.bank.example",
        "https://www.bank.example",
    ],
)
def test_no_other_page_may(origin: str | None) -> None:
    with pytest.raises(Forbidden):
        check_origin(origin, OWN)
