"""Broken: a bot that cannot be reached is taken for one that has answered, and the turn is forgotten."""

from hub.conversation import close
from hub.conversation.bot_asker import BotAsker
from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer, PickInput, TextInput
from hub.errors import BotUnavailable
from tests.faults.broken import plant, run_hub
from tests.faults.broken.empty_is_an_answer import write

_ask = BotAsker.ask


async def ask(self: BotAsker, turn: Turn, words: TextInput | PickInput) -> BotAnswer:
    """Has nothing to say when nobody is there, and is done with it."""
    try:
        return await _ask(self, turn, words)
    except BotUnavailable:
        return BotAnswer(status="done", turn=turn.number, replies=[], events=[], state={})


CHANGES = (
    (BotAsker, "ask", ask),
    (close, "write", write),
)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
