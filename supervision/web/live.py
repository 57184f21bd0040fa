"""The supervisors' socket: the wallboard as it changes, and a conversation that is read along.

Who reads along is seen by nobody in the conversation: nothing is written but the audit, and no sign of
having read goes anywhere.
"""

import asyncio
from typing import Any

from handoff.web import showing
from handoff.web.frames import read_task
from hub.compact_json import write_json
from hub.errors import BadInput, NotFound, YuanqiaoError
from hub.first_to_end import first_to_end
from hub.parts import PartContext
from hub.ports import Socket, SocketBudget
from hub.staff import CurrentStaff, StaffDesk, StaffSocket
from supervision.board import BoardReader
from supervision.rights import SUPERVISED, WATCH, place_of_task
from supervision.store import participations, work
from supervision.web.frames import FRAME_LIMIT, BoardPing, read_frame

NOT_UNDERSTOOD = 4400
LOOK_EVERY_S = 1.0

Frame = dict[str, Any]


class Wallboards:
    """The open wallboards of this process."""

    def __init__(self, context: PartContext, board: BoardReader) -> None:
        self.context = context
        self.board = board

    def socket(self) -> StaffSocket:
        """The route of the wallboards."""
        return StaffSocket(
            path="/staff/supervision", right=WATCH, budget=SocketBudget(FRAME_LIMIT), serve=self._serve
        )

    async def _serve(self, socket: Socket, session: StaffDesk) -> None:
        one = Wallboard(self, socket, session)
        try:
            await first_to_end(one.read(), one.tell())
        except BadInput as error:
            await socket.close(NOT_UNDERSTOOD, error.code)


class Wallboard:
    """One supervisor's open page."""

    def __init__(self, all_of_them: Wallboards, socket: Socket, session: StaffDesk) -> None:
        self._context = all_of_them.context
        self._board = all_of_them.board
        self._socket = socket
        self._session = session
        self._watched = ""
        self._woken = asyncio.Event()
        self._told: dict[str, str] = {}

    async def read(self) -> None:
        """Hears the page until it hangs up."""
        while True:
            frame = read_frame(await self._socket.recv())
            if isinstance(frame, BoardPing):
                await self._put({"type": "pong"})
            else:
                await self._choose(frame.task)

    async def tell(self) -> None:
        """Tells what has changed, about once a second."""
        while True:
            self._woken.clear()
            await self._look()
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _choose(self, task: str) -> None:
        """Begins to read a conversation along; the audit has it before anything is shown."""
        self._watched = ""
        self._told.pop("conversation", None)
        if not task:
            return
        try:
            staff = await self._session.staff(active=True)
            await self._check(staff, task)
            async with self._context.database.write() as connection:
                await self._context.staff.audit.append(
                    connection,
                    "conversation.watched",
                    actor=staff.account_id,
                    object_kind=SUPERVISED,
                    object_id=task,
                )
        except YuanqiaoError as error:
            await self._put({"type": "refused", "task": task, "code": error.code})
            return
        self._watched = task
        self._woken.set()

    async def _check(self, staff: CurrentStaff, task: str) -> None:
        """Raises `NotFound` where the conversation is not within reach."""
        async with self._context.database.read() as connection:
            place = await place_of_task(connection, task)
            if place is None or not await staff.reach(WATCH).covers(connection, place):
                raise NotFound("there is no such conversation")

    async def _look(self) -> None:
        staff = await self._session.staff()
        board = await self._board.frame(staff)
        await self._put_new("board", board, {name: board[name] for name in board if name != "at"})
        if self._watched:
            shown = await self._conversation(staff, self._watched)
            await self._put_new("conversation", shown, shown)

    async def _conversation(self, staff: CurrentStaff, task: str) -> Frame:
        """The conversation, as long as it lies within reach."""
        try:
            await self._check(staff, task)
        except NotFound as error:
            self._watched = ""
            return {"type": "refused", "task": task, "code": error.code}
        key, media = read_task(task), self._context.media
        async with self._context.database.read() as connection:
            row = await work.watched(connection, key)
            now = self._context.clock.now()
            address = media.address if media is not None else None
            shown = await showing.conversation_frame(connection, key, row, now, address)
            there = await participations.there(connection, key)
        takes_part = any(each.account_id == staff.account_id for each in there)
        names = [each.name for each in there]
        return shown | {
            "agent": row.account_id if row else None,
            "takes_part": takes_part,
            "participants": names,
        }

    async def _put_new(self, name: str, frame: Frame, lasting: Frame) -> None:
        """Sends what is another one than was told."""
        text = write_json(lasting)
        if text != self._told.get(name):
            self._told[name] = text
            await self._put(frame)

    async def _put(self, frame: Frame) -> None:
        await self._socket.send(write_json(frame))
