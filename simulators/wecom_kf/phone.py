"""The phone's own addresses: what is new on it, and what the customer does with it."""

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from simulators.wecom_kf.customers import ENTRIES_AT_ONCE, Customer
from simulators.wecom_kf.doing import do, send_picture
from simulators.wecom_kf.provider import Provider
from simulators.wecom_kf.pushing import Pusher

WAIT_S = 20.0
SLOW_S = 2.0
PHONE = re.compile(r"[0-9a-z]{8,40}")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
PICTURE_BYTES = 10 * 1024 * 1024


def add_phone(app: web.Application, provider: Provider, pusher: Pusher) -> None:
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
        return web.json_response(told(provider, customer, _number(request, "after")))

    async def act(request: web.Request) -> web.Response:
        customer = customer_of(request)
        try:
            asked = await request.json()
        except json.JSONDecodeError as error:
            raise web.HTTPBadRequest from error
        pusher.begin(do(provider, customer, asked), _after_s(customer))
        return web.json_response({})

    async def picture(request: web.Request) -> web.Response:
        customer, body = customer_of(request), await request.read()
        if not body.startswith(PICTURES) or len(body) > PICTURE_BYTES:
            raise web.HTTPUnsupportedMediaType
        pusher.begin(send_picture(provider, customer, body), _after_s(customer))
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
        "typing": False,
        "entered": customer.entered,
        "refuses": customer.refuses,
        "silent": provider.silent,
        "network": customer.network,
        "session": int(customer.session.state(now)),
        "rights": customer.rights.told(now),
        "now": now,
    }


def _after_s(customer: Customer) -> float:
    """How long a slow network takes."""
    return SLOW_S if customer.network == "slow" else 0.0


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
