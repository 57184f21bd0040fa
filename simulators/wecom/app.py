"""The simulator as an application: the provider's API, and the phone."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from simulators.phones.folders import PhoneContext
from simulators.wecom.api import add_api
from simulators.wecom.corp import Corp, make_corp
from simulators.wecom.doing import do, round_it, send_picture
from simulators.wecom.pushing import CorpPusher
from simulators.weixin.phone import Playing, add_phone

SITE = Path(__file__).parent / "site"

PUSHER = web.AppKey("pusher", CorpPusher)


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the one application that the hub has for it."""
    (account,) = context.accounts["wecom"]
    return app_of(make_corp(account, context.hub_url))


def app_of(corp: Corp) -> web.Application:
    """The simulator of an application."""
    app, pusher = web.Application(), CorpPusher(corp)
    app[PUSHER] = pusher
    add_api(app, corp)
    add_phone(app, corp, pusher, Playing(do, send_picture, round_it))

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await pusher.close()

    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
