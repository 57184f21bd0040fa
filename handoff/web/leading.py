"""The frames by which an agent leads a customer on: transfer, hold, put off, take up again, and where to."""

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff import setups
from handoff.callbacks.callbacks import Callbacks
from handoff.consulting import Consulting, ConsultRequest
from handoff.holding import ConversationHolding
from handoff.live.setting_up import GENERAL
from handoff.setup import ID
from handoff.store import agents
from handoff.store.reservations import TaskKey
from handoff.transferring import Target, Transferring
from hub.parts import PartContext
from hub.staff import CurrentStaff

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

_Id = Annotated[str, Field(pattern=UUID)]
_TaskId = Annotated[str, Field(max_length=64)]
_Name = Annotated[str, Field(pattern=ID)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TransferTask(_Frame):
    """The agent sends the conversation on: to an agent, a queue, or whoever has a skill."""

    type: Literal["transfer"]
    id: _Id
    task: _TaskId
    agent: str | None = Field(default=None, max_length=64)
    queue: _Name | None = None
    skill: _Name | None = None
    note: str = Field(min_length=1, max_length=2000, repr=False)


class HoldTask(_Frame):
    """The agent has room until the customer speaks; `for_s`: and wants to be reminded then."""

    type: Literal["hold"]
    id: _Id
    task: _TaskId
    for_s: int | None = None


class ResumeTask(_Frame):
    """The agent takes a held conversation up."""

    type: Literal["resume"]
    id: _Id
    task: _TaskId


class Agree(_Frame):
    """The agent has agreed with the customer that somebody calls, or writes here, at a later time."""

    type: Literal["agree"]
    id: _Id
    task: _TaskId
    at: AwareDatetime
    by: Literal["phone", "here"]
    note: str = Field(default="", max_length=1000, repr=False)


class Consult(_Frame):
    """The agent asks a colleague to look; the conversation stays the agent's."""

    type: Literal["consult"]
    id: _Id
    task: _TaskId
    agent: str = Field(max_length=64)
    note: str = Field(min_length=1, max_length=2000, repr=False)


class EndConsult(_Frame):
    """Who asked, or who was asked, ends it; the conversation stays with who has it."""

    type: Literal["end_consult"]
    id: _Id
    task: _TaskId


class GiveConsulted(_Frame):
    """The conversation goes to the colleague who was asked, with no wait between."""

    type: Literal["give_consulted"]
    id: _Id
    task: _TaskId


Leading = TransferTask | HoldTask | ResumeTask | Agree | Consult | EndConsult | GiveConsulted


class Leads:
    """Carries the frames out."""

    def __init__(self, context: PartContext, right: str) -> None:
        self._holding = ConversationHolding(context.conversations, context.clock)
        self._transferring = Transferring(context.conversations, context.clock)
        zone = ZoneInfo(context.settings.time_zone)
        self._callbacks = Callbacks(context.conversations, context.clock, zone)
        self._consulting = Consulting(context.conversations, context.clock)
        self._directory = context.staff.directory
        self._right = right

    async def do_lead(
        self, connection: AsyncConnection, staff: CurrentStaff, wish: Leading, key: TaskKey
    ) -> None:
        """Does what the frame asks for. Raises `BadInput`, `Conflict`, `NotFound`."""
        match wish:
            case TransferTask():
                target = Target(wish.agent, wish.queue, wish.skill)
                await self._transferring.do_transfer(
                    connection, staff.account_id, staff.name, key, target, wish.note, wish.id
                )
            case HoldTask():
                await self._holding.do_hold(connection, staff.account_id, key, wish.for_s)
            case ResumeTask():
                await self._holding.do_resume(connection, staff.account_id, key)
            case Agree():
                await self._callbacks.do_agree(
                    connection,
                    staff.account_id,
                    staff.name,
                    key,
                    by=wish.by,
                    at=wish.at,
                    note=wish.note,
                    wish_id=wish.id,
                )
            case Consult():
                asked = ConsultRequest(staff.account_id, staff.name, wish.agent, wish.note)
                await self._consulting.do_ask(connection, key, asked, wish.id)
            case EndConsult():
                await self._consulting.do_end(connection, staff.account_id, key)
            case GiveConsulted():
                await self._consulting.do_give(
                    connection, staff.account_id, key, await self._names(connection)
                )

    async def _names(self, connection: AsyncConnection) -> dict[str, str]:
        """Who may serve customers, by account, as customers see them."""
        allowed = await self._directory.with_right(connection, self._right)
        return {each.account_id: each.name for each in allowed}

    async def targets(self, connection: AsyncConnection, account_id: str) -> dict[str, Any]:
        """Where a conversation can be sent: queues, agents who are not away, and their skills."""
        queues = [each.setup for each in await setups.queues(connection)]
        if GENERAL.queue_id not in {each.queue_id for each in queues}:
            queues.append(GENERAL)
        names = await self._names(connection)
        there = [
            row
            for row in await agents.all_of(connection)
            if row.status != agents.OFFLINE and row.account_id != account_id and row.account_id in names
        ]
        known = {each.setup.account_id: each.setup for each in await setups.profiles(connection)}
        skills = {name for row in there if row.account_id in known for name in known[row.account_id].skills}
        return {
            "queues": [{"id": each.queue_id, "name": each.name, "name_en": each.name_en} for each in queues],
            "agents": [
                {"id": row.account_id, "name": names[row.account_id], "status": row.status} for row in there
            ],
            "skills": sorted(skills),
        }
