"""Lives of the bank's worker, one after the other, each killed at one of its steps: forked ready imported.

Reads a line with a life as JSON, forks, and writes how it ended. Steps are counted: before and behind each
commit, before and behind each call to the bank.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bank.client import HttpBank
from bank.worker import InstructionWorker
from hub.bus import Bus
from hub.contacts import ContactBook
from hub.conversation.conversations import Conversations
from hub.hooks import Hooks
from hub.ports import ChannelRules
from hub.ports.bank import InstructionResult, Order
from hub.store.database import Database
from hub.store.encrypted import read_data_keys
from tests.faults.bound import bind
from tests.support.clock import HandClock
from tests.support.demo_bank import SECRET


@dataclass(frozen=True)
class Life:
    """`kill_at`: the step, 0 for none. `new_keys`: the broken build, whose every try is a new instruction."""

    database: str
    bank: str
    keys: str
    now: str
    kill_at: int
    new_keys: bool


class Steps:
    """Counts, and kills this process when it is time."""

    def __init__(self, kill_at: int) -> None:
        self._left = kill_at

    def step(self) -> None:
        """One step is over."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class SteppingDatabase(Database):
    """A database whose commits have a step before and one behind."""

    steps: Steps

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """See `Database.write`."""
        async with super().write() as connection:
            yield connection
            self.steps.step()
        self.steps.step()


class SteppingBank(HttpBank):
    """A client whose calls have a step before and one behind."""

    steps: Steps
    new_keys = False

    async def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.steps.step()
        answer = await super()._call(path, body)
        self.steps.step()
        return answer

    async def instruct(self, order: Order) -> InstructionResult:
        """See `HttpBank.instruct`."""
        return await super().instruct(replace(order, key=uuid4().hex) if self.new_keys else order)


async def live(life: Life) -> None:
    """One round of the worker."""
    clock, steps = HandClock(datetime.fromisoformat(life.now)), Steps(life.kill_at)
    database, client = SteppingDatabase(life.database), SteppingBank(life.bank, SECRET, clock)
    database.steps = client.steps = steps
    client.new_keys = life.new_keys
    rules = {"wechat": ChannelRules(quiet_s=0.0, idle_close_s=1800.0)}
    conversations, keys = Conversations(Bus(), clock, rules, Hooks().reactions), read_data_keys(life.keys)
    contacts = ContactBook(conversations, clock, keys)
    await InstructionWorker(database, clock, client, conversations, contacts, keys).work_due()
    await client.close()
    await database.close()


def main() -> None:
    """Forks until the standard input ends."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            bind()
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # only the ends are told there
            asyncio.run(live(Life(**json.loads(line))))
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
