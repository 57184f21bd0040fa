"""Broken: an action that fails ends the turn with what was said before it, as with a stock Rasa.

Runs in the bot's environment.
"""

import sys
from collections.abc import Sequence
from typing import Any

from bot.absent import stand_in

SAID_BEFORE = "好的，我来查一下。"


def break_it() -> None:
    """Goes on after a failure, and answers as if all was well."""
    from rasa.shared.core.events import BotUttered

    from bot.actions_client import LeanRemoteAction
    from bot.dialogue import TurnRunner
    from bot.errors import ActionFailed, NotReady

    act = TurnRunner._act

    async def swallow(self: TurnRunner, action: Any, *details: Any) -> Sequence[Any]:
        said = [BotUttered(SAID_BEFORE)] if isinstance(action, LeanRemoteAction) else []
        try:
            return [*said, *await act(self, action, *details)]
        except (ActionFailed, NotReady):
            return said

    TurnRunner._act = swallow  # type: ignore[method-assign]


if __name__ == "__main__":
    stand_in()
    break_it()
    from bot.serve import main

    sys.exit(main())
