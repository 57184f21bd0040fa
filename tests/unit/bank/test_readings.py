"""What dialogues learn of a customer: allowed by the hub, of the customer that it knows, and told once."""

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from bank.allowed import READINGS, RULES
from bank.instructions import VALID_S
from bank.readings import FOUND_LIMIT, kind_of, read
from hub.messages.bank import Money, Reading
from hub.ports.bank import BankAccount, CustomerProfile, Transaction
from simulators.bank.faults import BankFault
from tests.unit.bank.house import House, on_channel

ABOUT = get_args(Reading.model_fields["about"].annotation)


def found_in(told: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(told["found"]))


async def test_the_cards_are_told_without_a_check_by_product_and_last_digits_alone(house: House) -> None:
    await house.ask(Reading(about="cards"), wish="freeze_card-1-0")
    assert await house.worker.work_due() == 1
    (told,) = await house.told()
    assert (told["name"], told["state"], told["wish"]) == ("bank_read", "done", "freeze_card-1-0")
    cards = found_in(told)["cards"]
    assert [each["kind"] for each in cards] == ["debit", "credit"]
    assert all(set(each) == {"tail", "product", "kind", "state"} for each in cards)
    assert await house.worker.work_due() == 0


async def test_everything_else_is_told_after_a_check_and_to_nobody_without(house: House) -> None:
    checked = [each for each in ABOUT if READINGS[kind_of(each)].level > 0]
    assert set(checked) == set(ABOUT) - {"cards", "dialogue"}
    for about in checked:
        await house.ask(Reading(about=about))
    await house.worker.work_due()
    refused = await house.told()
    assert {each["code"] for each in refused} == {"check_needed"}
    assert not any("found" in each for each in refused)
    await house.check()
    for about in checked:
        await house.ask(Reading(about=about))
    await house.worker.work_due()
    told = (await house.told())[len(refused) :]
    assert {each["kind"] for each in told if found_in(each)} == {kind_of(each) for each in checked}
    assert house.bank.rows("SELECT 1 FROM instruction") == []
    assert house.number not in repr(told)


async def test_a_bank_that_fails_is_read_again_and_one_that_answers_too_late_tells_nothing(
    house: House,
) -> None:
    for _ in range(3):  # a reading is tried three times at once
        house.bank.faults.add("/customers/find", BankFault("status", 503))
    await house.ask(Reading(about="cards"))
    assert await house.worker.work_due() == 0
    house.spine.clock.turn(10)
    assert await house.worker.work_due() == 1
    await house.ask(Reading(about="cards"))
    house.spine.clock.turn(VALID_S + 1)
    await house.worker.work_due()
    assert [(each["state"], each["code"]) for each in await house.told()] == [
        ("done", ""),
        ("refused", "too_late"),
    ]


async def test_payees_are_told_to_no_conversation_by_text_message(house: House) -> None:
    by_sms = on_channel(house, "sms")
    await by_sms.begin()
    await by_sms.check()
    await by_sms.ask(Reading(about="transfer"))
    await by_sms.worker.work_due()
    assert (await by_sms.told())[-1]["code"] == "not_by_sms"


class MuchToTell:
    """A customer with more than a trigger may hold."""

    async def profile(self, _customer: str) -> CustomerProfile:
        account = BankAccount(
            tail="1111", product="户" * 200, balance=Money(minor=1), available=Money(minor=1)
        )
        return CustomerProfile(name="王*", accounts=(account,) * 50)

    async def transactions(self, _customer: str, _account: str, *, limit: int) -> list[Transaction]:
        assert limit <= 5
        booked = Transaction(
            at=datetime(2026, 11, 1, tzinfo=UTC),
            amount=Money(minor=-1),
            balance=Money(minor=1),
            about="事" * 200,
        )
        return [booked] * 100


@pytest.mark.parametrize("about", ["accounts", "transactions"])
async def test_what_is_told_fits_into_a_trigger(about: Any) -> None:
    bank: Any = MuchToTell()
    told = await read(bank, "C1", Reading(about=about))
    assert len(told) <= FOUND_LIMIT
    assert json.loads(told)["accounts"]


def test_every_reading_has_its_rule_and_no_name_of_an_instruction() -> None:
    assert set(READINGS) == {kind_of(about) for about in ABOUT}
    assert not set(READINGS) & set(RULES)
    assert all(len(kind) <= 32 for kind in READINGS)  # the column of the table
