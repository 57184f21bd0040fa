"""Nonces are seen once, cursors only move on, uploads expire, and what is old is swept."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from connectors.kit.accounts import AccountKey
from connectors.kit.store import cursors, nonces, uploads
from connectors.kit.store.cursors import BEGINNING, Cursor
from connectors.kit.store.schema import channel_nonce
from connectors.kit.sweeping import Sweeper
from hub.store.database import Database
from tests.support.clock import HandClock

RETAIL, WEALTH = AccountKey("wechat", "retail"), AccountKey("wechat", "wealth")
NOW = HandClock().now()
SOON = NOW + timedelta(minutes=5)


class Cancelled(Exception):
    """Undoes a transaction."""


async def _seen(store: Database, key: AccountKey, nonce: str) -> bool:
    async with store.write() as connection:
        return await nonces.seen(connection, key, nonce, SOON)


async def test_a_nonce_is_new_once_for_each_account(store: Database) -> None:
    assert not await _seen(store, RETAIL, "n")
    assert await _seen(store, RETAIL, "n")
    assert not await _seen(store, WEALTH, "n")
    assert not await _seen(store, RETAIL, "N")


@pytest.mark.parametrize("nonce", ["", "\0", "\udcff", "长" * 100_000])
async def test_whatever_a_caller_takes_for_a_nonce_can_be_kept(store: Database, nonce: str) -> None:
    assert [await _seen(store, RETAIL, nonce) for _ in range(2)] == [False, True]


async def test_of_many_at_once_one_is_the_first(store: Database) -> None:
    assert (
        sorted(await asyncio.gather(*(_seen(store, RETAIL, "n") for _ in range(8)))) == [False] + [True] * 7
    )


async def test_a_nonce_goes_with_the_transaction_that_saw_it(store: Database) -> None:
    with suppress(Cancelled):
        async with store.write() as connection:
            assert not await nonces.seen(connection, RETAIL, "n", SOON)
            raise Cancelled
    assert not await _seen(store, RETAIL, "n")


async def test_a_cursor_moves_on_from_where_it_was_read(store: Database) -> None:
    async with store.write() as connection:
        assert await cursors.read(connection, RETAIL, "kf-1") == BEGINNING
        assert await cursors.advance(connection, RETAIL, "kf-1", read_at=BEGINNING, to="z", now=NOW)
        assert await cursors.read(connection, RETAIL, "kf-1") == Cursor("z", 1)
        assert await cursors.advance(connection, RETAIL, "kf-1", read_at=Cursor("z", 1), to="a", now=NOW)
        assert await cursors.read(connection, RETAIL, "kf-2") == BEGINNING
        assert await cursors.read(connection, WEALTH, "kf-1") == BEGINNING


async def test_a_cursor_never_moves_back_for_one_who_read_it_earlier(store: Database) -> None:
    async with store.write() as connection:
        assert await cursors.advance(connection, RETAIL, "kf", read_at=BEGINNING, to="one", now=NOW)
        assert not await cursors.advance(connection, RETAIL, "kf", read_at=BEGINNING, to="other", now=NOW)
        one = await cursors.read(connection, RETAIL, "kf")
        assert await cursors.advance(connection, RETAIL, "kf", read_at=one, to="two", now=NOW)
        assert not await cursors.advance(connection, RETAIL, "kf", read_at=one, to="other", now=NOW)
        # The provider may use a word again: the step tells that it is another place.
        two = await cursors.read(connection, RETAIL, "kf")
        assert await cursors.advance(connection, RETAIL, "kf", read_at=two, to="one", now=NOW)
        assert not await cursors.advance(connection, RETAIL, "kf", read_at=one, to="other", now=NOW)
        assert await cursors.read(connection, RETAIL, "kf") == Cursor("one", 3)


async def test_an_upload_is_found_until_it_expires(store: Database) -> None:
    this = {"sha256": "a" * 64, "kind": "image"}
    async with store.write() as connection:
        assert await uploads.find(connection, RETAIL, **this, now=NOW) is None
        for media_id in ("first", "second"):
            await uploads.remember(connection, RETAIL, **this, provider_id=media_id, expires_at=SOON)
        assert await uploads.find(connection, RETAIL, **this, now=NOW) == "second"
        assert await uploads.find(connection, RETAIL, **this, now=SOON) is None
        assert await uploads.find(connection, WEALTH, **this, now=NOW) is None
        assert await uploads.find(connection, RETAIL, sha256="a" * 64, kind="thumb", now=NOW) is None


async def test_what_is_old_is_swept_and_the_rest_stays(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nonces, "SWEPT_AT_ONCE", 2)
    clock = HandClock()
    async with store.write() as connection:
        for number in range(5):
            await nonces.seen(connection, RETAIL, str(number), NOW + timedelta(seconds=number))
        for kind, until in (("image", NOW), ("thumb", SOON)):
            await uploads.remember(
                connection, RETAIL, sha256="b" * 64, kind=kind, provider_id="m", expires_at=until
            )
    clock.turn(3.5)
    assert await Sweeper(store, clock).sweep() == 5
    assert await Sweeper(store, clock).sweep() == 0
    async with store.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(channel_nonce))).scalar_one() == 1
        assert await uploads.find(connection, RETAIL, sha256="b" * 64, kind="thumb", now=NOW) == "m"
    assert await _seen(store, RETAIL, "4")
