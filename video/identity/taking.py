"""Takes the customer's picture of their identity card: in their call, at its step, and nowhere else."""

from collections import OrderedDict, deque

import structlog

from hub.errors import Conflict, TooMany
from hub.media.inspector import Inspector
from hub.ports import Clock
from hub.store.database import Database
from video.calls.rooms import Rooms
from video.calls.states import CallState
from video.flows.cases import BusinessFlows
from video.flows.progress import FlowProgress
from video.identity.card import CardRead
from video.identity.limits import PICTURES_PER_MINUTE, UPLOAD_BYTES
from video.identity.passing import PictureSeal, TakenPicture, parts_of
from video.identity.reader import CardReader
from video.identity.rewriting import rewritten
from video.store import calls
from video.store.calls import CallKey

CALLS_LIMIT = 10_000
MINUTE_S = 60.0

log = structlog.get_logger(__name__)


class PictureTaking:
    """From the picture as it came to what the agent's desk is told."""

    def __init__(
        self,
        database: Database,
        rooms: Rooms,
        cases: BusinessFlows,
        reader: CardReader,
        seal: PictureSeal,
        clock: Clock,
    ) -> None:
        self._database = database
        self._rooms = rooms
        self._cases = cases
        self._reader = reader
        self._seal = seal
        self._inspector = Inspector(bytes_limit=UPLOAD_BYTES)
        self._rate = _Rate(clock)

    async def check(self, key: CallKey) -> str:
        """The step at which a picture is wanted now; raises `Conflict` where none is, `TooMany`."""
        step = await self._step(key)
        self._rate.take(key.id)
        return step

    async def take(self, key: CallKey, step: str, data: bytes) -> CardRead:
        """Has it written anew and read, and brings it to the agent.

        Raises a `BadMedia`, `Unavailable`, `Conflict` where the step is over by then.
        """
        jpeg = await rewritten(self._inspector, data)
        card = await self._reader.read(jpeg)
        if await self._step(key) != step:
            raise Conflict("the step is over")
        for part in parts_of(self._seal.close(key.id, TakenPicture(step, jpeg, card))):
            self._rooms.pass_on(key.id, "agent", part)
        log.info("video.card_taken", outcome=card.trouble or "read")
        return card

    async def _step(self, key: CallKey) -> str:
        async with self._database.read() as connection:
            row = await calls.get(connection, key)
            case = await self._cases.find(connection, key)
        if row is None or row.state != CallState.JOINED or case is None or case.state != "open":
            raise Conflict("no picture is wanted now")
        step = FlowProgress(case.script, case.done).next
        if step is None or not self._cases.takes_picture(step):
            raise Conflict("no picture is wanted now")
        return step.step


class _Rate:
    """So many pictures of a call in a minute; in memory and bounded."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._taken: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, call: str) -> None:
        """Counts one; raises `TooMany`."""
        now = self._clock.monotonic()
        times = self._taken.pop(call, None) or deque(maxlen=PICTURES_PER_MINUTE)
        self._taken[call] = times
        if len(self._taken) > CALLS_LIMIT:
            self._taken.popitem(last=False)
        if len(times) == PICTURES_PER_MINUTE and now - times[0] < MINUTE_S:
            wait = MINUTE_S - (now - times[0])
            raise TooMany("too many pictures", retry_after_s=round(max(wait, 0.5), 1))
        times.append(now)
