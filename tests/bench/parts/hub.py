"""The hub's own share of a turn: what a customer waited, less the time that the bot held the question."""

import os
import time
from pathlib import Path

from kb.measuring.percentile import percentile
from tests.bench import house as houses
from tests.bench.figures import at_once, spread_ms
from tests.bench.house import first_answer_s, questions, running_house
from tests.bench.load import growth_figures, loads
from tests.bench.processes import memory_mb
from tests.bench.result import Figures
from tests.bench.sizes import Sizes
from tests.bench.steps import Steps
from tests.bench.talks import chats, greet

SETTINGS = f"web chat, hub, and a stand-in bot that answers at once; {houses.SETTINGS}"
SYNCS = 300
PAGE = b"\xa5" * 4096


async def measure(sizes: Sizes, steps: Steps) -> Figures:
    """The share's spread, and how much the hub does on its own."""
    with running_house() as house:
        house.prepare()
        house.start_stand_in()
        hub = house.start("hub")
        port = house.settings.port

        with steps.timed("start", 3):
            figures: Figures = {"start_s": await first_answer_s([hub], lambda: greet(port))}
        for number, load in await loads(chats(port), questions(), [hub], sizes, steps):
            share = [heard.waited_s - heard.bot_s for heard in load.heard]
            figures |= at_once(load.figures() | spread_ms(share, "share"), number)
        figures["memory_mb"] = memory_mb([hub])
        figures |= await growth_figures(chats(port), questions(), sizes, steps)
        return figures | sync_figures(house.folder / "sync")


def sync_figures(file: Path) -> Figures:
    """How long the disk takes for one page, written and synced: what no synced message can do without."""
    spans = []
    with file.open("wb", buffering=0) as out:
        for _ in range(SYNCS):
            begun = time.perf_counter()
            out.write(PAGE)
            os.fdatasync(out.fileno())
            spans.append(time.perf_counter() - begun)
    return {f"disk_sync_p{round(s * 100)}_ms": round(1000 * percentile(spans, s), 3) for s in (0.5, 0.99)}
