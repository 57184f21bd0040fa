"""Providers' calls: verifies who calls, reads the bytes, and nothing else; and the page of a whole answer."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw

from connectors.kit.metrics import CALLBACKS_REFUSED
from connectors.sms.calls import CALLS, SmsCallback
from connectors.sms.intake import SmsIntake
from connectors.sms.page import headers, to_page
from connectors.sms.served import ServedSms
from connectors.sms.translate import CHANNEL
from connectors.sms.whole import PATH, WholeAddresses
from hub.errors import NotFound, YuanqiaoError
from hub.messages import Direction
from hub.ports import Callback, ChannelContext, HistoryPlace

Handled = Coroutine[Any, Any, HTTPResponse]


def add_webhook(blueprint: Blueprint, served: Mapping[str, ServedSms], intake: SmsIntake) -> None:
    """Adds the addresses of each account; what is answered with 200 is on disk."""

    async def receive(request: Request, one: ServedSms, call: SmsCallback) -> HTTPResponse:
        try:
            incoming = call.read(one.account, Callback.of(request))
        except YuanqiaoError as error:
            CALLBACKS_REFUSED.labels(CHANNEL, error.code).inc()
            raise
        for each in incoming:
            await intake.take(one.key, each)
        return raw(call.taken, content_type=call.content_type)

    for one in served.values():
        for call in CALLS.get(one.account.provider, ()):
            path = f"/sms/{one.account.name}{call.path}"
            name = f"{one.account.name}{call.path.replace('/', '_')}".replace("-", "_")
            blueprint.add_route(_bound(receive, one, call), path, methods=["POST"], name=name)


def add_whole(blueprint: Blueprint, context: ChannelContext, whole: WholeAddresses) -> None:
    """Adds `GET /s/<token>`: the whole of an answer, where the token was made here and still holds."""
    shown = headers(context.settings.media_origin)

    @blueprint.get(f"{PATH}/<token:str>")
    async def show(_request: Request, token: str) -> HTTPResponse:
        place = whole.check(token)
        found = await context.history.after(
            place.identity, HistoryPlace(place.conversation, place.seq - 1), 1
        )
        here = [each for each in found if (each.conversation, each.seq) == (place.conversation, place.seq)]
        if not here or here[0].direction is not Direction.OUT:
            raise NotFound("there is no such answer")
        (message,) = here
        page = to_page(
            message,
            context.settings.bank_name,
            lambda media: context.media.address(media, place.identity),
        )
        return html(page, headers=dict(shown))


def _bound(
    receive: Callable[[Request, ServedSms, SmsCallback], Handled], one: ServedSms, call: SmsCallback
) -> Callable[[Request], Handled]:
    async def handler(request: Request) -> HTTPResponse:
        return await receive(request, one, call)

    return handler
