"""The agent's socket: every open call of the conversations that they own, and the one that they are in."""

import asyncio
from typing import Any

from hub.compact_json import write_json
from hub.errors import BadInput, NotFound, YuanqiaoError
from hub.first_to_end import first_to_end
from hub.ids import parse_message_id
from hub.ports import Socket, SocketBudget
from hub.staff import CurrentStaff, StaffDesk, StaffSocket
from video.calls.rooms import Seat, Watcher
from video.calls.states import CallEvent, CallState
from video.flows.kept import script_now, scripts_now
from video.identity import passing
from video.identity.passing import CustomerPictures
from video.store import calls
from video.store.calls import CallKey, key_of, parse_call_id
from video.web.casework import Begin, Tick, case_frame, flows_frame, picture_frame, ticked
from video.web.frames import (
    FRAME_LIMIT,
    AcceptCall,
    CallPing,
    Invite,
    Leave,
    PeerSignal,
    call_words,
    read_agent,
    signal_frame,
)
from video.web.guiding import AgentGuide, for_customer, shelf_frame
from video.web.serving import NOT_UNDERSTOOD, SILENCE_S, SILENT, Floor, other_end, wait_for
from video.web.steps_shown import step_frame

RIGHT = "video.serve"
ALIVE_EVERY_S = 4.0
"""A page hangs up after twelve seconds of silence."""


