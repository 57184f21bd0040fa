"""Who carries out the commands of a turn: each part hands its handlers up (`hub.parts`)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import SetupError
from hub.messages import Command


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Which turn wants the command done."""

    identity: str
    conversation: int
    turn: int
    now: datetime


Handler = Callable[[AsyncConnection, Any, CommandContext], Awaitable[None]]


@dataclass
class CommandHandlers:
    """The handlers by type of command; they write only in the given transaction."""

    by_type: dict[type, Handler] = field(default_factory=dict)

    def register(self, command: type, handler: Handler) -> None:
        """Names the one handler of a type of command; raises `SetupError` for a second one."""
        if command in self.by_type:
            raise SetupError(f"two parts want to handle {command.__name__}")
        self.by_type[command] = handler

    async def carry_out(
        self, connection: AsyncConnection, commands: Sequence[Command], context: CommandContext
    ) -> None:
        """Runs the handlers inside the transaction that closes the turn."""
        for command in commands:
            await self.by_type[type(command)](connection, command, context)
