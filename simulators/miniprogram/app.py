"""The simulator as an application: the provider's API, and the phone."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from simulators.miniprogram.api import add_api
from simulators.miniprogram.doing import do, round_it
from simulators.miniprogram.program import Program, make_program
from simulators.miniprogram.pushing import ProgramPusher
from simulators.miniprogram.signing_in import add_signing_in
from simulators.phones.folders import PhoneContext
from simulators.weixin.doing import send_picture
from simulators.weixin.phone import Playing, add_phone

SITE = Path(__file__).parent / "site"

PUSHER = web.AppKey("pusher", ProgramPusher)


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the one mini-program that the hub has for it."""
    (account,) = context.accounts["miniprogram"]
    return app_of(make_program(account, context.hub_url, context.pages_url, context.bank_url))


def app_of(program: Program) -> web.Application:
    """The simulator of a mini-program."""
    app, pusher = web.Application(), ProgramPusher(program)
    app[PUSHER] = pusher
    add_api(app, program)
    add_phone(app, program, pusher, Playing(do, send_picture, round_it))
    add_signing_in(app, program)

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await pusher.close()

    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
