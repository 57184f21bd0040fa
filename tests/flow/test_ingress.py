"""A real ingress process before no hub at all: what it acknowledged reaches the hub that comes later."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.support.ingress import IngressProcess, callback, send_on
from tests.support.standin_hub import StandInHub
from tests.support.waiting import eventually

KILLS = 4
SENDERS = 6


@pytest.fixture
async def hub() -> AsyncIterator[StandInHub]:
    made = StandInHub()
    yield made
    await made.stop()


@pytest.mark.alone
async def test_killed_again_and_again_it_loses_nothing_that_it_acknowledged(
    tmp_path: Path, hub: StandInHub
) -> None:
    ingress, acknowledged, over = IngressProcess(tmp_path, hub.port), list[bytes](), asyncio.Event()
    await ingress.start()
    senders = [asyncio.create_task(send_on(ingress, over, acknowledged)) for _ in range(SENDERS)]
    for _ in range(KILLS):
        before = len(acknowledged)
        await asyncio.sleep(0.3)
        while len(acknowledged) < before + 20:  # noqa: ASYNC110  (the senders give no sign)
            await asyncio.sleep(0.01)
        ingress.end()
        await ingress.start()
    over.set()
    await asyncio.gather(*senders)
    await hub.start()
    wanted = set(acknowledged)

    async def missing() -> int:
        return len(wanted - set(hub.taken))

    await eventually(missing, 0, timeout_s=60)
    assert len(acknowledged) == len(wanted) > KILLS * 20
    assert ingress.end(signal.SIGTERM) == 0
    assert not list((tmp_path / "ingress" / "ingress-1").glob("*.spool")), "nothing of customers stays"


async def test_what_is_forged_stale_or_alien_is_refused_before_it_is_kept(
    tmp_path: Path, hub: StandInHub
) -> None:
    ingress = IngressProcess(tmp_path, hub.port)
    await ingress.start()
    good = callback("1")
    tries = {
        "another token": callback("2", token="another"),
        "an hour ago": callback("3", at=time.time() - 3600),
        "the body of another": (good[0], callback("4")[1]),
        "no XML": (good[0], b"<xml>"),
        "a document type": (good[0], b'<!DOCTYPE x [<!ENTITY e "e">]><xml><Encrypt>&e;</Encrypt></xml>'),
        "too long": (good[0], b"x" * 300_000),
    }
    async with aiohttp.ClientSession() as http:
        for why, (query, body) in tries.items():
            async with http.post(ingress.url, params=query, data=body) as answer:
                assert 400 <= answer.status < 500, why
        async with http.post(ingress.url.replace("main", "other"), params=good[0], data=good[1]) as answer:
            assert answer.status == 404
        async with http.get(f"http://127.0.0.1:{ingress.port}/healthz") as answer:
            assert await answer.json() == {"spooled": 0}
        async with http.post(ingress.url, params=good[0], data=good[1]) as answer:
            assert (answer.status, await answer.read()) == (200, b"success")
    assert ingress.end(signal.SIGTERM) == 0
