import asyncio
import gc
import weakref
from collections.abc import Iterator
from contextlib import suppress

import pytest

from hub.garbage import GarbageRounds

ENOUGH_BLOCKS = 1_000
PATIENCE_S = 20.0


class Knot:
    """Refers to itself: only a round frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _no_round_by_itself() -> Iterator[None]:
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_dies_young_is_freed_at_the_next_look() -> None:
    rounds = GarbageRounds()
    rounds.look_at_all()
    seen = weakref.ref(Knot())
    assert seen() is not None
    rounds.look()
    assert seen() is None


def test_what_dies_old_is_freed_once_the_process_has_grown() -> None:
    rounds = GarbageRounds(more_blocks=ENOUGH_BLOCKS)
    knot = Knot()
    seen = weakref.ref(knot)
    rounds.look_at_all()
    del knot
    rounds.look()
    assert seen() is not None

    grown = []
    while seen() is not None and len(grown) < 10_000:
        grown.append([object() for _ in range(ENOUGH_BLOCKS)])
        rounds.look()
    assert seen() is None
    grown.append([object() for _ in range(ENOUGH_BLOCKS)])
    knot = Knot()
    seen = weakref.ref(knot)
    rounds.look()
    del knot
    rounds.look()
    assert seen() is not None  # the next quarter counts from here


async def test_takes_the_place_of_pythons_own_choice() -> None:
    gc.enable()
    running = asyncio.create_task(GarbageRounds().run())
    await asyncio.sleep(0)
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    freed = asyncio.Event()
    seen = weakref.ref(Knot(), lambda _: freed.set())
    assert seen() is not None
    async with asyncio.timeout(PATIENCE_S):
        await freed.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
