"""Open web chats on one hub process: what each takes of its memory, and how quick it stays beside them."""

import asyncio
import itertools
import random
import resource
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from connectors.webchat.translate import HEARTBEAT_S
from tests.bench import house as houses
from tests.bench.chat import Chat
from tests.bench.figures import at_once, spread_ms
from tests.bench.house import first_answer_s, questions, running_house
from tests.bench.load import Load, Opener, run_load
from tests.bench.processes import Program, memory_mb
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.bench.talks import chats, greet

BOT_S = 0.02
SETTINGS = (
    f"web chat, hub, and a stand-in bot that takes {BOT_S * 1000:.0f} ms; every open chat pings as browsers "
    f"do; {houses.SETTINGS}"
)
OPENING = 50
SETTLE_S = 3.0
FILES_BESIDES = 1000


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """Memory for each open chat, and answers while many are open and some talk."""
    raise_file_limit(sizes.chats[-1] + FILES_BESIDES)
    with running_house() as house:
        house.prepare()
        house.start_stand_in(BOT_S)
        hub = house.start("hub")
        port = house.settings.port

        await first_answer_s([hub], lambda: greet(port))
        with steps.timed("talking with no chat open", sizes.warm_s + sizes.load_s):
            # What the first messages load and cache is not the chats'.
            alone = await _talk(chats(port), hub, sizes)
        figures = {f"alone_{name}": value for name, value in _over_bot(alone).items()}
        opened: list[Chat] = []
        try:
            async with _pinging(opened):
                figures |= await _open(opened, port, hub, sizes, steps)
                figures |= await _talks(opened, hub, sizes, steps)
        finally:
            for chat in opened:
                chat.close()
        return figures


async def _open(opened: list[Chat], port: int, hub: Program, sizes: Sizes, steps: Steps) -> Figures:
    before = hub.resident_bytes()
    figures: Figures = {}
    with steps.counted("opening chats", sizes.chats[-1]) as step:
        for goal in sizes.chats:
            while len(opened) < goal:
                more = min(OPENING, goal - len(opened))
                opened += await asyncio.gather(*(Chat.open(port) for _ in range(more)))
                for _ in range(more):
                    step()
            await asyncio.sleep(SETTLE_S)
            figures[f"memory_{goal}_mb"] = round((hub.resident_bytes() - before) / 1e6, 2)
    return figures | {
        "chats_count": len(opened),
        "bytes_each": round((hub.resident_bytes() - before) / len(opened)),
    }


async def _talks(opened: Sequence[Chat], hub: Program, sizes: Sizes, steps: Steps) -> Figures:
    idle = itertools.cycle(opened)

    @asynccontextmanager
    async def talk() -> AsyncIterator[Chat]:
        yield next(idle)  # the one that was silent longest

    figures: Figures = {"talking_count": sizes.talking}
    with steps.timed(f"{sizes.talking} talk", sizes.warm_s + sizes.load_s):
        load = await _talk(talk, hub, sizes)
    figures |= _with_pings(_over_bot(load)) | {"memory_mb": memory_mb([hub])}
    with steps.timed(f"{sizes.talking} without a pause", sizes.warm_s + sizes.load_s):
        load = await run_load(talk, questions(), sizes.talking, [hub], sizes)
    return figures | at_once(_with_pings(_over_bot(load)), sizes.talking)


async def _talk(talk: Opener, hub: Program, sizes: Sizes) -> Load:
    drawn = random.Random(1)
    return await run_load(
        talk, questions(), sizes.talking, [hub], sizes, think=lambda: drawn.uniform(0.5, 1.5) * sizes.think_s
    )


def _over_bot(load: Load) -> Figures:
    found = load.figures()
    over = spread_ms([heard.waited_s - heard.bot_s for heard in load.heard], "over_bot")
    return {
        name: found[name] for name in ("messages_count", "messages_per_s", "cpu_ms", "others_share")
    } | over


def _with_pings(figures: Figures) -> Figures:
    """Named for what else costs the hub processor time meanwhile: every open chat's pings."""
    return {("cpu_with_pings_ms" if name == "cpu_ms" else name): value for name, value in figures.items()}


@asynccontextmanager
async def _pinging(opened: Sequence[Chat]) -> AsyncIterator[None]:
    async def ping() -> None:
        while True:
            for chat in list(opened):
                chat.ping()
                await asyncio.sleep(HEARTBEAT_S / len(opened))
            await asyncio.sleep(0.1)

    pinging = asyncio.create_task(ping())
    try:
        yield
    finally:
        pinging.cancel()
        with suppress(asyncio.CancelledError):
            await pinging


def raise_file_limit(wanted: int) -> None:
    """Lets this process and those that it starts open so many files; raises `ValueError` where it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
