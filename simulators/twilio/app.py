"""The simulator as an application: Twilio's API, and phones with a number abroad."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import web

from simulators.phones.folders import PhoneContext
from simulators.phones.handsets import Handset, add_handsets
from simulators.twilio.api import add_api
from simulators.twilio.calling import TwilioCaller
from simulators.twilio.provider import SimulatedTwilio, make_provider
from simulators.weixin.faults import WeixinFault

SITE = Path(__file__).parent / "site"
CALLER = web.AppKey("caller", TwilioCaller)

FAULTS = {
    "429": ("/Messages.json", WeixinFault("status", 429, retry_after_s=1)),
    "500": ("/Messages.json", WeixinFault("status", 500)),
    "silence": ("/Messages.json", WeixinFault("silence")),
    "lost": ("/Messages.json", WeixinFault("lost")),
    "unheard": ("callback", WeixinFault("lost")),
}


def make_app(context: PhoneContext) -> web.Application:
    """The simulator of the account that the hub has for it."""
    (account,) = [each for each in context.accounts["sms"] if each["provider"] == "twilio"]
    return app_of(make_provider(account, context.hub_url))


def app_of(provider: SimulatedTwilio) -> web.Application:
    """The simulator of an account."""
    app, caller = web.Application(), TwilioCaller(provider)
    app[CALLER] = caller
    add_api(app, provider, caller)

    async def act(handset: Handset, asked: dict[str, Any]) -> None:
        match asked:
            case {"do": "say", "text": str(text)} if text.strip() and len(text) <= 1600:
                await caller.say(handset, text)
            case {"do": "fail", "how": str(how)} if how in FAULTS:
                provider.faults.add(*FAULTS[how])
            case {"do": "shuffle"}:
                provider.shuffled = not provider.shuffled
                handset.touch()
            case _:
                raise web.HTTPBadRequest

    def told(handset: Handset) -> dict[str, Any]:
        sent = [each for each in provider.messages if each["to"] == handset.number]
        return {
            "stopped": handset.number in provider.opted_out,
            "shuffled": provider.shuffled,
            "paid": sum(int(each["num_segments"]) for each in sent),
        }

    async def page(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(SITE / "index.html")

    async def file(request: web.Request) -> web.Response:
        kept = provider.files.get(request.match_info["file"])
        if kept is None:
            raise web.HTTPNotFound
        return web.Response(body=kept.body, content_type=kept.content_type)

    async def closing(_app: web.Application) -> AsyncIterator[None]:
        yield
        await caller.close()

    add_handsets(app, provider.handsets, act, caller.send_picture, told)
    app.router.add_get("/file/{file}", file)
    app.router.add_get("/", page)
    app.router.add_static("/site/", SITE)
    app.cleanup_ctx.append(closing)
    return app
