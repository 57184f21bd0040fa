"""Puts a code into the text message that leaves: what is stored of the message has a mark in its place."""

from hub.messages import Message, Text
from hub.ports import Clock
from hub.store.database import Database
from stepup.codes import CheckCodes
from stepup.store import checks
from stepup.words import MARK


class FillIn:
    """Implements `hub.ports.LastHop`."""

    def __init__(self, database: Database, clock: Clock, codes: CheckCodes) -> None:
        self._database = database
        self._clock = clock
        self._codes = codes

    async def fill(self, message: Message) -> Message | None:
        """The message with its code; None where the code is good for nothing any more.

        The mark alone is only a sign to look: a code goes into the one message that its check names, so
        nobody gets one by writing the mark. Raises `StoreUnavailable`.
        """
        if not any(isinstance(each, Text) and MARK in each.text for each in message.segments):
            return message
        place = (message.identity, message.conversation, message.seq)
        async with self._database.read() as connection:
            row = await checks.by_message(connection, *place)
        if row is None:
            return message
        if row.state != "open" or row.expires_at <= self._clock.now():
            return None
        code = self._codes.code(row.check_id)
        filled = tuple(
            Text(text=each.text.replace(MARK, code)) if isinstance(each, Text) else each
            for each in message.segments
        )
        return message.model_copy(update={"segments": filled})
