"""Reads what a dialogue wants to know of its customer; nothing is changed, so it may be read again."""

import json
from collections.abc import Sequence
from typing import Any

from hub.errors import NotFound
from hub.messages.bank import Money, Reading
from hub.ports.bank import BankReader, CustomerProfile, Transaction

FOUND_LIMIT = 2000
"""Characters of what was found, as JSON: the limit of one detail of a trigger (`hub/messages/trigger.py`)."""

MOST_ITEMS = 12
"""So many cards, payees or bookings are told; more would be no list that a customer chooses from."""
LATEST = 5
"""Bookings of an account that are told."""

_PREFIX = "read_"


def kind_of(about: str) -> str:
    """The kind of a reading's row."""
    return f"{_PREFIX}{about}"


async def read(bank: BankReader, customer: str, reading: Reading) -> str:
    """What was found, as JSON: an object of lists of plain texts, at most `FOUND_LIMIT` characters.

    Raises `BankUnavailable`, and `NotFound` where the bank knows no such customer or account.
    """
    profile = await bank.profile(customer)
    found = _OF[reading.about](profile)
    if reading.about == "transactions":
        account = reading.account or _first_account(profile)
        booked = await bank.transactions(customer, account, limit=LATEST)
        found |= {"account": account, "transactions": [_transaction(each) for each in booked[:LATEST]]}
    return _fitting(found)


def _first_account(profile: CustomerProfile) -> str:
    if not profile.accounts:
        raise NotFound("the customer has no account")
    return profile.accounts[0].tail


def _cards(profile: CustomerProfile) -> dict[str, Any]:
    return {
        "cards": [
            {"tail": each.tail, "product": each.product, "kind": each.kind, "state": each.state}
            for each in profile.cards
        ]
    }


def _accounts(profile: CustomerProfile) -> dict[str, Any]:
    return {
        "accounts": [
            {"tail": each.tail, "product": each.product, "available": amount(each.available)}
            for each in profile.accounts
        ]
    }


def _transfer(profile: CustomerProfile) -> dict[str, Any]:
    payees = [{"payee": each.payee, "name": each.name, "tail": each.tail} for each in profile.payees]
    return _accounts(profile) | {"payees": payees}


def _bill(profile: CustomerProfile) -> dict[str, Any]:
    owed = [
        {
            "tail": each.tail,
            "product": each.product,
            "owed": amount(each.owed) if each.owed else "0.00",
            "due_on": each.due_on.isoformat() if each.due_on else "",
        }
        for each in profile.cards
        if each.kind == "credit"
    ]
    return _accounts(profile) | {"bills": owed}


def _requests(profile: CustomerProfile) -> dict[str, Any]:
    return {
        "requests": [
            {"number": each.number, "kind": each.kind, "state": each.state, "since": each.since.isoformat()}
            for each in profile.requests
        ]
    }


def _wealth(profile: CustomerProfile) -> dict[str, Any]:
    held = [{"product": each.product, "risk": each.risk} for each in profile.holdings]
    return {"risk": profile.risk, "holdings": held}


_OF = {
    "cards": _cards,
    "accounts": _accounts,
    "transactions": _accounts,
    "transfer": _transfer,
    "bill": _bill,
    "requests": _requests,
    "wealth": _wealth,
}


def _transaction(each: Transaction) -> dict[str, str]:
    return {"on": each.at.date().isoformat(), "amount": amount(each.amount), "about": each.about[:40]}


def amount(money: Money) -> str:
    """An amount as customers read it; its currency where that is not the yuan."""
    told = f"{money.amount:,}"
    return told if money.currency == "CNY" else f"{told} {money.currency}"


def _fitting(found: dict[str, Any]) -> str:
    """As JSON; lists are cut where they would be too long."""
    for most in range(MOST_ITEMS, -1, -1):
        cut = {name: _cut(value, most) for name, value in found.items()}
        written = json.dumps(cut, ensure_ascii=False, separators=(",", ":"))
        if len(written) <= FOUND_LIMIT:
            return written
    raise ValueError("what the bank told is too long even without its lists")


def _cut(value: Any, most: int) -> Any:
    return list(value)[:most] if isinstance(value, Sequence) and not isinstance(value, str) else value
