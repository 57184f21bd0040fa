"""Lives of a hub that has a customer in a dialogue, each killed at one of its steps: forked ready imported.

Reads a line with a life as JSON, forks, and writes how it ended. Steps are counted: before and behind each
commit, each call to the bank and each ask of the bot, which keeps nothing between two of them.
"""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter

from bank.instructions import InstructionBook
from bank.worker import InstructionWorker
from hub.contacts import ContactBook
from hub.conversation.bot_asker import BotAsker
from hub.conversation.serve import TurnServer
from hub.engine.client import HistoryNeeded
from hub.engine.contract import Ask, BotAnswer
from hub.messages import InstructBank, ReadBank
from hub.messages.bank import Instruction
from hub.ports import ChannelRules
from hub.ports.bank import Order
from hub.settings import Settings
from hub.store.encrypted import read_data_keys
from tests.faults.bank_lives import SteppingBank, SteppingDatabase, Steps
from tests.faults.bound import bind
from tests.support.bot import done
from tests.support.clock import HandClock
from tests.support.demo_bank import SECRET
from tests.support.through_actions import Heard, through_actions
from tests.unit.hub.spine import Spine

MOST_ROUNDS = 8
"""Of turns and the bank's work by turns: a dialogue's message takes three at most."""

TURN_SECRET = "the secret between the hub and the actions"

_INSTRUCTION: TypeAdapter[Instruction] = TypeAdapter(Instruction)


@dataclass(frozen=True)
class Life:
    """`kill_at`: the step, 0 for none. `eager`: the broken build, whose bot has the bank act at once."""

    database: str
    bank: str
    actions: str
    keys: str
    customer: str
    now: str
    kill_at: int
    eager: bool
    heard: Heard


class SteppingBot:
    """Answers by the action server, from what the hub tells it of the conversation alone."""

    def __init__(self, life: Life, steps: Steps, bank: SteppingBank) -> None:
        self._life = life
        self._steps = steps
        self._bank = bank

    async def ask(self, ask: Ask) -> BotAnswer:
        """See `hub.engine.client.BotClient.ask`."""
        if ask.base and ask.history is None:
            raise HistoryNeeded
        past = ask.history.turns if ask.history else []
        slots = past[-1].state.get("slots", {}) if past else {}
        asked = ask.model_dump(mode="json")
        # The facts are signed as they are sent: without those that are not known.
        asked["facts"] = ask.facts.model_dump(mode="json", exclude_none=True)
        self._steps.step()
        told = await through_actions(self._life.actions, asked, slots, self._life.heard)
        commands = await self._at_once(told.commands) if self._life.eager else told.commands
        self._steps.step()
        state = {"slots": told.slots, "active_loop": None}
        return BotAnswer.model_validate(done(asked, *told.replies, commands=commands, state=state))

    async def _at_once(self, commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for command in commands:
            if command["type"] == "instruct_bank":
                wanted = _INSTRUCTION.validate_python(command["instruction"])
                until = datetime.fromisoformat(self._life.now).replace(year=2099)
                await self._bank.instruct(Order(uuid4().hex, self._life.customer, wanted, until))
        return [command for command in commands if command["type"] != "instruct_bank"]


async def live(life: Life) -> None:
    """Serves what waits, and has the bank do what is wanted, until nothing is left to do."""
    clock, steps = HandClock(datetime.fromisoformat(life.now)), Steps(life.kill_at)
    database, client = SteppingDatabase(life.database), SteppingBank(life.bank, SECRET, clock)
    database.steps = client.steps = steps
    spine, keys = Spine(database, clock), read_data_keys(life.keys)
    spine.rules["wechat"] = ChannelRules(quiet_s=0.0, idle_close_s=86_400.0)
    spine.senders["wechat"] = spine.sender
    contacts = ContactBook(spine.conversations, clock, keys)
    worker = InstructionWorker(database, clock, client, spine.conversations, contacts, keys)
    book = InstructionBook(keys, worker.wake)
    spine.hooks.commands.register(InstructBank, book.do_write_down)
    spine.hooks.commands.register(ReadBank, book.do_write_reading_down)
    server = _server(spine, SteppingBot(life, steps, client))
    for _ in range(MOST_ROUNDS):
        turns = await spine.take(f"hub-{os.getpid()}")
        for turn in turns:
            await server.serve(turn)
        if not await worker.work_due() and not turns:
            break
    await client.close()
    await database.close()


def _server(spine: Spine, bot: SteppingBot) -> TurnServer:
    settings = Settings(_env_file=None, var_dir=Path("var"), turn_secret=TURN_SECRET)  # type: ignore[call-arg]
    asker = BotAsker(spine.database, bot, spine.clock, settings)  # type: ignore[arg-type]
    return TurnServer(
        spine.database,
        spine.bus,
        spine.clock,
        asker,
        spine.hooks,
        spine.senders,
        spine.outbox,
        settings,
        spine.rules,
    )


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
