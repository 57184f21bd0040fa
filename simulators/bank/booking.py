"""Double-entry bookkeeping: what one account loses another one gets, so all balances add up to nothing."""

import sqlite3
from datetime import datetime

CAPITAL, CLEARING, CARDS = "bank-capital", "bank-clearing", "bank-cards"


def book(
    connection: sqlite3.Connection, booking: str, taken: str, given: str, minor: int, about: str, at: datetime
) -> None:
    """Moves an amount from one account to another; both entries, or none."""
    if minor <= 0:
        raise ValueError("an amount that is moved is more than nothing")
    when = at.isoformat(timespec="milliseconds")
    connection.executemany(
        "INSERT INTO entry (booking, account, amount, about, at) VALUES (?, ?, ?, ?, ?)",
        [(booking, taken, -minor, about, when), (booking, given, minor, about, when)],
    )


def balance(connection: sqlite3.Connection, account: str) -> int:
    """What is on an account, in minor units; a credit card that owes has less than nothing."""
    found = connection.execute("SELECT COALESCE(SUM(amount), 0) FROM entry WHERE account = ?", (account,))
    return int(found.fetchone()[0])


def total(connection: sqlite3.Connection) -> int:
    """The sum of all balances: always 0."""
    return int(connection.execute("SELECT COALESCE(SUM(amount), 0) FROM entry").fetchone()[0])
