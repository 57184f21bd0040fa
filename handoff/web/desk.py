"""One agent's desk: what concerns them is told as it changes, and their wishes are carried out."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import Agents
from handoff.mentioning import Mentioning
from handoff.store import consults, reservations
from handoff.store.glances import Glance, of_tasks
from handoff.store.reservations import TaskKey
from handoff.web import showing
from handoff.web.asides import (
    Asides,
    CallOffLater,
    ChangeLater,
    Note,
    SayLater,
    SeeMention,
    asides_of,
)
from handoff.web.attachments import find
from handoff.web.beside import Beside
from handoff.web.frames import (
    AcceptTask,
    AgentTyping,
    ChooseStatus,
    Complete,
    Decline,
    DeskPing,
    End,
    Open,
    SayToCustomer,
    SendFile,
    Targets,
    Wish,
    read_frame,
    read_task,
    task_id,
)
from handoff.web.leading import (
    Agree,
    Consult,
    EndConsult,
    GiveConsulted,
    HoldTask,
    Leads,
    ResumeTask,
    TransferTask,
)
from handoff.web.typing import TypingShown
from handoff.words.files import codes_in
from handoff.words.speaking import Speaker, Speaking
from hub.compact_json import write_json
from hub.errors import (
    BadInput,
    ForbiddenWords,
    NotFound,
    StoreUnavailable,
    Unavailable,
    YuanqiaoError,
)
from hub.parts import PartContext
from hub.ports import Socket
from hub.staff import CurrentStaff, StaffDesk
from hub.store import identities

RIGHT = "conversations.serve"
LOOK_AGAIN_S = 10.0
"""What no glance tells is seen after so long: what is known of the customer, whether a message was read."""

TRY_AGAIN_S = 1.0


class DeskTools:
    """What every desk of a process works with."""

    def __init__(self, context: PartContext, commands: Agents) -> None:
        self.database = context.database
        self.clock = context.clock
        self.commands = commands
        self.speaking = Speaking(commands)
        self.typing = TypingShown(context)
        self.leads = Leads(context, RIGHT)
        mentioning = Mentioning(commands, context.staff.directory, context.clock, RIGHT)
        self.asides = Asides(context, mentioning, self.speaking)
        self.media = context.media
        self.rules = context.rules
        self.line: tuple[int, datetime | None] = (0, None)
        """How many wait for a person, and since when the first of them, at the last glance."""


class Desk:
    """One agent's open desk."""

    def __init__(self, tools: DeskTools, socket: Socket, session: StaffDesk) -> None:
        self._tools = tools
        self._socket = socket
        self._session = session
        self.account_id = ""
        self._woken = asyncio.Event()
        self._stale = True
        self._look_again_at = 0.0
        self.customers: frozenset[str] = frozenset()
        self._shown: TaskKey | None = None
        self._told = ""
        self._told_state = ""
        self._state: showing.Frame = {}
        self.typed = False
        self._glance = Glance()

    def wake(self) -> None:
        """Looks soon: something that the agent sees may have changed."""
        self._stale = True
        self._woken.set()

    def take_glance(self, glance: Glance) -> None:
        """Looks soon where something of the agent's is not as it was at the last glance."""
        if glance != self._glance:
            self._glance = glance
            self._stale = True
        self._woken.set()  # for the line in front of all desks, which is told without another look

    def shows(self, identity: str) -> bool:
        """Whether the open conversation is this customer's."""
        return self._shown is not None and self._shown.identity == identity

    async def read(self) -> None:
        """Hears the desk until it hangs up; what the database cannot take is refused, and ends no desk."""
        while True:
            frame = read_frame(await self._socket.recv())
            with suppress(StoreUnavailable):  # a desk that hears nothing for long says so to its agent
                await self._take(frame)

    async def _take(self, frame: Wish | DeskPing | AgentTyping) -> None:
        if isinstance(frame, DeskPing):
            await self._heard()
            await self._put({"type": "pong"})
        elif isinstance(frame, AgentTyping):
            await self._show_typing(read_task(frame.task))
        else:
            await self._carry_out(frame)

    async def tell(self) -> None:
        """Tells what has changed, as soon as that is known; a database that is away ends no desk."""
        with suppress(StoreUnavailable):
            await self._tell_once()  # an agent who comes back sees first what they have in hand
            await self._heard()
        while True:
            self._woken.clear()
            try:
                await self._tell_once()
                wait_s = LOOK_AGAIN_S
            except StoreUnavailable:
                wait_s = TRY_AGAIN_S
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()

    async def _tell_once(self) -> None:
        now = time.monotonic()
        if not self._stale and now < self._look_again_at:
            line = showing.line_shown(self._tools.line, self._tools.clock.now())
            await self._put_state(self._state | line)
            return
        self._stale = False
        try:
            await self._look()
        except StoreUnavailable:
            self._stale = True
            raise
        self._look_again_at = now + LOOK_AGAIN_S  # whoever else wakes it meanwhile: a glance does each second

    async def _heard(self) -> None:
        staff = await self._session.staff()
        async with self._tools.database.write() as connection:
            await self._tools.commands.do_hear(connection, staff.account_id)

    async def _carry_out(self, wish: Wish) -> None:
        try:
            staff = await self._session.staff(active=True)
            if isinstance(wish, Open):
                await self._show(staff, read_task(wish.task))
            elif isinstance(wish, SendFile):
                await self._send_file(staff, wish)
            elif isinstance(wish, Targets):
                await self._tell_targets(staff, wish)
            else:
                async with self._tools.database.write() as connection:
                    await self._do(connection, staff, wish)
        except YuanqiaoError as error:
            refused = {"type": "refused", "id": wish.id, "code": error.code, "detail": error.detail}
            found = {"found": error.found} if isinstance(error, ForbiddenWords) else {}
            await self._put(refused | found)
        else:
            await self._put({"type": "done", "id": wish.id})
        self.wake()

    async def _do(self, connection: AsyncConnection, staff: CurrentStaff, wish: Wish) -> None:
        commands, who, name = self._tools.commands, staff.account_id, staff.name
        match wish:
            case ChooseStatus():
                await commands.do_set_status(connection, who, wish.status)
            case AcceptTask():
                await commands.do_accept(connection, who, name, wish.reservation)
            case Decline():
                await commands.do_decline(connection, who, wish.reservation, wish.reason)
            case SayToCustomer():
                speaker, key = Speaker.of(staff), read_task(wish.task)
                await self._tools.speaking.do_say(connection, speaker, key, wish.text, wish.id)
            case End():
                await commands.do_end(connection, who, read_task(wish.task))
            case Complete():
                key = read_task(wish.task)
                await commands.do_complete(connection, who, key, wish.disposition, wish.summary)
            case Note() | SeeMention() | SayLater() | ChangeLater() | CallOffLater():
                await self._tools.asides.do_aside(connection, staff, wish)
            case (
                TransferTask()
                | HoldTask()
                | ResumeTask()
                | Agree()
                | Consult()
                | EndConsult()
                | GiveConsulted()
            ):
                await self._tools.leads.do_lead(connection, staff, wish, read_task(wish.task))
            case _:
                raise BadInput("the frame is not one of the protocol's")

    async def _tell_targets(self, staff: CurrentStaff, wish: Targets) -> None:
        async with self._tools.database.read() as connection:
            found = await self._tools.leads.targets(connection, staff.account_id)
            found["colleagues"] = await self._tools.asides.colleagues(connection, staff.account_id)
        await self._put({"type": "targets", **found})

    async def _send_file(self, staff: CurrentStaff, wish: SendFile) -> None:
        if self._tools.media is None:
            raise Unavailable("no files are kept here")
        key = read_task(wish.task)
        media = await find(self._tools.media, key, wish.media)
        # What takes long is done before the transaction.
        codes = await codes_in(self._tools.media.path(media), media)
        async with self._tools.database.write() as connection:
            await self._tools.speaking.do_send_file(connection, Speaker.of(staff), key, media, codes, wish.id)

    async def _show_typing(self, key: TaskKey) -> None:
        staff = await self._session.staff()
        async with self._tools.database.read() as connection:
            row = await reservations.owned(connection, key, staff.account_id)
            address = await identities.address_of(connection, key.identity) if row is not None else None
        if row is not None and row.state == "accepted" and address is not None:
            self._tools.typing.show(address, key)

    async def _show(self, staff: CurrentStaff, key: TaskKey) -> None:
        async with self._tools.database.read() as connection:
            owned = await reservations.owned(connection, key, staff.account_id)
            if owned is None and await consults.asked_of(connection, key, staff.account_id) is None:
                raise NotFound("the conversation is not yours")
        self._shown = key
        self._told = ""

    async def _look(self) -> None:
        """Reads what the agent sees; what is as it was is not told again."""
        now = self._tools.clock.now()
        async with self._tools.database.read() as connection:
            staff = await self._session.staff_now(connection)
            self.account_id = staff.account_id
            held = await reservations.live(connection, staff.account_id)
            # What is written from here on differs in the next glance; what was before needs no other look.
            self._glance = replace(self._glance, tasks=of_tasks(held))
            live = [*held, *await consults.live(connection, staff.account_id)]
            self.customers = frozenset(each.identity_key for each in live)
            state = await showing.state_frame(connection, staff.account_id, live, now)
            state |= await asides_of(connection, staff.account_id)
            row = next((each for each in live if self._is_shown(each)), None)
            opened = None
            if row is not None and self._shown is not None:
                address = self._tools.media.address if self._tools.media is not None else None
                opened = await showing.conversation_frame(
                    connection, self._shown, row, now, address, whispers=row.state != consults.CONSULTING
                )
                beside = Beside(staff.branch_path, self._tools.rules, now)
                opened |= await beside.shown(connection, self._shown, opened["messages"])
        if opened is not None and row is not None:
            text = write_json(opened)
            if text != self._told:
                self._told = text
                await self._socket.send(text)
                await self._mark_read(row, opened)
        if self.typed and self._shown is not None:
            self.typed = False
            await self._put({"type": "typing", "task": task_id(self._shown)})
        await self._put_state(state)

    async def _put_state(self, state: showing.Frame) -> None:
        """The state, where it is another one than was told; the desk counts seconds by itself."""
        self._state = state
        lasting = write_json(showing.lasting(state))
        if lasting != self._told_state:
            self._told_state = lasting
            await self._put(state)

    def _is_shown(self, row: Any) -> bool:
        key = TaskKey(row.identity_key, row.conversation, row.turn)
        return key == self._shown and row.state != "pending"

    async def _mark_read(self, row: Any, opened: showing.Frame) -> None:
        seqs = [each["seq"] for each in opened["messages"] if each["conversation"] == row.conversation]
        if seqs and max(seqs) > row.read_seq:
            async with self._tools.database.write() as connection:
                if row.state == consults.CONSULTING:
                    await consults.mark_read(connection, row.reservation_id, max(seqs))
                else:
                    await reservations.mark_read(connection, row.reservation_id, max(seqs))
            self.wake()

    async def _put(self, frame: showing.Frame) -> None:
        await self._socket.send(write_json(frame))
