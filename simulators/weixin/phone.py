"""The phone's own addresses: what is new on it, and what the customer does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from simulators.phones.screen import add_files, add_line
from simulators.weixin.customers import WeixinCustomer
from simulators.weixin.doing import do, send_picture
from simulators.weixin.provider import SimulatedWeixin
from simulators.weixin.pushing import WeixinPusher


@dataclass(frozen=True, slots=True)
class Playing:
    """What an app's phone does its own way: acts, pictures, and what it shows round the chat."""

    do: Callable[[Any, WeixinCustomer, dict[str, Any]], dict[str, Any] | None] = do
    send_picture: Callable[[Any, WeixinCustomer, bytes], dict[str, Any] | None] = send_picture
    round_it: Callable[[Any, WeixinCustomer], dict[str, Any]] = lambda _provider, _customer: {}


def add_phone(
    app: web.Application, provider: SimulatedWeixin, pusher: WeixinPusher, playing: Playing = Playing()
) -> None:
    """Adds the page's line to the phone, and the files in its chat."""

    async def act(customer: WeixinCustomer, asked: Any) -> None:
        pusher.begin(customer, playing.do(provider, customer, asked))

    async def picture(customer: WeixinCustomer, body: bytes) -> None:
        pusher.begin(customer, playing.send_picture(provider, customer, body))

    def told(customer: WeixinCustomer) -> dict[str, Any]:
        now = provider.now()
        shown = {
            "typing": customer.typing_until > now,
            "followed": customer.followed,
            "rights": customer.rights.told(now),
            "menu": provider.menu,
            "now": now,
        }
        return shown | playing.round_it(provider, customer)

    add_line(app, provider.customers.of_phone, act, picture, told)
    add_files(app, provider.media)
