"""One request and its answer: bounded in time and size, and clear about what may have left this machine."""

import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver
from yarl import URL

from connectors.kit.accounts import AccountKey
from connectors.kit.http.results import NotSent, ProviderResponse, Result, Unknown

CHUNK = 64 * 1024

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to be connected and to have the whole answer; bytes of an answer; connections at once."""

    connect_s: float = 5.0
    total_s: float = 10.0
    answer_bytes: int = 1 << 20
    connections: int = 32


def open_session(limits: Limits, resolver: AbstractResolver | None = None) -> aiohttp.ClientSession:
    """A session without cookies, without proxies of the environment; needs a running loop."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=limits.connections, resolver=resolver, use_dns_cache=False),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=limits.total_s, connect=limits.connect_s),
        trace_configs=[_watch_sending()],
        trust_env=False,
    )


async def exchange(
    session: aiohttp.ClientSession, key: AccountKey, method: str, url: URL, limits: Limits, **request: Any
) -> Result:
    """Sends once and reads the answer; never raises for what network or provider do.

    `request` is passed on to aiohttp. Logged are host, method, status and time: paths, queries and bodies
    hold tokens and what customers write.
    """
    sending = SimpleNamespace(began=False)
    started = time.monotonic()
    try:
        async with session.request(
            method, url, allow_redirects=False, trace_request_ctx=sending, **request
        ) as response:
            body = await _read_within(response, limits.answer_bytes)
            if body is None:
                result: Result = Unknown("the answer is too large")
            else:
                result = ProviderResponse(response.status, response.headers, body)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        result = (Unknown if sending.began else NotSent)(type(error).__name__)
    _tell(result, key, method, url, started)
    return result


async def _read_within(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """The whole body; None, and the connection closed, where it is longer than the limit."""
    body = bytearray()
    if (response.content_length or 0) <= limit:
        async for chunk in response.content.iter_chunked(CHUNK):
            body += chunk
            if len(body) > limit:
                break
        else:
            return bytes(body)
    response.close()
    return None


def _watch_sending() -> aiohttp.TraceConfig:
    """Notes when the first byte of a request is about to leave: before that nobody can have seen it."""

    async def began(_session: Any, context: Any, _params: Any) -> None:
        context.trace_request_ctx.began = True

    watch = aiohttp.TraceConfig()
    watch.on_request_headers_sent.append(began)
    return watch


def _tell(result: Result, key: AccountKey, method: str, url: URL, started: float) -> None:
    told: dict[str, Any] = {"host": url.raw_host, "method": method}
    told["duration_ms"] = round((time.monotonic() - started) * 1000)
    match result:
        case ProviderResponse():
            log.debug("provider.answered", **key._asdict(), **told, status=result.status)
        case NotSent():
            log.warning("provider.not_reached", **key._asdict(), **told, why=result.why)
        case Unknown():
            log.warning("provider.no_answer", **key._asdict(), **told, why=result.why)
