"""The client against the demo bank: signed, bounded, patient where nothing can be repeated, and no longer."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bank.breaker import FAILURES, PAUSE_S
from bank.client import ANSWER_BYTES, READ_TRIES, HttpBank
from hub.errors import BankUnavailable, Conflict, NotFound
from hub.messages.bank import FreezeCard, Money, PositiveMoney, Transfer
from hub.ports import Address
from hub.ports.bank import Order, ResultState
from simulators.bank.faults import BankFault
from tests.support.clock import HandClock
from tests.support.demo_bank import PHONE, SECRET, DemoBank, external_id


@pytest.fixture
async def client(bank: DemoBank) -> AsyncIterator[HttpBank]:
    made = bank.client(within_s=1.0)
    yield made
    await made.close()


def order(bank: DemoBank, key: str, **changed: object) -> Order:
    number = bank.open()
    account = bank.profile(number)["accounts"][0]["tail"]
    amount = PositiveMoney(minor=1234)
    given: dict[str, object] = {
        "key": key,
        "customer": number,
        "instruction": Transfer(account=account, payee="p1", amount=amount),
        "valid_until": bank.clock.now() + timedelta(seconds=60),
    }
    return Order(**(given | changed))  # type: ignore[arg-type]


async def test_a_customer_is_found_on_every_channel_of_their_phone(bank: DemoBank, client: HttpBank) -> None:
    number = bank.open()
    for channel in ("wechat", "miniprogram", "wecom", "wecom_kf", "sms"):
        assert await client.find_customer(Address(channel, "phone", external_id(channel))) == number
    with pytest.raises(NotFound):
        await client.find_customer(Address("webchat", "default", "nobody"))


async def test_the_profile_is_masked_and_its_amounts_are_exact(bank: DemoBank, client: HttpBank) -> None:
    number = bank.open()
    profile = await client.profile(number)
    telephone = await client.telephone(number)
    assert telephone == external_id("sms", PHONE)
    assert profile.telephone == f"{telephone[:3]}****{telephone[-4:]}"
    assert set(profile.name[1:]) == {"*"}
    assert {card.kind for card in profile.cards} == {"debit", "credit"}
    account = profile.accounts[0]
    booked = await client.transactions(number, account.tail, limit=100)
    assert sum(each.amount.minor for each in booked) == account.balance.minor
    assert booked[0].balance == account.balance
    assert await client.transactions(number, account.tail, limit=1) == booked[:1]
    with pytest.raises(NotFound):
        await client.transactions(number, "0000", limit=1)


@pytest.mark.parametrize("number", ["100001", "100002", "100003"])
async def test_who_can_sign_in_on_the_banks_site_has_accounts(client: HttpBank, number: str) -> None:
    assert (await client.profile(number)).accounts


def test_amounts_are_whole_minor_units() -> None:
    assert Money.of(Decimal("500.10")) == Money(minor=50010)
    assert Money(minor=50010).amount == Decimal("500.10")
    assert Money.of(Decimal(500), "JPY") == Money(minor=500, currency="JPY")
    for wrong in (Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")):
        with pytest.raises(ValueError, match="no such amount"):
            Money.of(wrong)


async def test_a_key_is_carried_out_once_and_for_one_thing(bank: DemoBank, client: HttpBank) -> None:
    assert await client.result_of("k") is None
    first = await client.instruct(order(bank, "k"))
    assert first.state is ResultState.DONE
    assert await client.instruct(order(bank, "k")) == first == await client.result_of("k")
    with pytest.raises(Conflict):
        await client.instruct(order(bank, "k", instruction=FreezeCard(card="1234")))
    assert len(bank.rows("SELECT 1 FROM entry WHERE booking = 'k'")) == 2
    assert bank.adds_up()


async def test_what_is_refused_stays_refused(bank: DemoBank, client: HttpBank) -> None:
    late = order(bank, "k", valid_until=bank.clock.now() - timedelta(seconds=1))
    assert (await client.instruct(late)).code == "too_late"
    assert (await client.instruct(order(bank, "k"))).code == "too_late"


async def test_more_than_there_is_cannot_leave(bank: DemoBank, client: HttpBank) -> None:
    number = bank.open()
    there = bank.profile(number)["accounts"][0]
    amount = PositiveMoney(minor=there["balance"]["minor"] + 1)
    wanted = Transfer(account=there["tail"], payee="p1", amount=amount)
    assert (await client.instruct(order(bank, "k", instruction=wanted))).code == "not_enough_money"
    assert bank.adds_up()


async def test_a_reading_is_tried_again_and_an_instruction_is_not(bank: DemoBank, client: HttpBank) -> None:
    number = bank.open()
    bank.faults.add("/customers/profile", BankFault("status", 503), times=READ_TRIES - 1)
    assert (await client.profile(number)).cards
    bank.faults.add("/instructions", BankFault("lost"), times=2)
    with pytest.raises(BankUnavailable):
        await client.instruct(order(bank, "k"))
    assert sum(map(len, bank.faults.waiting.values())) == 1, "it was sent once"


async def test_a_bank_that_does_not_answer_is_left_alone_and_tried_again(
    bank: DemoBank, client: HttpBank, clock: HandClock
) -> None:
    bank.faults.add("/instructions", BankFault("status", 503), times=FAILURES + 1)
    for _ in range(FAILURES):
        with pytest.raises(BankUnavailable):
            await client.instruct(order(bank, "k"))
    assert not client.answers
    with pytest.raises(BankUnavailable, match="left alone"):
        await client.instruct(order(bank, "k"))
    assert sum(map(len, bank.faults.waiting.values())) == 1, "it was not asked"
    clock.turn(PAUSE_S)
    with pytest.raises(BankUnavailable):
        await client.instruct(order(bank, "k"))
    with pytest.raises(BankUnavailable, match="left alone"):
        await client.instruct(order(bank, "k"))
    clock.turn(PAUSE_S)
    assert (await client.instruct(order(bank, "k"))).state is ResultState.DONE
    assert client.answers


async def test_a_call_that_nobody_signed_is_none(bank: DemoBank, clock: HandClock) -> None:
    number = bank.open()
    stranger = HttpBank(bank.url, "x" * 32, clock)
    late = HttpBank(bank.url, SECRET, HandClock(clock.now() - timedelta(seconds=301)))
    for one in (stranger, late):
        with pytest.raises(BankUnavailable, match="refuses"):
            await one.profile(number)
        await one.close()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'{"customer": 5}', b'{"customer": ""}', b"x" * (ANSWER_BYTES + 1)]
)
async def test_an_answer_that_is_none_is_no_answer(body: bytes, clock: HandClock) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=body)

    app = web.Application()
    app.router.add_post("/customers/find", answer)
    async with TestServer(app) as server:
        client = HttpBank(str(server.make_url("/")), SECRET, clock)
        with pytest.raises(BankUnavailable):
            await client.find_customer(Address("wechat", "phone", "o"))
        await client.close()


async def test_a_redirect_is_not_followed(clock: HandClock) -> None:
    asked: list[str] = []

    async def lead(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", lead)
    async with TestServer(app) as server:
        client = HttpBank(str(server.make_url("/")), SECRET, clock)
        with pytest.raises(BankUnavailable):
            await client.telephone("1")
        await client.close()
    assert asked == ["/customers/telephone"]
