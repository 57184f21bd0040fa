"""The demo bank behind HTTP, with its database on a file, and the house's client of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bank.client import HttpBank
from hub.ports import Clock
from simulators.bank.app import app_of
from simulators.bank.booking import total
from simulators.bank.database import BankDatabase
from simulators.bank.faults import BankFaults
from simulators.bank.opening import open_customer, owner_of
from simulators.bank.reading import profile

SECRET = "b" * 32
PHONE = "0annaphone"


@dataclass
class DemoBank:
    """One bank: its address, and what stands in its books."""

    url: str
    database: BankDatabase
    faults: BankFaults
    clock: Clock

    def open(self, phone: str = PHONE) -> str:
        """Makes the owner of a phone a customer; their number."""
        with self.database.transaction() as connection:
            return open_customer(connection, phone, self.clock.now())

    def profile(self, number: str) -> dict[str, Any]:
        """What the bank tells of a customer."""
        with self.database.transaction() as connection:
            return profile(connection, number) or {}

    def rows(self, query: str, *values: Any) -> list[Any]:
        """Rows of its tables."""
        with self.database.transaction() as connection:
            return [tuple(row) for row in connection.execute(query, values)]

    def adds_up(self) -> bool:
        """Whether all balances add up to nothing."""
        with self.database.transaction() as connection:
            return total(connection) == 0

    def client(self, *, within_s: float = 5.0) -> HttpBank:
        """The house's client of this bank."""
        return HttpBank(self.url, SECRET, self.clock, within_s=within_s)


@asynccontextmanager
async def running_bank(path: Path, clock: Clock, port: int = 0) -> AsyncIterator[DemoBank]:
    """The demo bank, served on loopback."""
    database, faults = BankDatabase(path), BankFaults()
    runner = web.AppRunner(app_of(database, SECRET, faults, clock.now), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield DemoBank(f"http://127.0.0.1:{runner.addresses[0][1]}", database, faults, clock)
    finally:
        await runner.cleanup()


def external_id(channel: str, phone: str = PHONE) -> str:
    """Who the owner of a phone is on a channel."""
    return owner_of(phone).external_ids[channel][0]
