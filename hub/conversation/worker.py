"""Claims conversations that have something to do and carries each through its turn."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.bus import Bus, Topic
from hub.conversation.begin import begin
from hub.conversation.serve import TurnServer
from hub.conversation.turn import Turn
from hub.crash_points import crash_here
from hub.errors import LostLease, StoreUnavailable
from hub.metrics import ANSWERS_DROPPED, STORE_FAILURES
from hub.ports import Clock
from hub.store import work
from hub.store.database import Database
from hub.store.work import Holder, TurnLease
from hub.watch import Watch

AGAIN_S = 1.0
"""After so long a turn is taken up again that the database did not let end."""

log = structlog.get_logger(__name__)


class TurnWorker:
    """Works on many conversations at once, and on each of them one turn at a time."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        server: TurnServer,
        *,
        name: str,
        concurrency: int,
        lease_s: float,
        on_ended: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`on_ended` is told whose turn is no longer in hand, however it ended."""
        self._database = database
        self._bus = bus
        self._clock = clock
        self._server = server
        self._name = name
        self._concurrency = concurrency
        self._lease_s = lease_s
        self._on_ended = on_ended
        self._running: dict[TurnLease, asyncio.Task[bool]] = {}
        self._lost_track = False
        self._open = False
        self._others_wait = False
        self._watch = Watch(database, bus, clock, Topic.WORK, work.next_due, self._take)

    async def run(self) -> None:
        """Works until cancelled."""
        keeper = asyncio.create_task(self._keep_leases())
        self._open = True
        try:
            await self._watch.run()
        finally:
            self._open = False
            keeper.cancel()
            await self._stop()

    def room(self, now: datetime) -> Holder | None:
        """Who would hold a turn that is opened now.

        None while this worker is full or does not work, and until those who came while it was full have had
        their turn: a hand that has just become free is theirs, or in an overload newcomers would always be
        quicker than they.
        """
        self._others_wait |= len(self._running) >= self._concurrency
        if self._others_wait or not self._open:
            return None
        return Holder(self._name, now + timedelta(seconds=self._lease_s))

    def take_on(self, turn: Turn) -> None:
        """Serves a turn that was opened with its message; those opened at one moment may exceed the room."""
        if self._open:  # else it is freed when this process leaves the registry, or by its lease's end
            self._start_turn(turn)

    async def _take(self) -> datetime | None:
        while (room := self._concurrency - len(self._running)) > 0:
            turns, claimed, due = await self._claim(room)
            for turn in turns:
                self._start_turn(turn)
            if claimed < room:
                self._others_wait = False
                return due
        return None  # the next turn that ends wakes

    async def _claim(self, limit: int) -> tuple[list[Turn], int, datetime | None]:
        """The turns that were opened, how many conversations were looked at, and when the next is due."""
        now = self._clock.now()
        lost_track, self._lost_track = self._lost_track, False
        try:
            async with self._database.write() as connection:
                if lost_track:
                    await work.release_others(
                        connection, self._name, self._running, now + timedelta(seconds=AGAIN_S)
                    )
                leases = await work.claim(connection, self._name, now, lease_s=self._lease_s, limit=limit)
                begun = [await self._begin(connection, lease, now) for lease in leases]
                due = await work.next_due(connection)
                crash_here("turn.begin.before_commit")
        except StoreUnavailable:
            self.lose_track()
            raise
        crash_here("turn.begin.after_commit")
        return [turn for turn in begun if turn is not None], len(leases), due

    def lose_track(self) -> None:
        """Leases may be held now that no turn runs under: the next claim frees them.

        Where a commit was not answered, nobody knows whether it took place (docs/reliability.md, B7). Left
        alone, the customers of these conversations would wait until the leases have run out.
        """
        self._lost_track = True
        self._bus.wake(Topic.WORK)

    async def _begin(self, connection: AsyncConnection, lease: TurnLease, now: datetime) -> Turn | None:
        """Opens one turn; what cannot be read in one conversation holds up no other."""
        try:
            return await begin(connection, lease, now)
        except (SQLAlchemyError, OSError):  # of the database; that it took too long is an OSError
            raise
        except Exception:
            # Nothing was written yet: the lease runs out, and the conversation is looked at again then.
            log.exception("turn.begin_broke", conversation=f"{lease.identity}.{lease.conversation}")
            return None

    def _start_turn(self, turn: Turn) -> None:
        task = asyncio.create_task(self._serve(turn))
        self._running[turn.lease] = task
        task.add_done_callback(lambda task: self._ended(turn.lease, task))

    def _ended(self, lease: TurnLease, task: "asyncio.Task[bool]") -> None:
        was_full = len(self._running) >= self._concurrency
        self._running.pop(lease, None)
        self._on_ended(lease.identity)
        if was_full:
            self._bus.wake(Topic.WORK)
        if not task.cancelled() and not task.result():
            self.lose_track()

    async def _serve(self, turn: Turn) -> bool:
        """Carries the turn; tells whether the database knows the end of it."""
        with structlog.contextvars.bound_contextvars(
            correlation_id=turn.correlation_id, conversation=turn.conversation_id, turn=turn.number
        ):
            try:
                await self._server.serve(turn)
            except LostLease as error:
                ANSWERS_DROPPED.labels("lost_lease").inc()
                log.warning("turn.lost_lease", code=error.code)
            except StoreUnavailable as error:
                # It is taken up again, unless the write that failed was its last, and took place.
                STORE_FAILURES.inc()
                log.warning("turn.store_unavailable", code=error.code, cause=error.fields.get("cause"))
                return False
            except Exception:
                log.exception("turn.broke")
        return True

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(self._lease_s / 3)
            held = list(self._running)
            if not held:
                continue
            with contextlib.suppress(StoreUnavailable):  # the next round tries again, in good time
                async with self._database.write() as connection:
                    until = self._clock.now() + timedelta(seconds=self._lease_s)
                    await work.renew(connection, held, until)

    async def _stop(self) -> None:
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
