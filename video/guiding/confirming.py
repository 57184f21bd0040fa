"""Writes down what a customer confirmed: once, in their own words, and nobody changes it afterwards."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.conversations import Conversations
from hub.errors import Conflict, NotFound
from hub.messages import Author, AuthorKind, Text
from hub.ports import Clock
from hub.store import conversations as stored
from video.calls.states import CallState
from video.guiding.model import check_values
from video.guiding.shelf import form_of
from video.store import calls, forms
from video.store.calls import CallKey

HOUSE = Author(kind=AuthorKind.SYSTEM)


class Confirming:
    """The customer's last word on a form."""

    def __init__(self, conversations: Conversations, clock: Clock) -> None:
        self._conversations = conversations
        self._clock = clock

    async def do_confirm(
        self, connection: AsyncConnection, key: CallKey, name: str, values: Mapping[str, str]
    ) -> None:
        """Stores a form's values and says in the conversation that it was confirmed.

        Raises `BadInput` for values that the form does not take, `NotFound` for another form or call, and
        `Conflict` where it was confirmed already or the call is not going on.
        """
        form = form_of(name)
        check_values(form, values)
        place = await stored.lock(connection, key.identity, key.conversation)
        row = await calls.get(connection, key, lock=True)
        if place is None or row is None:
            raise NotFound("there is no such call")
        if row.state != CallState.JOINED or place.closed_at is not None:
            raise Conflict("the call is not going on")
        if await forms.is_confirmed(connection, key, name):
            raise Conflict("the form was confirmed already")
        held = {field: value.strip() for field, value in values.items()}
        await forms.add(
            connection, key, form=name, version=form.version, filled=held, confirmed_at=self._clock.now()
        )
        words = (Text(text=f"您已在视频中确认《{form.zh}》。"),)
        await self._conversations.do_say(connection, key.identity, key.conversation, words, author=HOUSE)
