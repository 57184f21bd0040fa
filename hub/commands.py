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

SpeakingHandler = Callable[[AsyncConnection, Any, CommandContext], Awaitable[str]]
"""Gives what the answer has to say of what was done, such as a number; empty for nothing."""


@dataclass
class CommandHandlers:
    """The handlers by type of command; they write only in the given transaction."""

    by_type: dict[type, Handler] = field(default_factory=dict)
    speaking: dict[type, SpeakingHandler] = field(default_factory=dict)

    def register(self, command: type, handler: Handler) -> None:
        """Names the one handler of a type of command; raises `SetupError` for a second one."""
        self._check_free(command)
        self.by_type[command] = handler

    def register_speaking(self, command: type, handler: SpeakingHandler) -> None:
        """As `register`, for a handler whose words stand in the answer of the turn."""
        self._check_free(command)
        self.speaking[command] = handler

    async def carry_out_speaking(
        self, connection: AsyncConnection, commands: Sequence[Command], context: CommandContext
    ) -> list[str]:
        """Runs the handlers whose words belong to the answer, before it is written."""
        said = [
            await self.speaking[type(command)](connection, command, context)
            for command in commands
            if type(command) in self.speaking
        ]
        return [words for words in said if words]

    async def carry_out(
        self, connection: AsyncConnection, commands: Sequence[Command], context: CommandContext
    ) -> None:
        """Runs the other handlers, once the answer is written, in the transaction that closes the turn."""
        for command in commands:
            if type(command) not in self.speaking:
                await self.by_type[type(command)](connection, command, context)

    def _check_free(self, command: type) -> None:
        if command in self.by_type or command in self.speaking:
            raise SetupError(f"two parts want to handle {command.__name__}")
