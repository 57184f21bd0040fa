"""Tells the hub of what happened to a phone's owner, as the core system of a bank does: a signed call."""

import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from simulators.bank.opening import owner_of
from simulators.phones.folders import find_phones

PATH = "/outreach/events"
WITHIN_S = 5.0
KINDS = ("card_arrived", "payment_due", "limit_reached", "failed_sign_in", "unusual_debit")


def addresses_of(phone: str) -> list[dict[str, str]]:
    """Where the bank reaches the owner of a phone, on every channel of it."""
    found, known = [], owner_of(phone).external_ids
    for each in find_phones():
        for channel, accounts in each.accounts.items():
            ids = known.get(channel, ())
            # A channel's ids stand in the order of its accounts; a telephone number is the same for each.
            for place, account in enumerate(accounts):
                if ids:
                    external_id = ids[min(place, len(ids) - 1)] if channel != "sms" else ids[0]
                    found.append({"channel": channel, "account": account["name"], "external_id": external_id})
    return found


def event_of(kind: str, phone: str, told: dict[str, Any], now: datetime) -> dict[str, Any]:
    """An event about one of the owner's cards; `told` is their profile."""
    credit = next((card for card in told["cards"] if card.get("owed")), told["cards"][0])
    owed = credit.get("owed") or {"minor": 128_000, "currency": "CNY"}
    facts: dict[str, dict[str, Any]] = {
        "card_arrived": {"card": credit["tail"]},
        "payment_due": {
            "card": credit["tail"],
            "amount": owed,
            "due_on": str(credit.get("due_on") or now.date()),
        },
        "limit_reached": {"card": credit["tail"], "amount": credit["daily_limit"]},
        "failed_sign_in": {"at": now.isoformat()},
        "unusual_debit": {
            "card": credit["tail"],
            "amount": {"minor": 99_900, "currency": "CNY"},
            "at": now.isoformat(),
        },
    }
    return {
        "event": f"demo-{secrets.token_hex(8)}",
        "kind": kind,
        "addresses": addresses_of(phone)[:8],
        "valid_until": (now + timedelta(hours=12)).isoformat(),
        **facts[kind],
    }


async def send(hub_url: str, secret: str, event: dict[str, Any], now: datetime) -> tuple[int, dict[str, Any]]:
    """The hub's status and answer; raises what `aiohttp` raises where it does not answer."""
    body, millis = json.dumps(event).encode(), int(now.timestamp() * 1000)
    signed = hmac.new(secret.encode(), b"%d.%s." % (millis, PATH.encode()) + body, hashlib.sha256).hexdigest()
    headers = {"X-Yuanqiao-Signature": f"t={millis},v1={signed}", "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=WITHIN_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(hub_url + PATH, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.json()
