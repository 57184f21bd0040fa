"""Joins the identities of one person into a contact, and takes them apart again.

History belongs to identities, so nothing that was said moves, whatever is joined: people see the
conversations of all identities of a contact together. Order of locks: identity, contact, handle.
"""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.contacts.bank_login import Login
from hub.contacts.handles import Handle, HandleKind
from hub.conversation.conversations import Conversations
from hub.errors import Conflict, NotFound
from hub.ports import Clock
from hub.reactions import SignedIn
from hub.store import contacts, identities
from hub.store.encrypted import DataKeys, belonging
from hub.store.schema_contacts import contact_handle

log = structlog.get_logger(__name__)

HOUSE = "house"


class ContactBook:
    """Each `do_…` writes in the caller's transaction. `keys` encrypt the bank's customer numbers."""

    def __init__(self, conversations: Conversations, clock: Clock, keys: DataKeys | None = None) -> None:
        self._conversations = conversations
        self._clock = clock
        self._keys = keys

    async def do_learn(
        self, connection: AsyncConnection, identity: str, handle: Handle, *, by: str = HOUSE
    ) -> bool:
        """Joins an identity to whoever has the same handle; tells whether it joined another person.

        Where its contact has another handle of the kind (a family's shared telephone), the identity alone
        goes over; else the two contacts become one. What people took apart is not joined by the house.
        Raises `NotFound`.
        """
        mine = await self._contact_of(connection, identity)
        held = await contacts.holder(connection, handle.key)
        if held is None:
            another = await self._has_another(connection, mine, handle)
            target = await self._move_to_new(connection, identity, mine, by) if another else mine
            if await self._give(connection, handle, target):
                return another
            # Somebody else with the same handle was faster, and is on disk by now.
            mine, held = target, await contacts.holder(connection, handle.key)
        theirs = await contacts.standing_for(connection, held or mine)
        if theirs == mine or await self._taken_apart(connection, identity, theirs):
            return False
        if await self._has_another(connection, mine, handle):
            await self._move(connection, identity, mine, theirs, by)
        else:
            await self._merge(connection, mine, theirs, by)
        return True

    async def do_sign_in(self, connection: AsyncConnection, identity: str, login: Login) -> bool:
        """A login that the bank signed, used once: who it names, and what the bank says of them for certain.

        It overrides what people took apart. Raises `Conflict` where it was used before, `NotFound`.
        """
        if not await contacts.use_login(connection, login.digest, login.until, self._clock.now()):
            raise Conflict("this login was used before")
        await contacts.forget_apart(connection, identity)
        handle = Handle(HandleKind.BANK_CUSTOMER, login.issuer, login.customer)
        joined = await self.do_learn(connection, identity, handle, by="bank_login")
        await self._conversations.do_set_facts(connection, identity, login.facts)
        await self._conversations.do_tell(connection, SignedIn(identity, joined))
        log.info("contacts.signed_in", identity=identity, joined=joined)
        return joined

    async def do_merge(self, connection: AsyncConnection, contact: str, into: str, *, by: str) -> None:
        """Makes two contacts one, which keeps the id `into`.

        Raises `NotFound`, `Conflict` where they are one already.
        """
        for each in sorted((contact, into)):
            if not await contacts.exists(connection, each):
                raise NotFound("there is no such contact")
        one, other = [await contacts.standing_for(connection, each) for each in (contact, into)]
        if one == other:
            raise Conflict("they are one person already")
        await self._merge(connection, one, other, by)

    async def do_undo_merge(self, connection: AsyncConnection, contact: str, *, by: str) -> None:
        """Lets a contact that was merged stand for itself again, with all that it had. Raises `Conflict`.

        The house does not join its identities to the other again by itself.
        """
        into = await contacts.merged_into(connection, contact)
        if into is None:
            raise Conflict("the contact was not merged")
        other = await contacts.standing_for(connection, into)
        await contacts.set_merged_into(connection, contact, None)
        for row in await contacts.identities_of(connection, contact):
            await contacts.keep_apart(connection, row.identity_key, other, self._clock.now())
        await contacts.note_change(connection, "unmerged", contact, other, by=by, now=self._clock.now())

    async def do_split(self, connection: AsyncConnection, identity: str, *, by: str) -> str:
        """Gives an identity a contact of its own again, and tells which.

        The house does not join it to the former one again by itself. Raises `NotFound`, and `Conflict` where
        it is the only one.
        """
        mine = await self._contact_of(connection, identity)
        if len(await contacts.identities_of(connection, mine)) == 1:
            raise Conflict("nothing else belongs to this contact")
        fresh = await self._move_to_new(connection, identity, mine, by)
        await contacts.keep_apart(connection, identity, mine, self._clock.now())
        return fresh

    async def identities(self, connection: AsyncConnection, identity: str) -> Sequence[Any]:
        """The rows of all identities of the person who has this one, by when they came. Raises `NotFound`."""
        return await contacts.identities_of(connection, await self._contact_of(connection, identity))

    async def customer_number(self, connection: AsyncConnection, identity: str) -> str | None:
        """The bank's number of the person who has this identity; None where no login told it.

        Raises `NotFound`.
        """
        family = await contacts.family(connection, await self._contact_of(connection, identity))
        for row in await contacts.handles_of(connection, family):
            if row.kind == HandleKind.BANK_CUSTOMER and row.value is not None and self._keys is not None:
                return self._keys.decrypt(row.value, _belongs_to(row.realm))
        return None

    async def _contact_of(self, connection: AsyncConnection, identity: str) -> str:
        row = await identities.lock(connection, identity)
        if row is None:
            raise NotFound("nobody has this identity")
        return await contacts.standing_for(connection, row.contact_id)

    async def _has_another(self, connection: AsyncConnection, contact: str, handle: Handle) -> bool:
        rows = await contacts.handles_of(connection, await contacts.family(connection, contact))
        same = (row for row in rows if (row.kind, row.realm) == (handle.kind, handle.realm))
        return any(row.digest != handle.key.digest for row in same)

    async def _taken_apart(self, connection: AsyncConnection, identity: str, contact: str) -> bool:
        return await contacts.are_apart(connection, identity, await contacts.family(connection, contact))

    async def _move_to_new(self, connection: AsyncConnection, identity: str, mine: str, by: str) -> str:
        fresh = await contacts.new(connection, self._clock.now())
        await self._move(connection, identity, mine, fresh, by)
        return fresh

    async def _move(self, connection: AsyncConnection, identity: str, mine: str, to: str, by: str) -> None:
        now = self._clock.now()
        await contacts.move(connection, identity, to)
        await contacts.note_change(connection, "moved", mine, to, by=by, now=now, identity_key=identity)

    async def _merge(self, connection: AsyncConnection, one: str, into: str, by: str) -> None:
        await contacts.set_merged_into(connection, one, into)
        await contacts.note_change(connection, "merged", one, into, by=by, now=self._clock.now())

    async def _give(self, connection: AsyncConnection, handle: Handle, contact: str) -> bool:
        sealed, now = self._sealed(handle), self._clock.now()
        return await contacts.give_handle(connection, handle.key, contact, sealed, now)

    def _sealed(self, handle: Handle) -> Any:
        if handle.kind is not HandleKind.BANK_CUSTOMER or self._keys is None:
            return None
        return self._keys.encrypt(handle.value, _belongs_to(handle.realm))


def _belongs_to(realm: str) -> str:
    return belonging(contact_handle.c.value, kind=HandleKind.BANK_CUSTOMER, realm=realm)
