"""Carries instructions out: each key once, with its result in the same transaction as its effect."""

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from simulators.bank.booking import CLEARING, balance, book

Answer = dict[str, Any]


class OtherInstruction(Exception):
    """The key was used for something else."""


class Refusal(Exception):
    """The bank does not do it; the text is the code."""


def find_result(connection: sqlite3.Connection, key: str) -> Answer | None:
    """What became of a key; None where it was never begun."""
    row = connection.execute("SELECT result FROM instruction WHERE key = ?", (key,)).fetchone()
    return None if row is None else dict(json.loads(row["result"]))


def carry_out(connection: sqlite3.Connection, order: dict[str, Any], now: datetime) -> Answer:
    """The result of an order, which has an effect with the first call alone. Raises `OtherInstruction`.

    What is refused is refused for good: it stays so under its key.
    """
    key, customer, wanted = order["key"], order["customer"], order["instruction"]
    asked = json.dumps([customer, wanted], sort_keys=True, ensure_ascii=False)
    row = connection.execute("SELECT asked, result FROM instruction WHERE key = ?", (key,)).fetchone()
    if row is not None:
        if row["asked"] != asked:
            raise OtherInstruction(key)
        return dict(json.loads(row["result"]))
    connection.execute("SAVEPOINT effect")
    try:
        if now > datetime.fromisoformat(order["valid_until"]):
            raise Refusal("too_late")
        details = DOING[wanted["type"]](connection, key, customer, wanted, now)
        result: Answer = {"state": "done", "code": "", "details": details}
    except Refusal as refusal:
        connection.execute("ROLLBACK TO effect")
        result = {"state": "refused", "code": str(refusal), "details": {}}
    connection.execute("RELEASE effect")
    connection.execute(
        "INSERT INTO instruction VALUES (?, ?, ?, ?, ?, ?)",
        (key, customer, wanted["type"], asked, json.dumps(result, ensure_ascii=False), now.isoformat()),
    )
    return result


def _card(connection: sqlite3.Connection, customer: str, tail: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM card WHERE customer = ? AND tail = ?", (customer, tail)
    ).fetchone()
    if row is None:
        raise Refusal("no_such_card")
    return row


def _account(connection: sqlite3.Connection, customer: str, tail: str, minor: int) -> str:
    row = connection.execute(
        "SELECT account FROM account WHERE customer = ? AND tail = ?", (customer, tail)
    ).fetchone()
    if row is None:
        raise Refusal("no_such_account")
    if balance(connection, row["account"]) < minor:
        raise Refusal("not_enough_money")
    return str(row["account"])


def _set_state(state: str, refused_in: tuple[str, ...]) -> "Do":
    def do(
        connection: sqlite3.Connection, _key: str, customer: str, wanted: Answer, _now: datetime
    ) -> Answer:
        card = _card(connection, customer, wanted["card"])
        if card["state"] in refused_in:
            raise Refusal(f"card_is_{card['state']}")
        connection.execute(
            "UPDATE card SET state = ? WHERE customer = ? AND tail = ?", (state, customer, wanted["card"])
        )
        return {"card": wanted["card"]}

    return do


def _transfer(
    connection: sqlite3.Connection, key: str, customer: str, wanted: Answer, now: datetime
) -> Answer:
    minor = int(wanted["amount"]["minor"])
    account = _account(connection, customer, wanted["account"], minor)
    payee = connection.execute(
        "SELECT name, tail FROM payee WHERE customer = ? AND payee = ?", (customer, wanted["payee"])
    ).fetchone()
    if payee is None:
        raise Refusal("no_such_payee")
    if wanted["amount"]["currency"] != "CNY":
        raise Refusal("no_such_currency")
    book(connection, key, account, CLEARING, minor, f"转账 {payee['name']}", now)
    return {"payee": payee["name"], "account": wanted["account"]}


def _repay(connection: sqlite3.Connection, key: str, customer: str, wanted: Answer, now: datetime) -> Answer:
    card, minor = _card(connection, customer, wanted["card"]), int(wanted["amount"]["minor"])
    if card["kind"] != "credit":
        raise Refusal("no_credit_card")
    if minor > -balance(connection, card["account"]):
        raise Refusal("more_than_owed")
    account = _account(connection, customer, wanted["account"], minor)
    book(connection, key, account, card["account"], minor, "信用卡还款", now)
    return {"card": wanted["card"], "account": wanted["account"]}


def _set_limit(
    connection: sqlite3.Connection, _key: str, customer: str, wanted: Answer, _now: datetime
) -> Answer:
    _card(connection, customer, wanted["card"])
    column = {"daily": "daily_limit", "single": "single_limit"}[wanted["kind"]]
    connection.execute(
        f"UPDATE card SET {column} = ? WHERE customer = ? AND tail = ?",  # noqa: S608  (a name of ours)
        (int(wanted["limit"]["minor"]), customer, wanted["card"]),
    )
    return {"card": wanted["card"]}


def _request(kind: str) -> "Do":
    def do(connection: sqlite3.Connection, key: str, customer: str, _wanted: Answer, now: datetime) -> Answer:
        count = connection.execute("SELECT COUNT(*) FROM request").fetchone()[0]
        number = f"{now:%y%m%d}{int(count) + 1:05d}"
        connection.execute(
            "INSERT INTO request VALUES (?, ?, ?, 'open', ?)",
            (number, customer, kind, now.date().isoformat()),
        )
        return {"number": number}

    return do


def _change_telephone(
    connection: sqlite3.Connection, _key: str, customer: str, wanted: Answer, _now: datetime
) -> Answer:
    connection.execute("UPDATE customer SET telephone = ? WHERE number = ?", (wanted["telephone"], customer))
    return {"tail": wanted["telephone"][-4:]}


Do = Callable[[sqlite3.Connection, str, str, Answer, datetime], Answer]
DOING: dict[str, Do] = {
    "freeze_card": _set_state("frozen", ("lost",)),
    "report_loss": _set_state("lost", ("lost",)),
    "transfer": _transfer,
    "repay": _repay,
    "set_limit": _set_limit,
    "book_appointment": _request("appointment"),
    "send_statement": _request("statement"),
    "change_telephone": _change_telephone,
}
