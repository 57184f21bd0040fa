"""A hub whose every free text is hostile: what it tells a page is replaced on the way, by HTTP and by socket.

So a list shows two hundred payloads whatever the way is on which its words came into the house.
"""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from playwright.async_api import Page, Route, WebSocketRoute

from tests.support.hostile_payloads import payloads

FREE = re.compile("[\u3400-\u9fff]|^https?://")
"""What people wrote, here in Chinese, and addresses; ids, states and dates have neither."""

ROWS = 40
"""So many rows each list has at least, lists within rows stay as long."""

WRITTEN = frozenset(("name", "title", "text", "comment", "note", "reference", "who", "asker", "decider"))
"""What people write under these names is free in any language."""

SINGLE = frozenset(("tasks", "offers", "messages"))
"""Lists of a socket that are told row by row: their rows stay as many as they are."""


class Tampering:
    """Replaces what a page is told; `used` counts the payloads that went out."""

    def __init__(self) -> None:
        self._payloads: Iterator[str] = itertools.cycle(list(payloads()))
        self.used = 0

    async def begin(self, page: Page) -> None:
        """From now on."""
        await page.route("**/staff/**", self._answer)
        await page.route_web_socket("**/staff/desk", self._socket)

    async def _answer(self, route: Route) -> None:
        if route.request.resource_type == "websocket":
            await route.continue_()
            return
        response = await route.fetch()
        if "application/json" not in response.headers.get("content-type", ""):
            await route.fulfill(response=response)
            return
        body = self.hostile(await response.json())
        await route.fulfill(response=response, json=body)

    def _socket(self, page_side: WebSocketRoute) -> None:
        hub_side = page_side.connect_to_server()

        def told(message: str | bytes) -> None:
            page_side.send(json.dumps(self.hostile(json.loads(message))))

        page_side.on_message(hub_side.send)
        hub_side.on_message(told)

    def hostile(self, told: Any, within: str = "", *, row: bool = False) -> Any:
        """The same with each free text replaced, and lists of rows made longer; `row`: within a list."""
        if isinstance(told, str):
            return self._next() if within in WRITTEN or FREE.search(told) else told
        if isinstance(told, dict):
            return {name: self.hostile(each, name, row=row) for name, each in told.items()}
        if not isinstance(told, list) or not told:
            return told
        longer = isinstance(told[-1], dict) and not row and within not in SINGLE
        more = [told[-1]] * max(0, ROWS - len(told)) if longer else []
        return [self.hostile(each, row=True) for each in (*told, *more)]

    def _next(self) -> str:
        self.used += 1
        return next(self._payloads)
