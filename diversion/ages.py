"""How old a customer is, as the bank's profile has it: asked rarely, never waited for long."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta

import structlog

from hub.contacts import ContactBook
from hub.errors import BankUnavailable, NotFound
from hub.ports import Address, Clock
from hub.ports.bank import BankReader
from hub.store.database import Database

WITHIN_S = 0.8
KNOWN_FOR = timedelta(minutes=30)
UNKNOWN_FOR = timedelta(minutes=2)
"""So long an age that is not known is not asked for again: the customer may sign in meanwhile."""

MOST = 10_000

log = structlog.get_logger(__name__)


class Ages:
    """`bank`: None where the house has none, and nobody's age is known."""

    def __init__(
        self, database: Database, clock: Clock, bank: BankReader | None, contacts: ContactBook
    ) -> None:
        self._database = database
        self._clock = clock
        self._bank = bank
        self._contacts = contacts
        self._known: OrderedDict[str, tuple[int | None, datetime]] = OrderedDict()

    async def of(self, identity: str, address: Address) -> int | None:
        """The age in whole years; None where it is not known. Not to be called within a transaction."""
        if self._bank is None:
            return None
        now = self._clock.now()
        age, until = self._known.get(identity, (None, now))
        if until > now:
            return age
        age = await self._ask(self._bank, identity, address)
        self._known[identity] = (age, now + (UNKNOWN_FOR if age is None else KNOWN_FOR))
        self._known.move_to_end(identity)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return age

    async def _ask(self, bank: BankReader, identity: str, address: Address) -> int | None:
        try:
            async with self._database.write() as connection:
                number = await self._contacts.customer_number(connection, identity)
            async with asyncio.timeout(WITHIN_S):
                profile = await bank.profile(number or await bank.find_customer(address))
        except NotFound:
            return None
        except (BankUnavailable, TimeoutError) as error:
            log.warning("diversion.age_unknown", why=type(error).__name__)
            return None
        return profile.age
