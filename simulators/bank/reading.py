"""What the bank tells of a customer: names, numbers and addresses masked, amounts as they are."""

import sqlite3
from typing import Any

from simulators.bank.booking import balance

MOST_TRANSACTIONS = 100


def find_customer(connection: sqlite3.Connection, channel: str, external_id: str) -> str | None:
    """Who has bound this address."""
    row = connection.execute(
        "SELECT customer FROM binding WHERE channel = ? AND external_id = ?", (channel, external_id)
    ).fetchone()
    return None if row is None else str(row["customer"])


def telephone(connection: sqlite3.Connection, number: str) -> str | None:
    """The whole number."""
    row = connection.execute("SELECT telephone FROM customer WHERE number = ?", (number,)).fetchone()
    return None if row is None else str(row["telephone"])


def profile(connection: sqlite3.Connection, number: str) -> dict[str, Any] | None:
    """The customer with all that they have."""
    row = connection.execute("SELECT * FROM customer WHERE number = ?", (number,)).fetchone()
    if row is None:
        return None
    accounts = connection.execute(
        "SELECT * FROM account WHERE customer = ? AND product <> '信用卡账户' ORDER BY account", (number,)
    ).fetchall()
    return {
        "name": _masked_name(row["name"]),
        "segment": row["segment"],
        "tier": row["tier"],
        "risk": row["risk"],
        "age": _age(row),
        "telephone": f"{row['telephone'][:3]}****{row['telephone'][-4:]}",
        "email": f"{row['email'][:1]}***@{row['email'].partition('@')[2]}",
        "manager": {"name": row["manager"], "branch": "远桥银行城西支行"},
        "accounts": [_account(connection, each) for each in accounts],
        "cards": [_card(connection, each) for each in _all(connection, "card", number)],
        "holdings": [
            {
                "product": each["product"],
                "kind": each["kind"],
                "worth": _money(each["worth"]),
                "risk": each["risk"],
                "matures_on": each["matures_on"],
            }
            for each in _all(connection, "holding", number)
        ],
        "payees": [
            {"payee": each["payee"], "name": each["name"], "tail": each["tail"]}
            for each in _all(connection, "payee", number)
        ],
        "requests": [
            {name: each[name] for name in ("number", "kind", "state", "since")}
            for each in _all(connection, "request", number)
        ],
    }


def transactions(
    connection: sqlite3.Connection, number: str, tail: str, limit: int
) -> list[dict[str, Any]] | None:
    """The newest bookings of an account, newest first, each with the balance behind it."""
    account = connection.execute(
        "SELECT account FROM account WHERE customer = ? AND tail = ?", (number, tail)
    ).fetchone()
    if account is None:
        return None
    left = balance(connection, account["account"])
    told: list[dict[str, Any]] = []
    for entry in connection.execute(
        "SELECT * FROM entry WHERE account = ? ORDER BY number DESC LIMIT ?",
        (account["account"], max(1, min(limit, MOST_TRANSACTIONS))),
    ):
        told.append(
            {
                "at": entry["at"],
                "amount": _money(entry["amount"]),
                "balance": _money(left),
                "about": entry["about"],
            }
        )
        left -= entry["amount"]
    return told


def _all(connection: sqlite3.Connection, table: str, number: str) -> list[sqlite3.Row]:
    query = f"SELECT * FROM {table} WHERE customer = ? ORDER BY 2 LIMIT 50"  # noqa: S608  (names of ours)
    return connection.execute(query, (number,)).fetchall()


def _account(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    there = balance(connection, row["account"])
    money = _money(there)
    return {"tail": row["tail"], "product": row["product"], "balance": money, "available": money}


def _card(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    told: dict[str, Any] = {name: row[name] for name in ("tail", "kind", "product", "state")}
    told |= {name: _money(row[name]) for name in ("daily_limit", "single_limit")}
    if row["kind"] == "credit":
        told |= {"owed": _money(-balance(connection, row["account"])), "due_on": row["due_on"]}
    return told


def _age(row: sqlite3.Row) -> int:
    """The same for the same customer; whom the bank counts as a senior is 65 or more."""
    drawn = sum(map(ord, row["number"])) % 30
    return (65 if row["segment"] == "senior" else 25) + drawn


def _masked_name(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)


def _money(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "CNY"}
