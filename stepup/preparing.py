"""Prepares checks beside the server: asks the bank whom to write to, leads to the page, sends the code.

Each step is a transaction that is written before the next begins, so a process that dies between them leaves
a check that another one goes on with; a code is sent in one message only.
"""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.contacts import ContactBook
from hub.conversation.conversations import Conversations
from hub.errors import BankUnavailable, Conflict, NotFound, StoreUnavailable
from hub.ids import identity_key
from hub.messages import Author, AuthorKind, Link, Text
from hub.ports import Address, Clock
from hub.ports.bank import BankReader
from hub.store import conversations, identities
from hub.store.database import Database
from hub.store.encrypted import DataKeys
from stepup import words
from stepup.checks import VALID_S, Checks, belongs_to
from stepup.codes import CheckCodes, new_token, token_hash
from stepup.store import checks

EVERY_S = 1.0
AT_ONCE = 20
CLAIMED_S = 30.0
AGAIN_S = 2.0
HOUR = timedelta(hours=1)
MOST_AN_HOUR = 5
"""Checks of one identity, and of one customer on all channels: nobody is flooded, and nobody guesses on."""

log = structlog.get_logger(__name__)

HOUSE = Author(kind=AuthorKind.SYSTEM)


class Preparing:
    """Any number of processes may run one."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations_: Conversations,
        contacts: ContactBook,
        checks_: Checks,
        codes: CheckCodes,
        keys: DataKeys | None,
        bank: BankReader | None,
        *,
        sms_account: str,
        page: str,
        bank_name: str,
    ) -> None:
        """`page`: where the pages of checks lie, with a slash at its end. `sms_account`: empty for none."""
        self._database = database
        self._clock = clock
        self._conversations = conversations_
        self._contacts = contacts
        self._checks = checks_
        self._codes = codes
        self._keys = keys
        self._bank = bank
        self._sms_account = sms_account
        self._page = page
        self._bank_name = bank_name
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was begun in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Works until cancelled; a database that does not answer is asked again."""
        while True:
            self._woken.clear()
            try:
                await self.work_due()
            except StoreUnavailable as error:
                log.warning("stepup.put_off", why=error.detail)
            except Exception:
                # Nobody else does this work: what was claimed comes again, and the loop goes on.
                log.exception("stepup.worker_broke")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S):
                    await self._woken.wait()

    async def work_due(self) -> None:
        """One round."""
        async with self._database.read() as connection:
            rows = await checks.due(connection, self._clock.now(), AT_ONCE)
        for row in rows:
            await self._look_after(row)

    async def _look_after(self, row: Any) -> None:
        now = self._clock.now()
        async with self._database.write() as connection:
            await self._lock(connection, row)
            if not await checks.claim(connection, row, now + timedelta(seconds=CLAIMED_S)):
                return
            if row.state in ("passed", "lapsing"):
                await self._checks.do_lapse(connection, row)
                return
            if row.expires_at <= now:
                await self._checks.do_fail(connection, row, "expired")
                return
        if row.state == "wanted":
            await self._prepare(row)
        else:
            await self._send_code(row)

    async def _prepare(self, row: Any) -> None:
        try:
            customer = await self._customer(row)
        except NotFound:
            await self._fail(row, "not_a_customer")
        except BankUnavailable:
            await self._come_again(row)
        else:
            if customer is None or self._keys is None:
                await self._fail(row, "unavailable")
            elif await self._too_many(row, self._codes.customer_hash(customer)):
                await self._fail(row, "too_many")
            elif await self._open(row, customer, self._keys):
                async with self._database.read() as connection:
                    opened = await checks.by_id(connection, row.check_id)
                await self._send_code(opened)

    async def _customer(self, row: Any) -> str | None:
        """Whose code it is; None where nothing can be sent. Raises `NotFound`, `BankUnavailable`."""
        if self._bank is None or not self._sms_account:
            return None
        async with self._database.write() as connection:
            number = await self._contacts.customer_number(connection, row.identity_key)
            address = await identities.address_of(connection, row.identity_key)
        return number or await self._bank.find_customer(address)

    async def _too_many(self, row: Any, customer_hash: str) -> bool:
        since = self._clock.now() - HOUR
        async with self._database.read() as connection:
            by_person = await checks.begun_since(connection, since, identity=row.identity_key)
            by_customer = await checks.begun_since(connection, since, customer_hash=customer_hash)
        return by_person > MOST_AN_HOUR or by_customer >= MOST_AN_HOUR

    async def _lock(self, connection: AsyncConnection, row: Any) -> None:
        await identities.lock(connection, row.identity_key)
        await conversations.lock(connection, row.identity_key, row.conversation)

    async def _open(self, row: Any, customer: str, keys: DataKeys) -> bool:
        """Leads the customer to the page; false where the conversation, or the check, is over."""
        try:
            async with self._database.write() as connection:
                await self._do_open(connection, row, customer, keys)
        except (NotFound, Conflict):
            return False
        return True

    async def _do_open(self, connection: AsyncConnection, row: Any, customer: str, keys: DataKeys) -> None:
        token = new_token()
        link = Link(
            title=words.LINK,
            url=f"{self._page}{token}",
            description=words.LINK_BELOW.format(minutes=round(VALID_S / 60)),
        )
        await self._lock(connection, row)
        await self._conversations.do_say(connection, row.identity_key, row.conversation, [link], author=HOUSE)
        opened = await checks.change(
            connection,
            row.check_id,
            "wanted",
            state="open",
            customer=keys.encrypt(customer, belongs_to(row.check_id)),
            customer_hash=self._codes.customer_hash(customer),
            token_hash=token_hash(token),
            code_hash=self._codes.code_hash(row.check_id, self._codes.code(row.check_id)),
            due_at=self._clock.now() + timedelta(seconds=CLAIMED_S),
        )
        if not opened:
            raise Conflict("the check is over")
        await self._checks.do_audit(connection, row, "check.started", "")

    async def _send_code(self, row: Any) -> None:
        """Writes the one text message of an open check, where that was not done yet."""
        if row.sms_identity is not None or self._bank is None or self._keys is None:
            return await self._wait_for_end(row)
        customer = self._keys.decrypt(row.customer, belongs_to(row.check_id))
        try:
            number = await self._bank.telephone(customer)
        except NotFound:
            return await self._fail(row, "no_telephone")
        except BankUnavailable:
            return await self._come_again(row)
        address = Address("sms", self._sms_account, number)
        # Another process that wrote it, or the check's end, takes the whole message back.
        with contextlib.suppress(Conflict):
            async with self._database.write() as connection:
                await self._write_sms(connection, row, address)
        return None

    async def _write_sms(self, connection: AsyncConnection, row: Any, address: Address) -> None:
        now = self._clock.now()
        key = identity_key(address.channel, address.account, address.external_id)
        person = await identities.ensure(connection, key, address, now)
        talk = await self._conversations.current(
            connection, key, person.last_conversation, address.channel, now
        )
        text = words.SMS.format(mark=words.MARK, minutes=round(VALID_S / 60), bank=self._bank_name)
        said = await self._conversations.do_say(
            connection, key, talk.conversation, [Text(text=text)], author=HOUSE
        )
        place = {"sms_identity": key, "sms_conversation": said.conversation, "sms_seq": said.seq}
        if not await checks.note_message(connection, row.check_id, due_at=row.expires_at, **place):
            raise Conflict("the code is in another message already, or the check is over")

    async def _wait_for_end(self, row: Any) -> None:
        async with self._database.write() as connection:
            await checks.change(connection, row.check_id, "open", due_at=row.expires_at)

    async def _come_again(self, row: Any) -> None:
        async with self._database.write() as connection:
            due = self._clock.now() + timedelta(seconds=AGAIN_S)
            await checks.change(connection, row.check_id, row.state, due_at=min(due, row.expires_at))

    async def _fail(self, row: Any, code: str) -> None:
        async with self._database.write() as connection:
            await self._lock(connection, row)
            await self._checks.do_fail(connection, row, code)
