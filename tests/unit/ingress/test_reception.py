"""One callback at the ingress: passed on, kept, refused; and what the spool holds is handed over in order."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.errors import BadSignature, NotFound, StoreUnavailable, Unavailable
from hub.ports import Brought, Callback, CallbackCheck, Taken
from hub.store.encrypted import new_data_keys, read_data_keys
from hub.vouching import HEADER, Vouching
from ingress.draining import Drainer
from ingress.passing import HubClient
from ingress.reception import Reception
from ingress.spool import Spool
from tests.support.ingress import SECRET
from tests.support.standin_hub import StandInHub
from tests.support.waiting import eventually

KEYS = read_data_keys(new_data_keys("k1"))
PATH = "/wechat/main"


class JsonCheck:
    """Takes JSON with a customer; the customer "forged" is none of the provider's."""

    def check(self, callback: Callback, now: datetime) -> Taken | None:
        if callback.method == "GET":
            return None
        customer = json.loads(callback.body)["customer"]
        if customer == "forged":
            raise BadSignature("the provider did not sign this")
        return Taken(b"success", "text/plain", customer)


@dataclass
class Front:
    """An ingress without its server, before a stand-in hub."""

    hub: StandInHub
    spool: Spool
    reception: Reception
    drainer: Drainer

    async def drained(self) -> None:
        """Waits until nothing is left in the spool."""

        async def depth() -> int:
            return self.spool.depth

        await eventually(depth, 0, timeout_s=30)

    async def take(self, number: int, customer: str = "c") -> bytes:
        return (await self.reception.take(callback(number, customer))).body


def callback(number: int, customer: str = "c", method: str = "POST", path: str = PATH) -> Callback:
    body = json.dumps({"customer": customer, "n": number}).encode()
    return Callback(method, path, "a=1&b=%E4%BD%A0", {"content-type": "application/json"}, body)


@asynccontextmanager
async def front(folder: Path, hub: StandInHub, *, drains: bool = True) -> AsyncIterator[Front]:
    checks: dict[str, CallbackCheck] = {PATH: JsonCheck()}
    spool = Spool(folder, KEYS)
    async with HubClient(hub.url, Vouching(SECRET)) as client:
        reception = Reception(checks, client, spool, SystemClock(), within_s=0.5)
        drainer = Drainer(spool, client)
        work = [asyncio.create_task(spool.run())]
        if drains:
            work.append(asyncio.create_task(drainer.run()))
        try:
            yield Front(hub, spool, reception, drainer)
        finally:
            for task in work:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            spool.close()


@pytest.fixture
async def hub() -> AsyncIterator[StandInHub]:
    made = StandInHub()
    yield made
    await made.stop()


async def test_a_hub_that_answers_is_answered_with(tmp_path: Path, hub: StandInHub) -> None:
    await hub.start()
    async with front(tmp_path, hub) as at:
        assert (await at.take(1)).startswith(b"answered ")
        assert at.spool.depth == 0
    assert len(hub.taken) == 1


@pytest.mark.parametrize("fault", ["away", "slow", "busy", "broken"])
async def test_what_a_hub_does_not_take_is_kept_and_handed_over_later(
    tmp_path: Path, hub: StandInHub, fault: str
) -> None:
    if fault != "away":
        await hub.start()
    hub.delay_s = 5.0 if fault == "slow" else 0.0
    hub.status = {"busy": 429, "broken": 500}.get(fault, 200)
    async with front(tmp_path, hub) as at:
        assert [await at.take(number) for number in range(3)] == [b"success"] * 3
        hub.delay_s, hub.status = 0.0, 200
        if fault == "away":
            await hub.start()
        await at.drained()
    numbers = [json.loads(body)["n"] for body in hub.taken]
    assert list(dict.fromkeys(numbers)) == [0, 1, 2]


async def test_nothing_overtakes_what_waits(tmp_path: Path, hub: StandInHub) -> None:
    async with front(tmp_path, hub, drains=False) as at:
        await at.take(1)
        await hub.start()
        assert await at.take(2) == b"success", "the hub is back, and the first still waits"
        assert hub.taken == []
    async with front(tmp_path, hub) as at:
        await at.drained()
        assert (await at.take(3)).startswith(b"answered")
    assert [json.loads(body)["n"] for body in hub.taken] == [1, 2, 3]
    assert hub.awaited == [False, False, True], "who was told hears no answer any more"


async def test_each_customers_order_is_kept_and_the_time_it_came_in(tmp_path: Path, hub: StandInHub) -> None:
    before = datetime.now(UTC)
    async with front(tmp_path, hub) as at:
        await asyncio.gather(*(in_turn(at, customer) for customer in "abcdefgh"))
        after = datetime.now(UTC)
        await hub.start()
        await at.drained()
    for customer in "abcdefgh":
        own = [json.loads(body)["n"] for body in hub.taken if json.loads(body)["customer"] == customer]
        assert own == list(range(30))
    slack = timedelta(milliseconds=2)
    assert all(before - slack <= at_ <= after for at_ in hub.at)


async def in_turn(at: Front, customer: str) -> None:
    for number in range(30):
        assert await at.take(number, customer) == b"success"


async def test_what_is_forged_or_alien_is_refused_and_not_kept(tmp_path: Path, hub: StandInHub) -> None:
    async with front(tmp_path, hub) as at:
        with pytest.raises(BadSignature):
            await at.take(1, "forged")
        with pytest.raises(NotFound):
            await at.reception.take(callback(1, path="/wechat/another"))
        with pytest.raises(Unavailable):
            await at.reception.take(callback(1, method="GET"))
        assert at.spool.depth == 0


async def test_where_the_spool_cannot_be_written_the_provider_tries_again(
    tmp_path: Path, hub: StandInHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    async with front(tmp_path, hub) as at:
        monkeypatch.setattr("os.fdatasync", full)
        with pytest.raises(StoreUnavailable):
            await at.take(1)


async def test_what_the_hub_refuses_for_good_is_kept_apart_and_holds_up_nobody(
    tmp_path: Path, hub: StandInHub
) -> None:
    async with front(tmp_path, hub, drains=False) as at:
        await at.take(1)
        await at.take(2)
    hub.status = 403
    await hub.start()
    async with front(tmp_path, hub) as at:
        await at.drained()
    assert hub.taken == []
    assert (tmp_path / "refused").stat().st_size > 100


def test_a_word_of_the_ingress_cannot_be_forged_or_moved() -> None:
    vouching, now = Vouching(SECRET), datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
    said = callback(1)
    value, told = vouching.header(said, now), vouching.header(said, now, told=True)

    def with_header(value: str, of: Callback = said) -> Callback:
        return Callback(of.method, of.path, of.query, {**of.headers, HEADER: value}, of.body)

    assert vouching.brought(said) is None
    assert vouching.brought(with_header(value)) == Brought(now, awaited=True, kept=True)
    assert vouching.brought(with_header(told)) == Brought(now, awaited=False, kept=True)
    others = [callback(2), callback(1, path="/wechat/other"), callback(1, method="GET")]
    forged = [with_header(value, other) for other in others]
    changes = [value[:i] + ("0" if value[i] != "0" else "1") + value[i + 1 :] for i in range(len(value))]
    forged += [with_header(each) for each in changes] + [with_header(""), with_header("v1")]
    forged += [with_header(told.replace(";told", "")), with_header(value.replace(";sig", ";told;sig"))]
    for each in forged:
        with pytest.raises(BadSignature):
            vouching.brought(each)
    with pytest.raises(BadSignature):
        Vouching("").brought(with_header(Vouching("").header(said, now)))
