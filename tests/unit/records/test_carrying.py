"""Approved erasures are carried out whatever happens meanwhile: a hold, a process that dies half-way."""

from typing import Any

import pytest

from hub.errors import StoreUnavailable
from hub.store.database import Database
from records import carrying, holding
from records.carrying import RequestCarrying
from records.requests import RecordsReason, RecordsWanted, Requests
from records.store import requests
from tests.unit.records.conftest import Archive, picture

NAME = "客户甲乙丙"


async def approved(archive: Archive, database: Database, key: str) -> str:
    """An erasure that one asked for and another approved."""
    asking = Requests(archive.clock)
    async with database.write() as connection:
        request = await asking.do_ask(
            connection, key, RecordsWanted.ERASE, RecordsReason.CUSTOMER, "DSAR-1", "wang"
        )
        await asking.do_approve(connection, request, "chen")
    return request


async def state(database: Database, request_id: str) -> Any:
    async with database.read() as connection:
        return await requests.get(connection, request_id)


async def test_a_hold_that_came_in_between_keeps_everything(archive: Archive, database: Database) -> None:
    past = await archive.customer(NAME, [])
    request = await approved(archive, database, past.key)
    await holding.place(database, archive.clock, past.key, "案 1")
    await RequestCarrying(database, archive.settings, archive.clock).round()
    row = await state(database, request)
    assert (row.state, row.outcome) == ("failed", {"why": "conflict"})
    assert any(NAME.encode() in data for data in archive.files().values()) or not database.is_sqlite


async def test_what_a_dead_process_left_is_ended_by_the_next(
    archive: Archive, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = await archive.customer(NAME, [picture(7)])
    request = await approved(archive, database, past.key)

    async def dies(*_: Any, **__: Any) -> None:
        raise StoreUnavailable("the machine stops between the rows and the files")

    with monkeypatch.context() as broken:
        broken.setattr(carrying, "erase_files", dies)
        with pytest.raises(StoreUnavailable):
            await RequestCarrying(database, archive.settings, archive.clock).round()
    assert (await state(database, request)).state == "removing"
    assert any(picture(7) in data for data in archive.files().values()), "the file is there still"
    await RequestCarrying(database, archive.settings, archive.clock).round()
    row = await state(database, request)
    assert (row.state, row.outcome["files"]) == ("done", 2), "the picture and what was being uploaded"
    assert row.outcome["rows"]["message"] > 0
    assert not any(picture(7) in data for data in archive.files().values())
