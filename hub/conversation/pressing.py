"""What of a turn cannot wait for the bot: what is urgent, and a wish for a person."""

from hub.conversation.begin import MESSAGES_LIMIT
from hub.conversation.bot_asker import BotAsker
from hub.conversation.close import article_of
from hub.conversation.replies import chosen
from hub.conversation.together import wishes_person
from hub.conversation.triage import Triage, Urgent
from hub.conversation.turn import Turn
from hub.engine.contract import BotAnswer, PickInput
from hub.engine.history import is_in_dialogue
from hub.store import messages, turns
from hub.store.database import Database


class Pressing:
    """Looks at a turn, and at what was written behind it; writes nothing."""

    def __init__(self, database: Database, asker: BotAsker, triage: Triage) -> None:
        self._database = database
        self._asker = asker
        self._triage = triage

    async def judge(self, turn: Turn) -> Urgent | None:
        """What is urgent in the turn; a replayed one was looked at when it was asked first."""
        if turn.of_house or turn.replayed:
            return None
        found = self._triage.judge(turn.messages, await self.pick(turn), turn.alert, turn.facts.language)
        return None if found is not None and found.notes and await self._is_asked(turn) else found

    async def _is_asked(self, turn: Turn) -> bool:
        """Whether the bot, by its answer just before, waits for what the customer says now."""
        async with self._database.read() as connection:
            rows = await turns.answered(
                connection, turn.identity, turn.conversation, up_to=turn.number - 1, limit=1
            )
        # What the house answered itself since then was about what is urgent: the bot's question is forgotten.
        return any(row.turn == turn.number - 1 and is_in_dialogue(row.bot_state or {}) for row in rows)

    async def pick(self, turn: Turn) -> PickInput | None:
        """What the newest message chose; None where it chose nothing that is known."""
        if chosen(turn.messages) is None:
            return None
        words = await self._asker.input_of(turn)
        return words if isinstance(words, PickInput) else None

    async def wishes_person(self, turn: Turn) -> bool:
        """Whether the newest message asks for a person."""
        async with self._database.read() as connection:
            return await wishes_person(connection, turn.messages[-1])

    async def is_behind(self, turn: Turn) -> bool:
        """Whether the customer has written behind the turn what is urgent, or that they want a person."""
        if turn.replayed:
            return False
        async with self._database.read() as connection:
            behind = await messages.incoming(
                connection, turn.identity, turn.conversation, after=turn.last_seq, limit=MESSAGES_LIMIT
            )
            return any(
                [self._triage.presses(each) or await wishes_person(connection, each) for each in behind]
            )

    def reminding(self, turn: Turn, done: BotAnswer) -> BotAnswer:
        """The answer; where the bot knew no article, with what is urgent above it: nobody is left alone."""
        reminder = None if turn.alert is None else self._triage.reminder(turn.alert)
        if reminder is None or turn.of_house or article_of(done):
            return done
        return done.model_copy(update={"replies": [reminder, *done.replies]})
