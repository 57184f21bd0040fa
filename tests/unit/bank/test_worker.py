"""What customers have their bank do: once, allowed, and told, whatever goes wrong between."""

from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bank.allowed import RULES
from bank.instructions import VALID_S
from bank.store.schema import bank_instruction
from bank.worker import CLAIMED_S, MARGIN_S, TOLD, WAITING_AFTER_S
from hub.messages.bank import (
    BookAppointment,
    ChangeTelephone,
    FreezeCard,
    Instruction,
    PositiveMoney,
    Repay,
    ReportLoss,
    SendStatement,
    SetLimit,
    Transfer,
)
from hub.ports.bank import InstructionResult, Order
from hub.settings import ROOT
from simulators.bank.faults import BankFault
from tests.unit.bank.house import House, on_channel

FIFTY = PositiveMoney(minor=5000)


def transfer(house: House) -> Transfer:
    account = house.bank.profile(house.number)["accounts"][0]["tail"]
    return Transfer(account=account, payee="p1", amount=FIFTY)


def cards(house: House) -> dict[str, Any]:
    return {card["kind"]: card for card in house.bank.profile(house.number)["cards"]}


def booked(house: House) -> int:
    """How often fifty yuan left for the payee."""
    return len(house.bank.rows("SELECT 1 FROM entry WHERE amount = -5000 AND about LIKE '转账%'"))


async def later(house: House, seconds: float) -> int:
    house.spine.clock.turn(seconds)
    return await house.worker.work_due()


async def test_a_card_is_frozen_without_a_check_and_the_customer_is_told(house: House) -> None:
    tail = cards(house)["debit"]["tail"]
    await house.want(FreezeCard(card=tail))
    assert await house.worker.work_due() == 1
    assert cards(house)["debit"]["state"] == "frozen"
    assert await house.told() == [
        {
            "name": "bank_result",
            "kind": "freeze_card",
            "state": "done",
            "code": "",
            "wish": "wish-1",
            "card": tail,
        }
    ]
    assert await house.worker.work_due() == 0


async def test_money_moves_once_after_a_check(house: House) -> None:
    await house.check()
    await house.want(transfer(house))
    assert await house.worker.work_due() == 1
    assert booked(house) == 1
    assert house.bank.adds_up()
    assert (await house.told())[0]["payee"] == "李娜"


async def test_everything_that_can_be_instructed_is_done_by_the_demo_bank(house: House) -> None:
    await house.check()
    debit, credit = cards(house)["debit"]["tail"], cards(house)["credit"]["tail"]
    account = house.bank.profile(house.number)["accounts"][0]["tail"]
    wanted: list[Instruction] = [
        FreezeCard(card=credit),
        transfer(house),
        SetLimit(card=debit, kind="single", limit=FIFTY),
        Repay(card=credit, account=account, amount=FIFTY),
        BookAppointment(branch="城西支行", at=house.spine.clock.now(), about="对公开户"),
        SendStatement(account=account, month="2026-10"),
        ReportLoss(card=debit),
        ChangeTelephone(telephone="13900000001"),
    ]
    assert {each.type for each in wanted} == set(RULES)
    for each in wanted:
        await house.want(each)
    await house.worker.work_due()
    assert {(row.kind, row.state, row.code) for row in await house.rows()} == {
        (each.type, "done", "") for each in wanted
    }
    assert house.bank.adds_up()
    after = house.bank.profile(house.number)
    assert after["telephone"] == "139****0001"
    assert len(after["requests"]) == 2


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if rule.level > 0])
async def test_what_needs_a_check_is_refused_without_one(house: House, kind: str) -> None:
    each: dict[str, Instruction] = {
        "transfer": transfer(house),
        "report_loss": ReportLoss(card=cards(house)["debit"]["tail"]),
        "set_limit": SetLimit(card="0000", kind="daily", limit=FIFTY),
        "repay": Repay(card="0000", account="0000", amount=FIFTY),
        "send_statement": SendStatement(account="0000", month="2026-10"),
        "change_telephone": ChangeTelephone(telephone="13900000001"),
    }
    wanted = each[kind]
    await house.want(wanted)
    await house.worker.work_due()
    await house.check(level=1)
    await house.want(wanted)
    await house.worker.work_due()
    await house.check(within_s=1)
    house.spine.clock.turn(2)
    await house.want(wanted)
    await house.worker.work_due()
    assert [row.code for row in await house.rows()] == ["check_needed"] * 3
    assert house.bank.rows("SELECT * FROM instruction") == []
    assert [each["code"] for each in await house.told()] == ["check_needed"] * 3


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if not rule.by_sms])
async def test_a_text_message_moves_no_money_whatever_was_checked(house: House, kind: str) -> None:
    by_sms = on_channel(house, "sms")
    await by_sms.begin()
    await by_sms.check()
    wanted: dict[str, Instruction] = {
        "transfer": transfer(house),
        "set_limit": SetLimit(card=cards(house)["debit"]["tail"], kind="daily", limit=FIFTY),
        "repay": Repay(card=cards(house)["credit"]["tail"], account="0000", amount=FIFTY),
        "change_telephone": ChangeTelephone(telephone="13900000001"),
    }
    await by_sms.want(wanted[kind])
    await by_sms.worker.work_due()
    (row,) = await by_sms.rows()
    assert (row.state, row.code) == ("refused", "not_by_sms")
    assert house.bank.rows("SELECT * FROM instruction") == []
    await by_sms.client.close()


