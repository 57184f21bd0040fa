"""Asks the bot on behalf of a turn: maps choices back, sends the history where it is wanted."""

import time

from hub.conversation.replies import chosen, noted, place_of_choice, to_input
from hub.conversation.together import asked_of_bot
from hub.conversation.turn import Turn, left_s
from hub.engine.client import BotClient, HistoryNeeded
from hub.engine.contract import Ask, BotAnswer, PastTurns, PickInput, TextInput
from hub.engine.history import past_turns
from hub.engine.signing import turn_token
from hub.errors import BotFailed
from hub.ports import Clock
from hub.settings import Settings
from hub.store import messages
from hub.store.database import Database

SHORTEST_ASK_S = 1.0


class BotAsker:
    """One way to the bot; has no state of its own."""

    def __init__(self, database: Database, bot: BotClient, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._settings = settings

    async def ask(self, turn: Turn, words: TextInput | PickInput) -> BotAnswer:
        """Asks, and once more with the history when the bot says that it lacks it."""
        try:
            return await self._bot.ask(self._message(turn, words, None))
        except HistoryNeeded:
            history = await past_turns(self._database, turn.identity, turn.conversation, turn.base)
        try:
            return await self._bot.ask(self._message(turn, words, history))
        except HistoryNeeded as error:
            raise BotFailed("the bot does not take the history", bot_code="history_refused") from error

    def _message(self, turn: Turn, words: TextInput | PickInput, history: PastTurns | None) -> Ask:
        left = left_s(turn, self._clock, self._settings.give_up_after_s)
        deadline = min(self._settings.ask_deadline_s, max(left, SHORTEST_ASK_S))
        expires = int(time.time() + deadline) + 30
        secret = self._settings.turn_secret.get_secret_value()
        # Asked late, a verification may have run out since the turn was opened.
        facts = turn.facts.at(self._clock.now())
        return Ask(
            conversation=turn.conversation_id,
            turn=turn.number,
            ask=turn.ask,
            base=turn.base,
            base_ask=turn.base_ask,
            deadline_s=deadline,
            correlation_id=turn.correlation_id,
            channel=turn.address.channel,
            at=self._clock.now().isoformat(),
            token=turn_token(secret, expires, turn.conversation_id, turn.number, facts),
            facts=facts,
            input=words,
            history=history,
        )

    async def input_of(self, turn: Turn) -> TextInput | PickInput:
        """What the turn asks of the bot: a note of the house, a known option, or guarded words."""
        asked = turn.messages if turn.replayed else asked_of_bot(turn.messages)
        trigger = noted(asked)
        if trigger is not None:
            return PickInput(text="", intent=trigger.name, entities=trigger.details)
        choice = chosen(asked)
        place = place_of_choice(choice.id) if choice is not None else None
        if place is None:
            return to_input(asked, {})
        async with self._database.read() as connection:
            picks = await messages.picks_of(connection, turn.identity, *place)
        return to_input(asked, picks)
