"""Customers with a manager of their own (管户): read from the bank's list, and led to them first."""

import csv
from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store import managers
from hub.contacts.handles import Handle, HandleKind
from hub.errors import BadInput
from hub.ports import Clock
from hub.staff.audit import TERMINAL, Audit
from hub.store.staff import accounts

COLUMNS = ["customer", "login"]


def read_managers(lines: Iterable[str]) -> dict[str, str]:
    """Logins by the bank's number of the customer, from CSV with these two columns. Raises `BadInput`."""
    rows = csv.DictReader(lines)
    if rows.fieldnames != COLUMNS:
        raise BadInput(f"the first line is {','.join(COLUMNS)}")
    found: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        customer, login = (str(row[name] or "").strip() for name in COLUMNS)
        if not customer or not login or customer in found:
            raise BadInput("each line names a customer, once, and a login", line=number)
        found[customer] = login
    return found


async def do_set_managers(
    connection: AsyncConnection, logins: Mapping[str, str], *, issuer: str, clock: Clock
) -> None:
    """Writes the whole list anew; `issuer`: of the bank's logins. Raises `BadInput` for an unknown login."""
    known: dict[str, str] = {}
    for login in sorted(set(logins.values())):
        row = await accounts.by_login(connection, login)
        if row is None:
            raise BadInput("there is no account with this login", login=login)
        known[login] = row.account_id
    by_digest = {
        Handle(HandleKind.BANK_CUSTOMER, issuer, customer).key.digest: known[login]
        for customer, login in logins.items()
    }
    await managers.replace_all(connection, by_digest, clock.now())
    await Audit(clock).append(connection, "routing.managers_set", actor=TERMINAL, customers=len(by_digest))
