"""Implements the port of connectors: each call is a transaction of its own."""

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.contacts.bank_login import BankLogin
from hub.contacts.contacts import ContactBook
from hub.contacts.handles import Handle, HandleKind
from hub.conversation.conversations import Conversations
from hub.errors import NotFound
from hub.ids import identity_key
from hub.messages.facts import SOURCE
from hub.ports import Address, Clock
from hub.settings import Settings
from hub.store import identities
from hub.store.database import Database
from hub.store.encrypted import read_data_keys

_SOURCE = re.compile(SOURCE)


class StoredContacts:
    """Implements `hub.ports.Contacts` on the database; who has written nothing yet gets an identity here."""

    def __init__(
        self, database: Database, clock: Clock, contacts: ContactBook, bank_login: BankLogin | None
    ) -> None:
        self._database = database
        self._clock = clock
        self._contacts = contacts
        self._bank_login = bank_login

    async def learn_union_id(self, address: Address, realm: str, union_id: str) -> None:
        """Joins who has the same union id; raises `StoreUnavailable`."""
        key, handle = _key(address), Handle(HandleKind.UNION_ID, realm, union_id)
        async with self._database.write() as connection:
            await identities.ensure(connection, key, address, self._clock.now())
            await self._contacts.do_learn(connection, key, handle)

    async def learn_source(self, address: Address, source: str) -> None:
        """Keeps the way in as a fact, in which agents and rules find it; raises `StoreUnavailable`."""
        if _SOURCE.fullmatch(source) is None:
            return
        async with self._database.write() as connection:
            row = await identities.ensure(connection, _key(address), address, self._clock.now())
            known = identities.facts_of(row)
            if known.source != source:
                newer = known.model_copy(update={"source": source})
                await identities.set_facts(connection, row.identity_key, newer)

    async def sign_in(self, address: Address, login: str) -> None:
        """Joins who the bank says this is; raises what the port names, and `StoreUnavailable`."""
        if self._bank_login is None:
            raise NotFound("no bank's logins are taken here")
        read = self._bank_login.read(login, self._clock.now())
        key = _key(address)
        async with self._database.write() as connection:
            await identities.ensure(connection, key, address, self._clock.now())
            await self._contacts.do_sign_in(connection, key, read)

    async def customer_number(self, connection: AsyncConnection, identity: str) -> str | None:
        """The bank's number of the person who has this identity; None where no login told it.

        Raises `NotFound`.
        """
        return await self._contacts.customer_number(connection, identity)


def open_contacts(
    settings: Settings, database: Database, clock: Clock, conversations: Conversations
) -> StoredContacts:
    """Contacts as the settings want them; raises `SetupError`."""
    key, keys, bank_login = settings.bank_login_key.get_secret_value(), None, None
    if key:
        keys = read_data_keys(settings.data_keys.get_secret_value())
        bank_login = BankLogin(key, settings.bank_login_issuer)
    return StoredContacts(database, clock, ContactBook(conversations, clock, keys), bank_login)


def _key(address: Address) -> str:
    return identity_key(address.channel, address.account, address.external_id)
