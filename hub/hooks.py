"""What the parts do where the house answers: carry out commands, react, say something in front."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hub.commands import CommandHandlers
from hub.reactions import Reactions

Announce = Callable[[str], Sequence[str]]
"""The lines that have to stand in front of an answer on a channel just now; asked within a transaction."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """All of it, as one value: whoever writes for the house calls them."""

    commands: CommandHandlers = field(default_factory=CommandHandlers)
    reactions: Reactions = field(default_factory=Reactions)
    announce: list[Announce] = field(default_factory=list)

    def announced(self, channel: str) -> list[str]:
        """The lines that stand in front of an answer on a channel."""
        return [line for announce in self.announce for line in announce(channel)]
