"""Has each instruction done once, and tells its conversation what became of it.

The idempotency key is the row's own, so a try that comes again, after a crash or a lost answer, is the same
instruction to the bank. The result and the note that opens a turn are one transaction. An instruction whose
time is over is given up only after the bank said that it does not know the key.
"""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import structlog
from pydantic import TypeAdapter

from bank.allowed import READINGS, rule_of, why_refused
from bank.instructions import belongs_to
from bank.metrics import INSTRUCTIONS
from bank.offering import Offering
from bank.readings import kind_of, read
from bank.store import instructions
from bank.store.instructions import key_of
from hub.contacts import ContactBook
from hub.conversation.conversations import Conversations
from hub.errors import BankUnavailable, Conflict, NotFound, SetupError, StoreUnavailable
from hub.messages import Trigger
from hub.messages.bank import Instruction, Reading
from hub.ports import Clock
from hub.ports.bank import Bank, InstructionResult, Order, ResultState
from hub.store import identities
from hub.store.database import Database
from hub.store.encrypted import DataKeys

RESULT = "bank_result"
"""The name of the trigger by which the bot learns what became of an instruction."""
READ = "bank_read"
"""And what a dialogue wanted to know, with the detail `found` (`bank/readings.py`)."""
WAITING = "bank_waiting"
"""And of the one that says, once, that it takes longer."""

TOLD = frozenset({"card", "account", "payee", "number", "tail"})
"""Details of a result that a turn is told of: the bot knows these, and a bank may add others of its own."""

EVERY_S = 1.0
AT_ONCE = 20
CLAIMED_S = 30.0
"""Longer than one try may take."""
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
WAITING_AFTER_S = 10.0
MARGIN_S = 5.0
"""So much later than the bank's limit it is asked: its clock may be behind."""

log = structlog.get_logger(__name__)

_INSTRUCTION: TypeAdapter[Instruction] = TypeAdapter(Instruction)


