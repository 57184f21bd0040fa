"""What a provider's repeated calls share is done once, and waited for by all of them."""

import asyncio

import pytest

from connectors.kit.inflight import InFlight


async def test_who_asks_again_waits_for_what_was_begun() -> None:
    flights: InFlight[int] = InFlight()
    begun, go = 0, asyncio.Event()

    async def work() -> int:
        nonlocal begun
        begun += 1
        await go.wait()
        return 5

    with pytest.raises(TimeoutError):
        await flights.wait("key", work, 0.01)
    waiting = [asyncio.create_task(flights.wait("key", work, 5.0)) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    go.set()
    assert await asyncio.gather(*waiting[1:]) == [5, 5]
    assert await flights.wait("key", work, 1.0) == 5, "kept for whoever calls again"
    assert begun == 1
    await flights.close()


async def test_what_failed_is_begun_anew() -> None:
    flights: InFlight[int] = InFlight()
    results: list[int | Exception] = [OSError("away"), 7]

    async def work() -> int:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    with pytest.raises(OSError, match="away"):
        await flights.wait("key", work, 1.0)
    await asyncio.sleep(0)
    assert await flights.wait("key", work, 1.0) == 7
    await flights.close()
