"""Addresses: no secret stays in one, however it is encoded; what remains is still an address."""

import re
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.messages.addresses import NOWHERE, remove_secrets_from_address
from hub.messages.blocks import WEB_ADDRESS
from tests.corpora import harmless, secrets

PAGE = "https://bank.example/a"
ENCODINGS = {
    "percent": quote,
    "plus": quote_plus,
    "all": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "twice": lambda text: quote(quote(text)),
    "bare": lambda text: re.sub(r"\s", "", text).replace("#", "%23"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", ["?q=", "?a=1&q=", "/", "#", "?next=https%3A%2F%2Fb.example%2F%3Fq%3D"])
def test_no_secret_survives_in_an_address(place: str, encoding: str) -> None:
    for secret in secrets():
        if encoding == "bare" and (re.search(r"\s", secret.text) or "%" in secret.text):
            continue  # white space cannot stand in an address
        address = PAGE + place + ENCODINGS[encoding](secret.text)
        assert re.fullmatch(WEB_ADDRESS, address)
        cleaned = remove_secrets_from_address(address)
        assert re.fullmatch(WEB_ADDRESS, cleaned)
        assert urlsplit(cleaned).hostname == "bank.example"
        assert not secret.surviving(_read(cleaned)), (secret.text, cleaned)
        assert remove_secrets_from_address(cleaned) == cleaned


def _read(address: str) -> str:
    """What a person reads in it, who decodes it as often as it can be."""
    while (plain := unquote_plus(address)) != address:
        address = plain
    return address


def test_an_address_without_a_secret_stays_as_it_is() -> None:
    kept = [
        text
        for text in harmless()
        for address in [f"{PAGE}?q={quote(text)}&page=2#top"]
        if remove_secrets_from_address(address) == address
    ]
    # Where the number comes first, the address before it is read as a part of it.
    assert set(harmless()) - set(kept) == {"95588是改密码的电话吗"}


@pytest.mark.parametrize(
    "address",
    [
        "https://bank.example",
        "http://192.168.100.100:8080/",
        "https://bank.example/%E7%BD%91%E7%82%B9?a=%2B1&b=c+d#top",
        "https://bank.example/help?topic=password&page=2",
        "https://[::1]/a",
        "https://[broken/a?b",
        "pages/pay/index?id=20261101",
        "",
    ],
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert remove_secrets_from_address(address) == address


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("https://zs:s3cr3t@bank.example/a?b=1", "https://bank.example/a?b=1"),
        ("https://4111111111111111.example/a?b=1", NOWHERE),
        ("https://@/a", NOWHERE),
        ("https://bank.example/pay/4111111111111111/now?b=1", "https://bank.example"),
        ("https://bank.example/pay?card=4111+1111+1111+1111&b=1#top", "https://bank.example/pay"),
        ("https://bank.example/pay?b=1#pwd=s3cr3t", "https://bank.example/pay"),
        ("pages/pay/index?card=4111111111111111", "pages/pay/index"),
        ("pages/4111111111111111/index", ""),
    ],
)
def test_a_part_with_a_secret_is_left_out(address: str, cleaned: str) -> None:
    assert remove_secrets_from_address(address) == cleaned


@given(st.from_regex(WEB_ADDRESS, fullmatch=True))
def test_any_address_at_all_remains_one(address: str) -> None:
    cleaned = remove_secrets_from_address(address)
    assert re.fullmatch(WEB_ADDRESS, cleaned)
    assert len(cleaned) <= len(address) or cleaned == NOWHERE
    assert remove_secrets_from_address(cleaned) == cleaned
