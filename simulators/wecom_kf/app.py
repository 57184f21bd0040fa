"""The simulator as an application: the provider's API, and the phone."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from simulators.phones.folders import PhoneContext
from simulators.wecom_kf.api import add_api
from simulators.wecom_kf.phone import add_phone
from simulators.wecom_kf.provider import SimulatedKf, make_provider
from simulators.wecom_kf.pushing import KfPusher

SITE = Path(__file__).parent / "site"

PUSHER = web.AppKey("pusher", KfPusher)


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the one account that the hub has for it."""
    (account,) = context.accounts["wecom_kf"]
    return app_of(make_provider(account, context.hub_url))


def app_of(provider: SimulatedKf) -> web.Application:
    """The simulator of an account."""
    app, pusher = web.Application(), KfPusher(provider)
    app[PUSHER] = pusher
    add_api(app, provider, pusher)
    add_phone(app, provider, pusher)

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await pusher.close()

    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
