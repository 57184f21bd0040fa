"""`/staff/tasks/<task_id>/bank`: what the bank knows of the customer of a conversation in hand.

It is asked for by a button, and each look stands in the audit. Who writes is a claim until a check was
passed; the desk shows the level of that beside it.
"""

from datetime import date
from typing import Any

from handoff.web.customers import SERVE
from handoff.web.frames import read_task
from hub.errors import BankUnavailable, NotFound
from hub.messages.bank import Money
from hub.parts import PartContext
from hub.ports.bank import CustomerProfile
from hub.staff import StaffCall, StaffModel, StaffRoute
from hub.store import identities


class ThingShown(StaffModel):
    """A card, an account, a holding or a request: what it is, and what is to say of it."""

    name: str
    told: str


class BankShown(StaffModel):
    """The customer at the bank; `available` is false where it does not answer, `known` where it knows nobody.

    Names and numbers are masked by the bank; amounts are in main units with the currency.
    """

    available: bool
    known: bool
    name: str = ""
    segment: str = ""
    tier: str = ""
    risk: str = ""
    manager: str = ""
    holdings: tuple[ThingShown, ...] = ()
    cards: tuple[ThingShown, ...] = ()
    accounts: tuple[ThingShown, ...] = ()
    requests: tuple[ThingShown, ...] = ()


NOT_AVAILABLE = BankShown(available=False, known=False)


def routes(context: PartContext) -> tuple[StaffRoute, ...]:
    """The route; none where the house has no bank."""
    bank = context.bank
    if bank is None:
        return ()

    async def show(call: StaffCall[Any]) -> BankShown:
        """Asks the bank."""
        key = read_task(call.args["task_id"])
        async with context.database.read() as connection:
            address = await identities.address_of(connection, key.identity)
        try:
            return shown(await bank.profile(await bank.find_customer(address)))
        except NotFound:
            return BankShown(available=True, known=False)
        except BankUnavailable:
            return NOT_AVAILABLE

    return (
        StaffRoute(
            "GET",
            "/staff/tasks/<task_id>/bank",
            right=SERVE,
            about={"task_id": "task"},
            answer=BankShown,
            handle=show,
            audit="bank_profile.viewed",
            transaction=False,
        ),
    )


def shown(profile: CustomerProfile) -> BankShown:
    """A profile in words that the desk can show as they are."""
    manager = profile.manager
    return BankShown(
        available=True,
        known=True,
        name=profile.name,
        segment=profile.segment,
        tier=profile.tier,
        risk=profile.risk,
        manager=f"{manager.name} {manager.branch}" if manager else "",
        holdings=tuple(
            ThingShown(name=each.product, told=_joined(_money(each.worth), each.risk, _day(each.matures_on)))
            for each in profile.holdings
        ),
        cards=tuple(
            ThingShown(name=f"{each.product} {each.tail}", told=_joined(each.state, _day(each.due_on)))
            for each in profile.cards
        ),
        accounts=tuple(
            ThingShown(name=f"{each.product} {each.tail}", told=_money(each.balance))
            for each in profile.accounts
        ),
        requests=tuple(
            ThingShown(name=f"{each.kind} {each.number}", told=_joined(each.state, _day(each.since)))
            for each in profile.requests
        ),
    )


def _money(money: Money) -> str:
    return f"{money.amount:,f} {money.currency}"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)
