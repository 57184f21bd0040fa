"""Begins and ends checks. What is typed in a chat never comes here: only the page's own route does.

Order of locks: identity, conversation, check.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.commands import CommandContext
from hub.contacts import ContactBook, Handle, HandleKind
from hub.conversation.conversations import Conversations
from hub.errors import NotFound
from hub.messages import Facts, StartCheck, Trigger, Verification
from hub.ports import Clock
from hub.reactions import Closed
from hub.staff.audit import HOUSE, Audit
from hub.store import conversations, identities
from hub.store.after_commit import after_commit
from hub.store.database import Database
from hub.store.encrypted import DataKeys, belonging
from stepup.codes import CheckCodes, new_check_id, token_hash
from stepup.store import checks
from stepup.store.schema import step_up_check

PASSED, FAILED = "check_passed", "check_failed"
"""The names of the triggers by which the bot learns how a check ended."""

LEVEL = 2
VALID_S = 300.0
"""So long a code may be typed, counted from the wish for the check."""
VERIFIED_S = 600.0
"""So long its passing holds, and no longer than the conversation."""
ATTEMPTS = 3

log = structlog.get_logger(__name__)


class Typed(StrEnum):
    """What became of a code that was typed."""

    PASSED = "passed"
    WRONG = "wrong"
    OVER = "over"


class CodeAttempt(NamedTuple):
    """`left`: how many more may be typed."""

    typed: Typed
    left: int = 0


def belongs_to(check_id: str) -> str:
    """What an encrypted customer number belongs to."""
    return belonging(step_up_check.c.customer, check_id=check_id)


class Checks:
    """One check: from the wish for it to its end. `realm`: of the bank's customer numbers."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        conversations_: Conversations,
        contacts: ContactBook,
        audit: Audit,
        codes: CheckCodes,
        keys: DataKeys | None,
        *,
        realm: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._conversations = conversations_
        self._contacts = contacts
        self._audit = audit
        self._codes = codes
        self._keys = keys
        self._realm = realm
        self.wake: Callable[[], None] = lambda: None

    async def do_start(
        self, connection: AsyncConnection, command: StartCheck, context: CommandContext
    ) -> None:
        """Writes the wish down; a check that is running in the conversation is over with it."""
        found = await checks.running(connection, context.identity, context.conversation)
        if found is not None:
            over = {"code": "replaced", "due_at": None, "ended_at": context.now}
            await checks.change(connection, found.check_id, found.state, state="failed", **over)
        await checks.add(
            connection,
            check_id=new_check_id(),
            identity_key=context.identity,
            conversation=context.conversation,
            turn=context.turn,
            reason=command.reason,
            due_at=context.now,
            expires_at=context.now + timedelta(seconds=VALID_S),
            created_at=context.now,
        )
        after_commit(connection, self.wake)

    async def look(self, token: str) -> Any | None:
        """The check that a link leads to, where a code may be typed; None for everything else."""
        async with self._database.read() as connection:
            row = await checks.by_token(connection, token_hash(token))
        usable = row is not None and row.state == "open" and row.expires_at > self._clock.now()
        return row if usable else None

    async def type_code(self, token: str, typed: str, address: str) -> CodeAttempt:
        """Counts a try and judges it; raises `StoreUnavailable`. `address`: of who typed, for the audit."""
        row = await self.look(token)
        if row is None:
            return CodeAttempt(Typed.OVER)
        async with self._database.write() as connection:
            if await identities.lock(connection, row.identity_key) is None:
                raise NotFound("nobody has this identity")
            talk = await conversations.lock(connection, row.identity_key, row.conversation)
            row = await checks.locked(connection, row.check_id)
            now = self._clock.now()
            is_open = row.state == "open" and row.expires_at > now and row.code_hash is not None
            if not is_open or talk is None or talk.closed_at is not None:
                return CodeAttempt(Typed.OVER)
            tries = row.attempts + 1
            await checks.change(connection, row.check_id, "open", attempts=tries)
            if self._codes.matches(row.check_id, typed, row.code_hash):
                await self._pass(connection, row, address)
                return CodeAttempt(Typed.PASSED)
            if tries >= ATTEMPTS:
                await self.do_fail(connection, row, "wrong_code", address=address)
                return CodeAttempt(Typed.OVER)
            return CodeAttempt(Typed.WRONG, ATTEMPTS - tries)

    async def do_fail(self, connection: AsyncConnection, row: Any, code: str, *, address: str = "") -> None:
        """Ends a check that was not passed, and has the bot say so; the caller holds the identity's row."""
        ended = {"state": "failed", "code": code, "due_at": None, "ended_at": self._clock.now()}
        if await checks.change(connection, row.check_id, row.state, **ended):
            await self._note(connection, row, FAILED, {"reason": row.reason, "code": code})
            await self.do_audit(connection, row, "check.failed", address, code=code)

    async def do_lapse(self, connection: AsyncConnection, row: Any) -> None:
        """Takes back what a check gave, unless something else has verified the person since."""
        person = await identities.lock(connection, row.identity_key)
        if not await checks.change(connection, row.check_id, row.state, state="over", due_at=None):
            return
        given = Verification(level=LEVEL, until=row.verified_until)
        if person is not None and identities.facts_of(person).verification == given:
            await self._conversations.do_set_facts(connection, row.identity_key, Facts(verification=None))

    async def do_closed(self, connection: AsyncConnection, closed: Closed) -> None:
        """A check is one conversation's: it ends with it, and so does what it gave."""
        await checks.close(connection, closed.identity, closed.conversation, self._clock.now())
        after_commit(connection, self.wake)

    async def _pass(self, connection: AsyncConnection, row: Any, address: str) -> None:
        now = self._clock.now()
        until = now + timedelta(seconds=VERIFIED_S)
        if self._keys is None:
            raise NotFound("there are no keys that customers' numbers are kept with")
        customer = self._keys.decrypt(row.customer, belongs_to(row.check_id))
        await checks.change(
            connection,
            row.check_id,
            "open",
            state="passed",
            due_at=until,
            ended_at=now,
            verified_until=until,
            token_hash=None,
            code_hash=None,
        )
        handle = Handle(HandleKind.BANK_CUSTOMER, self._realm, customer)
        await self._contacts.do_learn(connection, row.identity_key, handle, by="step_up")
        await self._verify(connection, row.identity_key, Verification(level=LEVEL, until=until))
        await self._note(connection, row, PASSED, {"reason": row.reason})
        await self.do_audit(connection, row, "check.passed", address)

    async def _verify(self, connection: AsyncConnection, identity: str, given: Verification) -> None:
        """Sets the level, unless the bank's own login has given a better one that holds."""
        known = (await identities.person_of(connection, identity)).facts.at(self._clock.now()).verification
        if known is None or (known.level, known.until) < (given.level, given.until):
            await self._conversations.do_set_facts(connection, identity, Facts(verification=given))

    async def _note(self, connection: AsyncConnection, row: Any, name: str, details: dict[str, str]) -> None:
        trigger = Trigger(name=name, details=dict(details))
        await self._conversations.do_note(connection, row.identity_key, trigger, key=f"{name}.{row.check_id}")

    async def do_audit(
        self, connection: AsyncConnection, row: Any, action: str, address: str, **more: str
    ) -> None:
        """Writes an entry of the audit; the last thing in the transaction."""
        await self._audit.append(
            connection,
            action,
            actor=HOUSE,
            object_kind="conversation",
            object_id=f"{row.identity_key}.{row.conversation}",
            result="refused" if action == "check.failed" else "done",
            address=address,
            check=row.check_id,
            reason=row.reason,
            **more,
        )
        log.info("stepup.audited", action=action, code=more.get("code", ""), identity=row.identity_key)
