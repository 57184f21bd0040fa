"""One process that carries campaigns out until they have ended; it kills itself where a test says so.

`python -m tests.support.campaign_process URL KEYS [told|said|placed[:NTH]] [broken]`. The broken build says
first, commits, and marks the row afterwards: killed between, it says it again.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from hub.bus import Bus
from hub.clock import SystemClock
from hub.conversation.conversations import Conversations
from hub.ports import ChannelRules
from hub.reactions import Reactions
from hub.store.database import Database
from hub.store.encrypted import read_data_keys
from outreach import carrying
from outreach.carrying import CampaignCarrying
from outreach.hours import QuietHours
from outreach.store import campaigns, recipients

RULES = {"webchat": ChannelRules(0.0, 1800.0)}
NEVER = QuietHours(time(0), time(0), ZoneInfo("UTC"))


def die() -> None:
    """As the out-of-memory killer does it."""
    os.kill(os.getpid(), signal.SIGKILL)


def killing(nth: int, call: Callable[..., Awaitable[Any]], *, counted: Callable[[Any], bool]) -> Any:
    """The function, which kills the process behind its nth call that counts."""
    passed = 0

    async def called(*given: Any, **named: Any) -> Any:
        nonlocal passed
        result = await call(*given, **named)
        passed += counted(named)
        if passed == nth:
            die()
        return result

    return called


def break_it() -> None:
    """Marks nothing before it is said, and commits what was said by itself."""
    said = CampaignCarrying._say

    async def change(_connection: Any, _row: Any, **_values: Any) -> bool:
        return True

    async def say(self: CampaignCarrying, connection: Any, *given: Any) -> int:
        seq = await said(self, connection, *given)
        await connection.commit()
        die()
        return seq

    recipients.change = change
    CampaignCarrying._say = say  # type: ignore[method-assign]


async def main(url: str, keys: str, crash: str = "", *broken: str) -> None:
    """Works until no campaign has anything to do."""
    place, _, nth = crash.partition(":")
    if place == "told":
        recipients.change = killing(
            int(nth or 1), recipients.change, counted=lambda named: named.get("state") == "told"
        )
    elif place == "said":
        CampaignCarrying._say = killing(int(nth or 1), CampaignCarrying._say, counted=lambda _: True)  # type: ignore[method-assign]
    elif place == "placed":
        recipients.place = killing(int(nth or 1), recipients.place, counted=lambda _: True)
    if broken:
        break_it()
    database, clock = Database(url), SystemClock()
    conversations = Conversations(Bus(), clock, RULES, Reactions())
    worker = CampaignCarrying(database, clock, conversations, read_data_keys(keys), NEVER, RULES, per_week=5)
    while True:
        await worker.work_due()
        async with database.read() as connection:
            if await campaigns.next_at(connection) is None:
                break
        await asyncio.sleep(carrying.SHORTEST_S)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
