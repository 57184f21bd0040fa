"""One process that sends what is due, on a short lease, to be stopped and woken by tests.

`python -m tests.support.outbox_process URL PORT NAME SEND_WITHIN_S [same-token]`
"""

import asyncio
import sys

from hub.bus import Bus
from hub.clock import SystemClock
from hub.outbox import carrier, sender
from hub.ports import ChannelRules, SendingRules
from hub.reactions import Reactions
from hub.store import outbox
from hub.store.database import Database
from tests.support.provider import HttpSender

LEASE_S = 2.0


async def main(url: str, port: str, name: str, send_within_s: str, *broken: str) -> None:
    """Sends until it is killed."""
    carrier.LEASE_S = sender.LEASE_S = LEASE_S  # type: ignore[attr-defined]
    if broken == ("same-token",):
        outbox.new_token = lambda: 1
    rules = {"webchat": ChannelRules(0.0, 1800.0, SendingRules(send_within_s=float(send_within_s)))}
    senders = {"webchat": HttpSender(lambda: int(port))}
    made = sender.OutboxSender(Database(url), Bus(), SystemClock(), senders, rules, Reactions(), name=name)
    await made.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
