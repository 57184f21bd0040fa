"""Addresses of media: made here, for one identity's file, for a while."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from hub.errors import BadSignature, SetupError
from hub.media.addresses import LIFETIME_S, STEP_S, MediaAddresses
from tests.support.clock import HandClock

ID, OTHER, KEY = "a1" * 32, "b2" * 32, "0" * 24
ORIGIN = "https://media.example"


def made(clock: HandClock, key: str = "s") -> tuple[MediaAddresses, dict[str, str]]:
    addresses = MediaAddresses(key, ORIGIN, clock)
    split = urlsplit(addresses.address(ID, KEY))
    assert f"{split.scheme}://{split.netloc}{split.path}" == f"{ORIGIN}/media/{ID}"
    return addresses, dict(parse_qsl(split.query))


def test_an_address_holds_for_a_day_and_no_longer_than_an_hour_more() -> None:
    clock = HandClock()
    addresses, query = made(clock)
    identity, left = addresses.check(ID, query)
    assert identity == KEY
    assert LIFETIME_S < left <= LIFETIME_S + STEP_S
    clock.turn(left - 1)
    assert addresses.check(ID, query) == (KEY, 1)
    clock.turn(1)
    with pytest.raises(BadSignature, match="expired"):
        addresses.check(ID, query)


@pytest.mark.parametrize(
    "change",
    [
        {"i": "1" * 24},
        {"e": "9999999999"},
        {"s": "0" * 64},
        {"s": ""},
        {"e": ""},
        {"s": "é"},
        {"e": "x" * 99},
    ],
)
def test_nothing_of_an_address_can_be_changed(change: dict[str, str]) -> None:
    addresses, query = made(HandClock())
    addresses.check(ID, query)
    with pytest.raises(BadSignature):
        addresses.check(ID, query | change)


def test_it_shows_no_other_file_and_no_other_house_made_it() -> None:
    clock = HandClock()
    addresses, query = made(clock)
    with pytest.raises(BadSignature):
        addresses.check(OTHER, query)
    with pytest.raises(BadSignature):
        MediaAddresses("another", ORIGIN, clock).check(ID, query)
    with pytest.raises(BadSignature):
        addresses.check(ID, {})


def test_without_a_secret_nothing_starts() -> None:
    with pytest.raises(SetupError, match="YUANQIAO_MEDIA_SECRET"):
        MediaAddresses("", ORIGIN, HandClock())
