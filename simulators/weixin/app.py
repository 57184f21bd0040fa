"""The simulator as an application: the provider's API, and the phone."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from simulators.phones.folders import PhoneContext
from simulators.weixin.api import add_api
from simulators.weixin.opening import add_opening
from simulators.weixin.phone import add_phone
from simulators.weixin.provider import SimulatedWeixin, make_provider
from simulators.weixin.pushing import WeixinPusher

SITE = Path(__file__).parent / "site"

PUSHER = web.AppKey("pusher", WeixinPusher)


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the one account that the hub has for it."""
    (account,) = context.accounts["wechat"]
    return app_of(make_provider(account, context.hub_url, context.pages_url))


def app_of(provider: SimulatedWeixin) -> web.Application:
    """The simulator of an account."""
    app, pusher = web.Application(), WeixinPusher(provider)
    app[PUSHER] = pusher
    add_api(app, provider)
    add_phone(app, provider, pusher)
    add_opening(app, provider)

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await pusher.close()

    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
