"""The spool: synced before anyone is told so, in order, mended, encrypted, gone once drained."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.errors import SetupError, StoreUnavailable
from hub.ports import Callback
from hub.store.encrypted import new_data_keys, read_data_keys
from ingress import spool as spool_module
from ingress.records import HEAD, Spooled
from ingress.spool import Spool, SpoolPlace

KEYS = read_data_keys(new_data_keys("k1"))
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def spooled(number: int, customer: str = "c") -> Spooled:
    body = f"我的密码是 {number:04d}".encode()
    callback = Callback("POST", "/wechat/main", "nonce=1", {"content-type": "text/xml"}, body)
    return Spooled(callback, NOW, customer)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Spool]:
    spool = Spool(folder, KEYS)
    writing = asyncio.create_task(spool.run())
    try:
        yield spool
    finally:
        writing.cancel()
        spool.close()


async def fill(folder: Path, count: int) -> None:
    async with opened(folder) as spool:
        for number in range(count):
            await spool.append(spooled(number))


def bodies(spool: Spool) -> list[bytes]:
    return [record.spooled.callback.body for record in spool.read(spool.drained, 10_000)]


def broken(folder: Path) -> list[Path]:
    return list(folder.glob("*.broken"))


def rights(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.spool"))


async def test_what_was_appended_is_read_again_in_order_and_by_another_process(tmp_path: Path) -> None:
    await fill(tmp_path, 20)
    async with opened(tmp_path) as spool:
        assert spool.depth == 20
        await spool.append(spooled(20))
        records = spool.read(spool.drained, 100)
    assert [record.spooled for record in records] == [spooled(number) for number in range(21)]


async def test_many_at_once_share_syncs_and_none_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs = 0
    really = os.fdatasync

    def counted(file: int) -> None:
        nonlocal syncs
        syncs += 1
        really(file)

    monkeypatch.setattr(os, "fdatasync", counted)
    async with opened(tmp_path) as spool:
        await asyncio.gather(*(spool.append(spooled(number)) for number in range(600)))
        assert spool.depth == 600
        assert len(set(bodies(spool))) == 600
    assert 3 <= syncs <= 6


async def test_it_is_told_only_after_the_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fdatasync", lambda file: order.append("synced"))
    async with opened(tmp_path) as spool:
        await spool.append(spooled(1))
        order.append("told")
    assert order == ["synced", "told"]


async def test_a_sync_that_fails_is_told_and_nothing_of_it_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(tmp_path, 3)
    really = os.fdatasync

    def fails(file: int) -> None:
        raise OSError(28, "No space left on device")

    async with opened(tmp_path) as spool:
        await spool.append(spooled(3))
        monkeypatch.setattr(os, "fdatasync", fails)
        with pytest.raises(StoreUnavailable):
            await spool.append(spooled(99))
        monkeypatch.setattr(os, "fdatasync", really)
        await spool.append(spooled(4))
        assert spool.depth == 5
        assert bodies(spool) == [spooled(number).callback.body for number in range(5)]
    async with opened(tmp_path) as again:
        assert bodies(again) == [spooled(number).callback.body for number in range(5)]


@pytest.mark.parametrize("cut", range(1, 60, 7))
async def test_an_end_that_a_crash_tore_off_is_cut(tmp_path: Path, cut: int) -> None:
    await fill(tmp_path, 3)
    (segment,) = segments(tmp_path)
    whole = segment.read_bytes()
    segment.write_bytes(whole[:-cut])
    async with opened(tmp_path) as spool:
        assert bodies(spool) == [spooled(number).callback.body for number in range(2)]
        await spool.append(spooled(7))
        assert bodies(spool)[-1] == spooled(7).callback.body
    assert not broken(tmp_path)


@pytest.mark.parametrize("rubbish", [HEAD.pack(2**32 - 1, 7) + b"\0" * 50, b"\0" * 4096, b"\xff" * 9])
async def test_rubbish_behind_the_last_record_is_cut(tmp_path: Path, rubbish: bytes) -> None:
    await fill(tmp_path, 2)
    (segment,) = segments(tmp_path)
    with segment.open("ab") as file:
        file.write(rubbish)
    async with opened(tmp_path) as spool:
        assert spool.depth == 2


async def test_what_a_disk_broke_in_an_earlier_segment_is_kept_for_people(tmp_path: Path) -> None:
    for _ in range(2):
        await fill(tmp_path, 3)
    first, _second = segments(tmp_path)
    whole = bytearray(first.read_bytes())
    whole[len(whole) // 2] ^= 1
    first.write_bytes(whole)
    async with opened(tmp_path) as spool:
        assert spool.depth == 4
    (kept,) = broken(tmp_path)
    assert kept.read_bytes() == bytes(whole)


async def test_what_was_drained_is_gone_and_stays_gone(tmp_path: Path) -> None:
    await fill(tmp_path, 5)
    async with opened(tmp_path) as spool:
        records = spool.read(spool.drained, 2)
        spool.set_drained(records[-1].behind, 2)
        assert len(segments(tmp_path)) == 1
    async with opened(tmp_path) as again:
        assert bodies(again) == [spooled(number).callback.body for number in range(2, 5)]
        again.set_drained(again.read(again.drained, 9)[-1].behind, 3)
        assert again.depth == 0
        assert segments(tmp_path) == []
        await again.append(spooled(9))
        assert bodies(again) == [spooled(9).callback.body]
        again.set_drained(again.read(again.drained, 9)[-1].behind, 1)
        assert segments(tmp_path) == [], "nothing of customers stays behind"
        await again.append(spooled(10))
    async with opened(tmp_path) as last:
        assert bodies(last) == [spooled(10).callback.body]


async def test_it_goes_on_in_another_segment_when_one_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "SEGMENT_BYTES", 1000)
    await fill(tmp_path, 20)
    assert len(segments(tmp_path)) > 3
    async with opened(tmp_path) as spool:
        records = spool.read(SpoolPlace(0, 0), 100)
        assert [record.spooled for record in records] == [spooled(number) for number in range(20)]
        spool.set_drained(records[9].behind, 10)
        assert bodies(spool) == [spooled(number).callback.body for number in range(10, 20)]


async def test_nobody_reads_it_from_the_disk_or_moves_a_record(tmp_path: Path) -> None:
    await fill(tmp_path, 2)
    (segment,) = segments(tmp_path)
    written = segment.read_bytes()
    assert "密码".encode() not in written
    assert b"wechat" not in written
    assert rights(tmp_path) == {0o600}
    size = HEAD.size + HEAD.unpack(written[: HEAD.size])[0]
    segment.write_bytes(written[size:] + written[:size])
    with pytest.raises(SetupError):
        Spool(tmp_path, KEYS)


async def test_one_process_holds_a_folder(tmp_path: Path) -> None:
    async with opened(tmp_path):
        with pytest.raises(SetupError, match="another ingress"):
            Spool(tmp_path, KEYS)
    async with opened(tmp_path):
        pass
