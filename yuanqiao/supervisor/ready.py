"""Asks the processes whether they would serve a customer now."""

import asyncio
from collections.abc import Callable, Mapping

import aiohttp

EVERY_S = 0.2
ANSWER_S = 2.0


async def until_ready(addresses: Mapping[str, str], waiting: Callable[[list[str], float], None]) -> float:
    """Returns the seconds it took until every address (by process name) answered 200.

    `waiting` is told again and again who is still missing, and for how many seconds by now.
    """
    clock = asyncio.get_running_loop().time
    began = clock()
    missing = dict(addresses)
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    async with aiohttp.ClientSession(timeout=timeout, trust_env=False) as session:
        while True:
            answered = await asyncio.gather(*(_answers(session, url) for url in missing.values()))
            missing = {n: u for (n, u), yes in zip(missing.items(), answered, strict=True) if not yes}
            if not missing:
                return clock() - began
            waiting(list(missing), clock() - began)
            await asyncio.sleep(EVERY_S)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
