"""The phone's own addresses: what the page on it does, and what it shows."""

import asyncio
import re
from typing import Any

from aiohttp import web

from simulators.weixin.customers import ENTRIES_AT_ONCE, Customer
from simulators.weixin.provider import Provider
from simulators.weixin.pushing import Pusher

WAIT_S = 20.0
PHONE = re.compile(r"[0-9a-z]{8,40}")
TEXT_LIMIT = 2000
NETWORKS = ("on", "slow", "off")


def add_phone(app: web.Application, provider: Provider, pusher: Pusher) -> None:
    """Adds `/phone/<id>` (GET: what is new; POST: what the customer does)."""
    pushing: set[asyncio.Task[Any]] = set()

    def customer_of(request: web.Request) -> Customer:
        phone = request.match_info["phone"]
        if not PHONE.fullmatch(phone):
            raise web.HTTPNotFound
        return provider.customers.of_phone(phone)

    async def look(request: web.Request) -> web.Response:
        customer, revision = customer_of(request), int(request.query.get("revision", "-1"))
        if revision == customer.revision:
            try:
                async with asyncio.timeout(WAIT_S):
                    await customer.changed.wait()
            except TimeoutError:
                pass
        return web.json_response(told(provider, customer, int(request.query.get("after", "0"))))

    async def act(request: web.Request) -> web.Response:
        customer, asked = customer_of(request), await request.json()
        fields = do(provider, customer, asked)
        if fields is not None:
            task = asyncio.create_task(pusher.push(customer, fields))
            pushing.add(task)
            task.add_done_callback(pushing.discard)
        return web.json_response({})

    app.router.add_get("/phone/{phone}", look)
    app.router.add_post("/phone/{phone}", act)


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


def do(provider: Provider, customer: Customer, asked: dict[str, Any]) -> dict[str, Any] | None:
    """What the customer does: the fields of the push that follows, or None where there is none."""
    match asked:
        case {"do": "say", "text": str(text)} if 0 < len(text) <= TEXT_LIMIT:
            customer.show({"from": "me", "type": "text", "text": text})
            return message(provider, customer, {"MsgType": "text", "Content": text})
        case {"do": "network", "to": str(network)} if network in NETWORKS:
            customer.connect(network)
            return None
        case {"do": "days", "count": int(count)} if 0 <= count <= 30:
            provider.ahead_s += count * 86_400
            customer.touch()
            return None
    raise web.HTTPBadRequest


def message(provider: Provider, customer: Customer, fields: dict[str, Any]) -> dict[str, Any]:
    """A message to be pushed; it gives the account the right to answer."""
    customer.rights.grant("message", provider.now())
    return {**fields, "MsgId": provider.new_id()}
