"""Writes down what a customer wants their bank to do, in the transaction that closes the turn."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bank.readings import kind_of
from bank.store import instructions
from bank.store.schema import bank_instruction
from hub.commands import CommandContext
from hub.messages import InstructBank, ReadBank
from hub.store.after_commit import after_commit
from hub.store.encrypted import DataKeys, belonging

VALID_S = 300.0
"""So long after the customer's word the bank may begin it; what is later would surprise them."""


def belongs_to(identity: str, column: str) -> str:
    """What an encrypted value of the table belongs to."""
    return belonging(bank_instruction.c[column], identity_key=identity)


class InstructionBook:
    """The handler of `InstructBank` and `ReadBank`; what is allowed is decided later, by the worker."""

    def __init__(self, keys: DataKeys | None, wake: Callable[[], None]) -> None:
        """`keys`: None where there is no bank, which is then what the worker says."""
        self._keys = keys
        self._wake = wake

    async def do_write_down(
        self, connection: AsyncConnection, command: InstructBank, context: CommandContext
    ) -> None:
        """Has it wait for the worker; a wish of this conversation that is written down is none again."""
        said = command.instruction.model_dump_json()
        await self._add(connection, context, command.wish, command.instruction.type, said)

    async def do_write_reading_down(
        self, connection: AsyncConnection, command: ReadBank, context: CommandContext
    ) -> None:
        """The same for what a dialogue wants to know."""
        said = command.reading.model_dump_json()
        await self._add(connection, context, command.wish, kind_of(command.reading.about), said)

    async def _add(
        self, connection: AsyncConnection, context: CommandContext, wish: str, kind: str, said: str
    ) -> None:
        sealed = None
        if self._keys is not None:
            sealed = self._keys.encrypt(said, belongs_to(context.identity, "instruction"))
        await instructions.add(
            connection,
            context.identity,
            context.conversation,
            context.turn,
            wish=wish,
            kind=kind,
            instruction=sealed,
            due_at=context.now,
            valid_until=context.now + timedelta(seconds=VALID_S),
            created_at=context.now,
        )
        after_commit(connection, self._wake)
