"""The phone's own addresses: what is new on it, and what the customer does with it."""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulators.weixin.customers import ENTRIES_AT_ONCE, Customer
from simulators.weixin.doing import do, send_picture
from simulators.weixin.provider import Provider
from simulators.weixin.pushing import Pusher

WAIT_S = 20.0
PHONE = re.compile(r"[0-9a-z]{8,40}")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
PICTURE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Playing:
    """What an app's phone does its own way: acts, pictures, and what it shows round the chat."""

    do: Callable[[Any, Customer, dict[str, Any]], dict[str, Any] | None] = do
    send_picture: Callable[[Any, Customer, bytes], dict[str, Any] | None] = send_picture
    round_it: Callable[[Any, Customer], dict[str, Any]] = lambda _provider, _customer: {}


def add_phone(app: web.Application, provider: Provider, pusher: Pusher, playing: Playing = Playing()) -> None:
    """Adds `/phone/<id>` (GET: what is new, POST: what the customer does), its `/file`, and `/file/<id>`."""

    def customer_of(request: web.Request) -> Customer:
        phone = request.match_info["phone"]
        if not PHONE.fullmatch(phone):
            raise web.HTTPNotFound
        return provider.customers.of_phone(phone)

    async def look(request: web.Request) -> web.Response:
        customer, revision = customer_of(request), _number(request, "revision")
        if revision == customer.revision:
            await _until_changed(customer)
        state = told(provider, customer, _number(request, "after"))
        return web.json_response(state | playing.round_it(provider, customer))

    async def act(request: web.Request) -> web.Response:
        customer = customer_of(request)
        try:
            asked = await request.json()
        except json.JSONDecodeError as error:
            raise web.HTTPBadRequest from error
        pusher.begin(customer, playing.do(provider, customer, asked))
        return web.json_response({})

    async def picture(request: web.Request) -> web.Response:
        customer, body = customer_of(request), await request.read()
        if not body.startswith(PICTURES) or len(body) > PICTURE_BYTES:
            raise web.HTTPUnsupportedMediaType
        pusher.begin(customer, playing.send_picture(provider, customer, body))
        return web.json_response({})

    async def file(request: web.Request) -> web.Response:
        kept = provider.media.get(request.match_info["media"])
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.body, content_type=kept.content_type)

    app.router.add_get("/phone/{phone}", look)
    app.router.add_post("/phone/{phone}", act)
    app.router.add_post("/phone/{phone}/file", picture)
    app.router.add_get("/file/{media}", file)


def told(provider: Provider, customer: Customer, after: int) -> dict[str, Any]:
    """What the page shows: entries behind `after`, and the state of everything round them."""
    now = provider.now()
    return {
        "revision": customer.revision,
        "entries": customer.entries[after : after + ENTRIES_AT_ONCE],
        "typing": customer.typing_until > now,
        "followed": customer.followed,
        "network": customer.network,
        "rights": customer.rights.told(now),
        "menu": provider.menu,
        "now": now,
    }


async def _until_changed(customer: Customer) -> None:
    """Waits for news, for a while: a page that is closed is not waited for long."""
    try:
        async with asyncio.timeout(WAIT_S):
            await customer.changed.wait()
    except TimeoutError:
        return


def _number(request: web.Request, name: str) -> int:
    try:
        return int(request.query.get(name, "0"))
    except ValueError as error:
        raise web.HTTPBadRequest from error