class AgentSockets:
    """Opens them."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def socket(self) -> StaffSocket:
        """The route."""
        budget = SocketBudget(FRAME_LIMIT, bytes_per_s=65_536.0)
        return StaffSocket(path="/staff/video", right=RIGHT, budget=budget, serve=self._serve)

    async def _serve(self, socket: Socket, session: StaffDesk) -> None:
        side = AgentSide(self._floor, socket, session)
        try:
            await side.serve()
        except TimeoutError:
            await socket.close(SILENT, "silence")
        except BadInput as error:
            await socket.close(NOT_UNDERSTOOD, error.code)


class AgentSide:
    """One agent's open desk."""

    def __init__(self, floor: Floor, socket: Socket, session: StaffDesk) -> None:
        self._floor = floor
        self._socket = socket
        self._session = session
        self._watcher = Watcher()
        self._seats: dict[str, Seat] = {}
        self._rounds: dict[str, int] = {}
        self._pictures = CustomerPictures(floor.seal)
        self._told = ""

    async def serve(self) -> None:
        """Speaks and listens to the end; raises what ends it."""
        self._floor.rooms.watch(self._watcher)
        try:
            await first_to_end(self._read(), self._tell())
        finally:
            self._floor.rooms.forget(self._watcher)
            for seat in self._seats.values():
                await self._leave(seat)

    async def _leave(self, seat: Seat) -> None:
        self._pictures.forget(seat.call)
        if not seat.taken:  # else whoever took it has begun a bridge of their own, which replaces this one
            await self._floor.bridges.leave(seat.call)
        await self._floor.leave(seat)

    async def _read(self) -> None:
        while True:
            async with asyncio.timeout(SILENCE_S):
                data = await self._socket.recv()
            frame = read_agent(data)
            match frame:
                case CallPing():
                    for seat in self._seats.values():
                        await self._floor.beat(parse_call_id(seat.call))
                    await self._put({"type": "pong"})
                case PeerSignal():
                    await self._pass_on(frame)
                case AgentGuide():
                    await self._guide(frame)
                case Leave():
                    await self._hang_up(frame)
                case Invite() | AcceptCall() | Begin() | Tick():
                    await self._carry_out(frame)

    async def _carry_out(self, frame: Invite | AcceptCall | Begin | Tick) -> None:
        try:
            staff = await self._session.staff(active=True)
            match frame:
                case Invite():
                    await self._invite(staff, frame)
                case AcceptCall():
                    await self._accept(staff, parse_call_id(frame.call))
                case Begin() | Tick():
                    await self._go_on(staff, frame)
        except YuanqiaoError as error:
            why = error.fields.get("why", "")
            await self._put({"type": "refused", "id": frame.id, "code": error.code, "why": why})
        else:
            await self._put({"type": "done", "id": frame.id})

    async def _invite(self, staff: CurrentStaff, frame: Invite) -> None:
        place = parse_message_id(f"{frame.conversation}.1")
        async with self._floor.database.write() as connection:
            if await calls.owner_of(connection, place.identity, place.conversation) != staff.account_id:
                raise NotFound("the conversation is not yours")
            await self._floor.commands.do_invite(
                connection, place.identity, place.conversation, started_by="agent"
            )

    async def _accept(self, staff: CurrentStaff, key: CallKey) -> None:
        async with self._floor.database.read() as connection:
            if await calls.owner_of(connection, key.identity, key.conversation) != staff.account_id:
                raise NotFound("the call is not yours")
        # The seat first: what the customer's page says as soon as both are there has to find it.
        seat = self._seats[key.id] = Seat(key.id, "agent")
        self._floor.rooms.sit(seat, self._watcher)
        try:
            async with self._floor.database.write() as connection:
                await self._floor.commands.do_happen(
                    connection, key, CallEvent.AGENT_READY, account_id=staff.account_id, agent_name=staff.name
                )
        except YuanqiaoError:
            del self._seats[key.id]
            self._floor.rooms.rise(seat)
            raise
        async with self._floor.database.read() as connection:
            case = await self._floor.cases.find(connection, key)
        if case is not None:  # the agent is back in a flow that was begun before
            await self._put(case_frame(key.id, case))

    async def _go_on(self, staff: CurrentStaff, frame: Begin | Tick) -> None:
        key, flows = parse_call_id(frame.call), self._floor.cases
        if isinstance(frame, Begin):
            async with self._floor.database.read() as connection:
                script = await script_now(connection, frame.script)
            if script.recorded:
                await self._floor.bridges.check()
        proof = None
        if isinstance(frame, Tick):
            asked = ticked(frame, self._pictures.at(frame.call, frame.step))
            async with self._floor.database.write() as connection:
                call, step = await flows.check(connection, key, staff.account_id, asked)
            alive = asyncio.create_task(self._say_alive())
            try:
                proof = await flows.prove(key, call, step, asked)
            finally:
                alive.cancel()
        async with self._floor.database.write() as connection:
            if isinstance(frame, Begin):
                await flows.do_begin(connection, key, staff.account_id, frame.script)
                case = await flows.look(connection, key)
            else:
                case = await flows.do_step(connection, key, staff.account_id, asked, proof)
        if isinstance(frame, Tick):
            self._pictures.forget(frame.call)
        await self._put(case_frame(frame.call, case))
        shown = await step_frame(self._floor, key)
        if shown is not None:
            self._floor.rooms.pass_on(frame.call, "customer", shown)

    async def _say_alive(self) -> None:
        """While a service of the bank's is asked nothing is read, and a page takes silence for a cut line."""
        while True:
            await asyncio.sleep(ALIVE_EVERY_S)
            await self._put({"type": "pong"})

    async def _pass_on(self, frame: PeerSignal) -> None:
        seat = self._seats.get(frame.call)
        if seat is None or seat.taken:
            return  # the call went elsewhere while the page was still speaking
        async with self._floor.database.read() as connection:
            row = await calls.get(connection, parse_call_id(frame.call))
        if row is not None and row.state == CallState.JOINED and row.round == frame.round:
            self._floor.rooms.pass_on(frame.call, other_end(row, "customer"), signal_frame(frame, "agent"))

    async def _guide(self, frame: AgentGuide) -> None:
        """What both look at: for the customer alone, whichever way sound and picture go."""
        told, seat = for_customer(frame), self._seats.get(frame.call)
        if seat is None or seat.taken:
            return
        async with self._floor.database.read() as connection:
            row = await calls.get(connection, parse_call_id(frame.call))
        if row is not None and row.state == CallState.JOINED:
            self._floor.rooms.pass_on(frame.call, "customer", told)
            if frame.data.kind in ("show", "form", "away"):  # both sides draw the same
                await self._put(told)

    async def _hang_up(self, frame: Leave) -> None:
        key, staff = parse_call_id(frame.call), await self._session.staff(active=True)
        async with self._floor.database.read() as connection:
            owner = await calls.owner_of(connection, key.identity, key.conversation)
        if owner == staff.account_id or frame.call in self._seats:
            await self._floor.end(key, "agent")

    async def _tell(self) -> None:
        flows = self._floor.cases
        async with self._floor.database.read() as connection:
            scripts = await scripts_now(connection)
        told = flows_frame(
            scripts,
            flows.questionnaire,
            demo=flows.is_demo,
            faces_by=flows.faces_by,
            ocr=self._floor.reads_cards,
        )
        await self._put(told)
        await self._put(shelf_frame())
        while True:
            self._watcher.woken.clear()
            staff = await self._session.staff()
            async with self._floor.database.read() as connection:
                rows = await calls.open_for(connection, staff.account_id)
            await self._look(staff, rows)
            for seat in list(self._seats.values()):
                for frame in seat.take():
                    await self._tell_heard(seat.call, frame)
            await wait_for(self._watcher.woken)

    async def _tell_heard(self, call: str, frame: dict[str, Any]) -> None:
        """What came for this side; of a picture the desk gets the whole, and this socket holds it."""
        if frame["type"] != passing.KIND:
            await self._put(frame)
            return
        taken = self._pictures.hear(call, frame)
        if taken is not None:
            await self._put(picture_frame(call, taken))

    async def _look(self, staff: CurrentStaff, rows: Any) -> None:
        """Tells the calls where something is new; whose conversation another agent has, is left."""
        mine = {key_of(row).id for row in rows}
        for call, seat in list(self._seats.items()):
            if call not in mine or seat.taken:
                del self._seats[call]
                self._rounds.pop(call, None)
                await self._leave(seat)
        for row in rows:
            call = key_of(row).id
            if call in self._seats:
                await self._floor.bridges.attend(row)
                if row.state == CallState.JOINED and self._rounds.get(call) != row.round:
                    self._rounds[call] = row.round
                    await self._put(self._floor.relay.frame(call))
        text = write_json({"type": "calls", "calls": [call_words(row) for row in rows]})
        if text != self._told:
            self._told = text
            await self._socket.send(text)
        for row in rows:
            if row.state == CallState.WAITING:
                async with self._floor.database.write() as connection:
                    await self._floor.commands.do_happen(connection, key_of(row), CallEvent.AGENT_TOLD)

    async def _put(self, frame: dict[str, Any]) -> None:
        await self._socket.send(write_json(frame))