async def test_a_second_yes_does_not_do_it_twice(house: House) -> None:
    await house.check()
    await house.want(transfer(house), wish="form-7")
    await house.want(transfer(house), wish="form-7")
    await house.worker.work_due()
    await house.want(transfer(house), wish="form-7")
    await house.worker.work_due()
    assert booked(house) == 1


@pytest.mark.parametrize(
    "fault",
    [BankFault("lost"), BankFault("status", 500), BankFault("status", 429), BankFault("slow", seconds=2.0)],
    ids=lambda fault: f"{fault.kind}-{fault.code}",
)
async def test_an_answer_that_does_not_come_is_asked_for_again_and_nothing_is_repeated(
    house: House, fault: BankFault
) -> None:
    await house.check()
    house.bank.faults.add("/instructions", fault, times=2)
    await house.want(transfer(house))
    assert await house.worker.work_due() == 0
    for _ in range(8):
        if await later(house, CLAIMED_S):
            break
    assert booked(house) == 1
    assert [each["state"] for each in await house.told() if each["name"] == "bank_result"] == ["done"]
    assert house.bank.adds_up()


async def test_who_waits_is_told_so_once(house: House) -> None:
    await house.check()
    house.bank.faults.add("/instructions", BankFault("status", 503), times=4)
    await house.want(transfer(house))
    await house.worker.work_due()
    assert await house.told() == []
    for _ in range(3):
        await later(house, WAITING_AFTER_S)
    assert [each["name"] for each in await house.told()] == ["bank_waiting"]


async def test_what_the_bank_never_took_is_given_up_for_certain(house: House) -> None:
    await house.check()
    house.bank.faults.add("/instructions", BankFault("status", 503), times=1)
    await house.want(transfer(house))
    await house.worker.work_due()
    house.bank.faults.add("/instructions/find", BankFault("status", 503), times=3)
    assert await later(house, VALID_S + MARGIN_S) == 0, "the bank has not said that it does not know the key"
    assert await later(house, 120) == 1
    assert (await house.told())[-1]["code"] == "too_late"
    assert booked(house) == 0


async def test_what_was_done_before_its_time_was_over_is_told_as_done(house: House) -> None:
    await house.check()
    house.bank.faults.add("/instructions", BankFault("lost"))
    await house.want(transfer(house))
    await house.worker.work_due()
    assert await later(house, VALID_S + MARGIN_S) == 1
    assert (await house.told())[-1]["state"] == "done"
    assert booked(house) == 1


async def test_two_workers_do_it_once(house: House) -> None:
    await house.check()
    await house.want(transfer(house))
    other = house.another()
    ended = [await other.work_due(), await house.worker.work_due()]
    assert sum(ended) == 1
    assert booked(house) == 1


async def test_a_worker_that_slept_over_its_claim_changes_nothing(house: House) -> None:
    await house.check()
    await house.want(transfer(house))
    slow = house.another(Sleeper(house))
    assert await slow.work_due() == 0
    assert booked(house) == 1
    assert [each["name"] for each in await house.told()] == ["bank_result"]


class Sleeper:
    """The bank, for a worker that hangs in the middle of its call while another one does its work."""

    def __init__(self, house: House) -> None:
        self._house = house

    def __getattr__(self, name: str) -> Any:
        return getattr(self._house.client, name)

    async def instruct(self, order: Order) -> InstructionResult:
        result = await self._house.client.instruct(order)
        assert await later(self._house, CLAIMED_S + 1) == 1
        return result


class Chatty(Sleeper):
    """The bank, with a detail of its own beside those of the results."""

    async def instruct(self, order: Order) -> InstructionResult:
        result = await self._house.client.instruct(order)
        return result.model_copy(update={"details": {**result.details, "reference": "R1"}})


async def test_a_detail_of_the_banks_own_is_no_reason_to_tell_nothing(house: House) -> None:
    known = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["entities"]
    bank: Any = Chatty(house)
    await house.want(FreezeCard(card=cards(house)["debit"]["tail"]))
    await house.another(bank).work_due()
    (told,) = await house.told()
    assert told["card"]
    assert set(told) - {"name"} <= set(known)
    assert set(TOLD) <= set(known)


async def test_someone_the_bank_does_not_know_is_told_so(house: House) -> None:
    house.bank.rows("DELETE FROM binding")
    await house.want(FreezeCard(card="1234"))
    await house.worker.work_due()
    assert (await house.told())[-1]["code"] == "not_a_customer"


async def test_another_customers_card_is_none_of_theirs(house: House) -> None:
    other = house.bank.open("0bertasphone")
    tail = house.bank.profile(other)["cards"][0]["tail"]
    assert tail not in {card["tail"] for card in cards(house).values()}
    await house.want(FreezeCard(card=tail))
    await house.worker.work_due()
    assert (await house.told())[-1]["code"] == "no_such_card"


async def test_a_house_without_a_bank_says_so(house: House) -> None:
    worker = house.another()
    worker._bank = None
    await house.want(FreezeCard(card="1234"))
    await worker.work_due()
    assert (await house.told())[-1]["code"] == "no_bank"


async def test_what_is_kept_of_an_instruction_is_encrypted(house: House) -> None:
    await house.check()
    await house.want(ChangeTelephone(telephone="13912345678"))
    await house.worker.work_due()
    async with house.spine.database.read() as connection:
        (row,) = (await connection.execute(select(bank_instruction))).all()
    assert "13912345678" not in repr(tuple(row))
    assert house.number not in repr(tuple(row))
