"""The desk's socket: what concerns an agent is told as it changes, and their wishes are carried out."""

import asyncio
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.agents import Agents
from handoff.mentioning import Mentioning
from handoff.store import consults, glances, reservations
from handoff.store.glances import Glance
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
    FRAME_LIMIT,
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
from hub.first_to_end import first_to_end
from hub.parts import PartContext
from hub.ports import Socket, SocketBudget
from hub.reactions import Arrived, Happening, Said
from hub.staff import CurrentStaff, StaffDesk, StaffSocket
from hub.store import identities

RIGHT = "conversations.serve"
NOT_UNDERSTOOD = 4400
GLANCE_EVERY_S = 1.0
"""What another process wrote is seen after so long; what this one wrote, at once."""

LOOK_AGAIN_S = 5.0
"""What no glance tells is seen after so long: what is known of the customer, whether a message was read."""

AT_ONCE = 500
"""Agents whom one query asks for."""


class Desks:
    """The open desks of this process; `wake` has those look at once whom something concerns."""

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
        self._open: set[Desk] = set()

    async def run(self) -> None:
        """Wakes the desks for which something was written anywhere; runs until it is cancelled."""
        while True:
            await asyncio.sleep(GLANCE_EVERY_S)
            with suppress(StoreUnavailable):  # a desk looks by itself, too, and is told then
                await self.glance()

    async def glance(self) -> None:
        """Looks once at all open desks together; raises `StoreUnavailable`."""
        looking = [each for each in self._open if each.account_id]
        for start in range(0, len(looking), AT_ONCE):
            some = looking[start : start + AT_ONCE]
            async with self.database.read() as connection:
                found = await glances.of_agents(connection, {each.account_id for each in some})
            for each in some:
                each.take_glance(found[each.account_id])

    def wake(self, happening: Happening) -> None:
        """Something happened in a conversation that an agent may have in hand."""
        told = happening.message if isinstance(happening, (Arrived, Said)) else happening
        for each in self._open:
            if told.identity in each.customers:
                each.woken.set()

    def typed(self, identity: str) -> None:
        """A customer types."""
        for each in self._open:
            if each.shows(identity):
                each.typed = True
                each.woken.set()

    def socket(self) -> StaffSocket:
        """The route of the desks."""
        return StaffSocket(
            path="/staff/desk", right=RIGHT, budget=SocketBudget(FRAME_LIMIT), serve=self._serve
        )

    async def _serve(self, socket: Socket, session: StaffDesk) -> None:
        desk = Desk(self, socket, session)
        self._open.add(desk)
        try:
            await first_to_end(desk.read(), desk.tell())
        except BadInput as error:
            await socket.close(NOT_UNDERSTOOD, error.code)
        finally:
            self._open.discard(desk)


