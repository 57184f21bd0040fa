"""The phone's own addresses: what is new on it, and what the customer does with it."""

from typing import Any

from aiohttp import web

from simulators.phones.screen import add_files, add_line
from simulators.wecom_kf.customers import KfCustomer
from simulators.wecom_kf.doing import do, send_picture
from simulators.wecom_kf.provider import SimulatedKf
from simulators.wecom_kf.pushing import KfPusher

SLOW_S = 2.0


def add_phone(app: web.Application, provider: SimulatedKf, pusher: KfPusher) -> None:
    """Adds the page's line to the phone, and the files in its chat."""

    async def act(customer: KfCustomer, asked: Any) -> None:
        pusher.begin(do(provider, customer, asked), _after_s(customer))

    async def picture(customer: KfCustomer, body: bytes) -> None:
        pusher.begin(send_picture(provider, customer, body), _after_s(customer))

    def told(customer: KfCustomer) -> dict[str, Any]:
        now = provider.now()
        return {
            "entered": customer.entered,
            "refuses": customer.refuses,
            "silent": provider.silent,
            "session": int(customer.session.state(now)),
            "rights": customer.rights.told(now),
            "now": now,
        }

    add_line(app, provider.customers.of_phone, act, picture, told)
    add_files(app, provider.media)


def _after_s(customer: KfCustomer) -> float:
    """How long a slow network takes."""
    return SLOW_S if customer.network == "slow" else 0.0