class InstructionWorker:
    """Any number of processes may run one: a row is claimed before it is worked at."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        bank: Bank | None,
        conversations: Conversations,
        contacts: ContactBook,
        keys: DataKeys | None,
        offering: Offering | None = None,
    ) -> None:
        """`bank`: None where the house has none; everything is refused then, and says so.

        `offering`: who knows what was left under way elsewhere; None where nothing is offered.
        """
        self._database = database
        self._clock = clock
        self._bank = bank
        self._conversations = conversations
        self._contacts = contacts
        self._sealing = keys
        self._offering = offering
        self._woken = asyncio.Event()

    @property
    def _keys(self) -> DataKeys:
        if self._sealing is None:
            raise SetupError("YUANQIAO_DATA_KEYS is empty, and the bank's customers are kept encrypted")
        return self._sealing

    def wake(self) -> None:
        """Something was written down in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Works until cancelled; a database that does not answer is asked again."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self.work_due()
                except StoreUnavailable as error:
                    log.warning("bank.put_off", why=error.detail)
                except Exception:
                    # Nobody else does this work: what was claimed comes again, and the loop goes on.
                    log.exception("bank.worker_broke")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(EVERY_S):
                        await self._woken.wait()
        finally:
            if self._bank is not None:
                await self._bank.close()

    async def work_due(self) -> int:
        """One round: how many instructions came to their end."""
        async with self._database.read() as connection:
            rows = await instructions.due(connection, self._clock.now(), AT_ONCE)
        ends = await asyncio.gather(*(self._work(row) for row in rows), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return sum(end is True for end in ends)

    async def _work(self, row: Any) -> bool:
        claimed = await self._claim(row)
        if claimed is None:
            return False
        try:
            if claimed.kind == kind_of("dialogue"):
                return await self._hand_over(claimed)
            if claimed.kind in READINGS:
                return await self._read(claimed)
            result = await self._carry_out(claimed)
        except BankUnavailable as error:
            await self._put_off(claimed, error.code)
            return False
        return result is not None and await self._settle(claimed, result)

    async def _claim(self, row: Any) -> Any | None:
        """The row, held by this process and allowed; None where it is not this process's to do.

        A row without a customer was never sent: whether it is allowed is decided here, once, by what is
        known for certain of the person, and for the customer whom the check or the bank's login has named.
        """
        until = self._clock.now() + timedelta(seconds=CLAIMED_S)
        async with self._database.write() as connection:
            person = await identities.lock(connection, row.identity_key)
            if person is None or not await instructions.claim(connection, row, until):
                return None
            if row.customer is None:
                facts = identities.facts_of(person)
                code = "no_bank" if self._bank is None else ""
                code = code or why_refused(row.kind, person.channel, facts, row.created_at)
                number = await self._contacts.customer_number(connection, row.identity_key)
                if not code and number is None and rule_of(row.kind).level > 0:
                    code = "check_needed"
                if code:
                    await self._end(connection, row, InstructionResult(state=ResultState.REFUSED, code=code))
                    return None
                if number is not None:
                    await self._set_customer(connection, row, number)
            return await instructions.one(connection, row)

    async def _carry_out(self, row: Any) -> InstructionResult | None:
        """What the bank says; None where the customer was not known, which is an end, too."""
        assert self._bank is not None  # noqa: S101  (for the type checker: refused when it was claimed)
        key = key_of(row)
        if self._clock.now() >= row.valid_until:
            found = await self._bank.result_of(key)
            if found is not None:
                return found
            if self._clock.now() < row.valid_until + timedelta(seconds=MARGIN_S):
                raise BankUnavailable("whether it was begun is not known yet")
            return InstructionResult(state=ResultState.REFUSED, code="too_late")
        customer = await self._customer(row)
        if customer is None:
            return InstructionResult(state=ResultState.REFUSED, code="not_a_customer")
        said = self._keys.decrypt(row.instruction, belongs_to(row.identity_key, "instruction"))
        order = Order(key, customer, _INSTRUCTION.validate_json(said), row.valid_until)
        try:
            return await self._bank.instruct(order)
        except Conflict:
            log.error("bank.key_taken", conversation=f"{row.identity_key}.{row.conversation}", turn=row.turn)
            return InstructionResult(state=ResultState.REFUSED, code="key_taken")

    async def _hand_over(self, row: Any) -> bool:
        """Tells what was left in another conversation, and ends it there, in one transaction."""
        if self._offering is None or self._clock.now() >= row.valid_until:
            return await self._settle(row, InstructionResult(state=ResultState.REFUSED, code="too_late"))
        locked = await self._offering.sources(row.identity_key)
        async with self._database.write() as connection:
            for identity in locked:
                await identities.lock(connection, identity)
            if (await instructions.one(connection, row)).state != "waiting":
                return False
            handed = await self._offering.do_hand_over(connection, row, locked)
            return await self._end(connection, row, handed.result, handed.found)

    async def _read(self, row: Any) -> bool:
        """Tells what a dialogue wanted to know; an answer that comes too late would surprise the customer."""
        assert self._bank is not None  # noqa: S101  (as above)
        if self._clock.now() >= row.valid_until:
            return await self._settle(row, InstructionResult(state=ResultState.REFUSED, code="too_late"))
        customer = await self._customer(row)
        if customer is None:
            return await self._settle(
                row, InstructionResult(state=ResultState.REFUSED, code="not_a_customer")
            )
        said = self._keys.decrypt(row.instruction, belongs_to(row.identity_key, "instruction"))
        try:
            found = await read(self._bank, customer, Reading.model_validate_json(said))
        except NotFound:
            return await self._settle(row, InstructionResult(state=ResultState.REFUSED, code="not_found"))
        return await self._settle(row, InstructionResult(state=ResultState.DONE), found)

    async def _customer(self, row: Any) -> str | None:
        if row.customer is not None:
            return self._keys.decrypt(row.customer, belongs_to(row.identity_key, "customer"))
        assert self._bank is not None  # noqa: S101  (as above)
        async with self._database.read() as connection:
            address = await identities.address_of(connection, row.identity_key)
        try:
            number = await self._bank.find_customer(address)
        except NotFound:
            return None
        async with self._database.write() as connection:
            await self._set_customer(connection, row, number)
        return number

    async def _set_customer(self, connection: Any, row: Any, number: str) -> None:
        sealed = self._keys.encrypt(number, belongs_to(row.identity_key, "customer"))
        await instructions.change(connection, row, customer=sealed)

    async def _settle(self, row: Any, result: InstructionResult, found: str = "") -> bool:
        async with self._database.write() as connection:
            await identities.lock(connection, row.identity_key)
            return await self._end(connection, row, result, found)

    async def _end(self, connection: Any, row: Any, result: InstructionResult, found: str = "") -> bool:
        """Writes the end down and has it answered; the caller holds the identity's row.

        `found`: what was read, which is kept in the note alone.
        """
        ended = await instructions.change(
            connection, row, state=result.state, code=result.code, due_at=None, ended_at=self._clock.now()
        )
        if ended:
            details = {"kind": row.kind, "state": str(result.state), "code": result.code, "wish": row.wish}
            told = {"found": found} if found else _told(result)
            await self._note(connection, row, READ if row.kind in READINGS else RESULT, details | told)
            INSTRUCTIONS.labels(row.kind, result.code or result.state).inc()
            log.info("bank.instruction_ended", kind=row.kind, state=result.state, code=result.code)
        return ended

    async def _put_off(self, row: Any, code: str) -> None:
        now, tries = self._clock.now(), row.tries
        pause = min(FIRST_PAUSE_S * 2 ** min(tries - 1, 10), LONGEST_PAUSE_S)
        async with self._database.write() as connection:
            await identities.lock(connection, row.identity_key)
            waits = row.waiting_told_at is None and now - row.created_at >= timedelta(seconds=WAITING_AFTER_S)
            told = {"waiting_told_at": now} if waits else {}
            due = now + timedelta(seconds=pause)
            if await instructions.change(connection, row, due_at=due, code=code, **told) and waits:
                await self._note(connection, row, WAITING, {"kind": row.kind, "wish": row.wish})
        log.warning("bank.instruction_put_off", kind=row.kind, code=code, tries=tries)

    async def _note(self, connection: Any, row: Any, name: str, details: dict[str, str]) -> None:
        trigger = Trigger(name=name, details=details)
        await self._conversations.do_note(connection, row.identity_key, trigger, key=f"{name}.{key_of(row)}")


def _told(result: InstructionResult) -> dict[str, str]:
    return {name: value for name, value in result.details.items() if name in TOLD}
