"""WeCom's calls: verifies who calls, reads the bytes, and nothing else."""

from collections.abc import Mapping

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from connectors.kit.metrics import CALLBACKS_REFUSED
from connectors.kit.weixin.callbacks import check_address, open_callback, query_of
from connectors.kit.weixin.intake import WeixinIntake
from connectors.wecom.account import WecomAccount
from connectors.wecom.closing import CardCloser
from connectors.wecom.served import Served
from connectors.wecom.translate import CHANNEL, read_incoming
from hub.errors import NotFound, YuanqiaoError
from hub.ports import Callback, Clock, HowBrought


def add_webhook(
    blueprint: Blueprint,
    clock: Clock,
    served: Mapping[str, Served],
    intake: WeixinIntake[WecomAccount],
    closer: CardCloser,
    how_brought: HowBrought,
) -> None:
    """Adds `GET` and `POST /wecom/<account>`; what is answered with 200 is on disk."""

    def find(name: str) -> Served:
        if name not in served:
            raise NotFound("there is no such account")
        return served[name]

    @blueprint.get("/wecom/<name:str>")
    async def verify(request: Request, name: str) -> HTTPResponse:
        return text(check_address(find(name).receiver, query_of(request.query_string), clock.now()))

    @blueprint.post("/wecom/<name:str>")
    async def receive(request: Request, name: str) -> HTTPResponse | None:
        began, one = clock.monotonic(), find(name)
        try:
            query, brought = query_of(request.query_string), how_brought(Callback.of(request))
            fields = open_callback(one.receiver, query, request.body, brought.at)
            incoming = read_incoming(fields, one.account)
        except YuanqiaoError as error:
            CALLBACKS_REFUSED.labels(CHANNEL, error.code).inc()
            raise
        origin = one.account.corp_id
        response = await intake.take(request, one, incoming, origin=origin, began=began, brought=brought)
        closer.close_card(one, fields, incoming)
        return response