class Desk:
    """One agent's open desk."""

    def __init__(self, desks: Desks, socket: Socket, session: StaffDesk) -> None:
        self._desks = desks
        self._socket = socket
        self._session = session
        self.account_id = ""
        self.woken = asyncio.Event()
        self.customers: frozenset[str] = frozenset()
        self._shown: TaskKey | None = None
        self._told = ""
        self._told_state = ""
        self.typed = False
        self._glance: Glance = ()

    def take_glance(self, glance: Glance) -> None:
        """Looks at everything soon where something is not as it was at the last glance."""
        if glance != self._glance:
            self._glance = glance
            self.woken.set()

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
            await self._heard()
        while True:
            self.woken.clear()
            try:
                await self._look()
                wait_s = LOOK_AGAIN_S
            except StoreUnavailable:
                wait_s = GLANCE_EVERY_S
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self.woken.wait()

    async def _heard(self) -> None:
        staff = await self._session.staff()
        async with self._desks.database.write() as connection:
            await self._desks.commands.do_hear(connection, staff.account_id)

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
                async with self._desks.database.write() as connection:
                    await self._do(connection, staff, wish)
        except YuanqiaoError as error:
            refused = {"type": "refused", "id": wish.id, "code": error.code, "detail": error.detail}
            found = {"found": error.found} if isinstance(error, ForbiddenWords) else {}
            await self._put(refused | found)
        else:
            await self._put({"type": "done", "id": wish.id})
        self.woken.set()

    async def _do(self, connection: AsyncConnection, staff: CurrentStaff, wish: Wish) -> None:
        commands, who, name = self._desks.commands, staff.account_id, staff.name
        match wish:
            case ChooseStatus():
                await commands.do_set_status(connection, who, wish.status)
            case AcceptTask():
                await commands.do_accept(connection, who, name, wish.reservation)
            case Decline():
                await commands.do_decline(connection, who, wish.reservation, wish.reason)
            case SayToCustomer():
                speaker, key = Speaker.of(staff), read_task(wish.task)
                await self._desks.speaking.do_say(connection, speaker, key, wish.text, wish.id)
            case End():
                await commands.do_end(connection, who, read_task(wish.task))
            case Complete():
                key = read_task(wish.task)
                await commands.do_complete(connection, who, key, wish.disposition, wish.summary)
            case Note() | SeeMention() | SayLater() | ChangeLater() | CallOffLater():
                await self._desks.asides.do_aside(connection, staff, wish)
            case (
                TransferTask()
                | HoldTask()
                | ResumeTask()
                | Agree()
                | Consult()
                | EndConsult()
                | GiveConsulted()
            ):
                await self._desks.leads.do_lead(connection, staff, wish, read_task(wish.task))
            case _:
                raise BadInput("the frame is not one of the protocol's")

    async def _tell_targets(self, staff: CurrentStaff, wish: Targets) -> None:
        async with self._desks.database.read() as connection:
            found = await self._desks.leads.targets(connection, staff.account_id)
            found["colleagues"] = await self._desks.asides.colleagues(connection, staff.account_id)
        await self._put({"type": "targets", **found})

    async def _send_file(self, staff: CurrentStaff, wish: SendFile) -> None:
        if self._desks.media is None:
            raise Unavailable("no files are kept here")
        key = read_task(wish.task)
        media = await find(self._desks.media, key, wish.media)
        # What takes long is done before the transaction.
        codes = await codes_in(self._desks.media.path(media), media)
        async with self._desks.database.write() as connection:
            await self._desks.speaking.do_send_file(connection, Speaker.of(staff), key, media, codes, wish.id)

    async def _show_typing(self, key: TaskKey) -> None:
        staff = await self._session.staff()
        async with self._desks.database.read() as connection:
            row = await reservations.owned(connection, key, staff.account_id)
            address = await identities.address_of(connection, key.identity) if row is not None else None
        if row is not None and row.state == "accepted" and address is not None:
            self._desks.typing.show(address, key)

    async def _show(self, staff: CurrentStaff, key: TaskKey) -> None:
        async with self._desks.database.read() as connection:
            owned = await reservations.owned(connection, key, staff.account_id)
            if owned is None and await consults.asked_of(connection, key, staff.account_id) is None:
                raise NotFound("the conversation is not yours")
        self._shown = key
        self._told = ""

    async def _look(self) -> None:
        """Reads what the agent sees; what is as it was is not told again."""
        staff, now = await self._session.staff(), self._desks.clock.now()
        self.account_id = staff.account_id
        async with self._desks.database.read() as connection:
            live = [
                *await reservations.live(connection, staff.account_id),
                *await consults.live(connection, staff.account_id),
            ]
            self.customers = frozenset(each.identity_key for each in live)
            state = await showing.state_frame(connection, staff.account_id, live, now)
            state |= await asides_of(connection, staff.account_id)
            row = next((each for each in live if self._is_shown(each)), None)
            opened = None
            if row is not None and self._shown is not None:
                address = self._desks.media.address if self._desks.media is not None else None
                opened = await showing.conversation_frame(
                    connection, self._shown, row, now, address, whispers=row.state != consults.CONSULTING
                )
                beside = Beside(staff.branch_path, self._desks.rules, now)
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
            async with self._desks.database.write() as connection:
                if row.state == consults.CONSULTING:
                    await consults.mark_read(connection, row.reservation_id, max(seqs))
                else:
                    await reservations.mark_read(connection, row.reservation_id, max(seqs))
            self.woken.set()

    async def _put(self, frame: showing.Frame) -> None:
        await self._socket.send(write_json(frame))
