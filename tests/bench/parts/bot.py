"""Our bot with its actions, asked over the hub's own signed call."""

import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from hub.engine.client import BotClient
from hub.engine.contract import Ask, TextInput
from hub.engine.signing import turn_token
from hub.messages import Facts
from tests.bench import house as houses
from tests.bench.house import first_answer_s, questions, running_house
from tests.bench.load import TimedAnswer, growth_figures, load_figures
from tests.bench.processes import memory_mb
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps

DEADLINE_S = 60.0
SETTINGS = f"bot and action server, asked by the hub's client; {houses.SETTINGS}"


class BotTalk:
    """One conversation with the bot: each turn is committed before the next begins."""

    def __init__(self, client: BotClient, turn_secret: str) -> None:
        self._client = client
        self._secret = turn_secret
        self._conversation = f"{uuid.uuid4().hex}.1"
        self._turn = 0

    async def ask(self, text: str) -> TimedAnswer:
        """Asks one turn; raises `BotUnavailable`, `BotFailed`."""
        self._turn += 1
        expires = int(time.time() + DEADLINE_S)
        ask = Ask(
            conversation=self._conversation,
            turn=self._turn,
            ask=1,
            base=self._turn - 1,
            deadline_s=DEADLINE_S,
            correlation_id=uuid.uuid4().hex,
            channel="webchat",
            at=datetime.now(UTC).isoformat(),
            token=turn_token(self._secret, expires, self._conversation, self._turn, Facts()),
            input=TextInput(text=text),
        )
        began = time.perf_counter()
        await self._client.ask(ask)
        return TimedAnswer(time.perf_counter() - began)


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """CPU, messages a second, spans, growth, start and memory."""
    with running_house() as house:
        with steps.timed("preparing", 10):
            house.prepare()
        client = BotClient(house.settings.bot_url, house.keys.bot)

        @asynccontextmanager
        async def talk() -> AsyncIterator[BotTalk]:
            yield BotTalk(client, house.keys.turn)

        try:
            bot, actions = programs = [house.start("bot"), house.start("actions")]
            with steps.timed("start", 6):
                start_s = await first_answer_s(programs, lambda: BotTalk(client, house.keys.turn).ask("你好"))
            figures = await load_figures(talk, questions(), programs, sizes, steps)
            figures |= {
                "start_s": start_s,
                "memory_mb": memory_mb(programs),
                "memory_bot_mb": memory_mb([bot]),
                "memory_actions_mb": memory_mb([actions]),
            }
            return figures | await growth_figures(talk, questions(), sizes, steps)
        finally:
            await client.close()
