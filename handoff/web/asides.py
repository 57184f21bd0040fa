"""The frames of what agents write aside: messages for later, and notes that name colleagues."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.later import Later
from handoff.mentioning import Mentioning
from handoff.store import later, mentions
from handoff.store.reservations import TaskKey
from handoff.words.speaking import Speaker, Speaking
from hub.ids import parse_message_id
from hub.parts import PartContext
from hub.privacy import for_view
from hub.staff import CurrentStaff

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

_Id = Annotated[str, Field(pattern=UUID)]
_TaskId = Annotated[str, Field(max_length=64)]
_Words = Annotated[str, Field(min_length=1, max_length=2000, repr=False)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Frame):
    """The agent notes something for the staff; `named`: the accounts of colleagues who are to hear of it."""

    type: Literal["note"]
    id: _Id
    task: _TaskId
    text: _Words
    named: tuple[Annotated[str, Field(max_length=64)], ...] = Field(default=(), max_length=5)


class SeeMention(_Frame):
    """The agent knows of a note in which they are named."""

    type: Literal["see_mention"]
    id: _Id
    note: _Id


class SayLater(_Frame):
    """The agent writes to the customer now, to be sent at a time."""

    type: Literal["say_later"]
    id: _Id
    task: _TaskId
    text: _Words
    at: AwareDatetime


class ChangeLater(_Frame):
    """Other words, or another time, for a message that waits."""

    type: Literal["change_later"]
    id: _Id
    later: _Id
    text: _Words
    at: AwareDatetime


class CallOffLater(_Frame):
    """A message that waits is not sent; of one that was not sent, the agent knows."""

    type: Literal["call_off_later"]
    id: _Id
    later: _Id


Aside = Note | SeeMention | SayLater | ChangeLater | CallOffLater


class Asides:
    """Carries the frames out, and tells what waits."""

    def __init__(self, context: PartContext, mentioning: Mentioning, speaking: Speaking) -> None:
        self._mentioning = mentioning
        self._later = Later(speaking, context.clock)

    async def do_aside(self, connection: AsyncConnection, staff: CurrentStaff, wish: Aside) -> None:
        """Does what the frame asks for. Raises `BadInput`, `Conflict`, `ForbiddenWords`, `NotFound`."""
        who, speaker = staff.account_id, Speaker.of(staff)
        match wish:
            case Note():
                key = _read(wish.task)
                await self._mentioning.do_note(
                    connection, who, staff.name, key, wish.text, wish.id, wish.named
                )
            case SeeMention():
                await self._mentioning.do_see(connection, who, wish.note)
            case SayLater():
                key = _read(wish.task)
                await self._later.do_plan(connection, speaker, key, wish.text, wish.at, wish.id)
            case ChangeLater():
                await self._later.do_change(connection, speaker, wish.later, wish.text, wish.at)
            case CallOffLater():
                await self._later.do_call_off(connection, speaker, wish.later)

    async def colleagues(self, connection: AsyncConnection, account_id: str) -> list[dict[str, str]]:
        """Who can be named in a note."""
        return await self._mentioning.colleagues(connection, account_id)


async def asides_of(connection: AsyncConnection, account_id: str) -> dict[str, Any]:
    """`later`: what waits to be sent, or was not sent; `mentions`: notes that name the agent. Masked."""
    return {
        "later": [
            {
                "later": row.later_id,
                "task": f"{row.identity_key}.{row.conversation}.{row.turn}",
                "customer": row.identity_key[:6].upper(),
                "text": for_view(row.text),
                "at": row.send_at.isoformat(),
                "why": row.why,
            }
            for row in await later.shown(connection, account_id)
        ],
        "mentions": [
            {
                "note": row.note_id,
                "customer": row.identity_key[:6].upper(),
                "conversation": f"{row.identity_key}.{row.conversation}",
                "by": row.author_name,
                "text": for_view(row.text),
                "at": row.created_at.isoformat(),
            }
            for row in await mentions.unseen(connection, account_id)
        ],
    }


def _read(text: str) -> TaskKey:
    place = parse_message_id(text)  # of the same form
    return TaskKey(place.identity, place.conversation, place.seq)
