"""What the parts of the house do inside its transactions: carry out commands, react to what happens."""

from dataclasses import dataclass, field

from hub.commands import CommandHandlers
from hub.reactions import Reactions


@dataclass(frozen=True, slots=True)
class Hooks:
    """Both, as one value: whoever writes for the house calls them."""

    commands: CommandHandlers = field(default_factory=CommandHandlers)
    reactions: Reactions = field(default_factory=Reactions)
