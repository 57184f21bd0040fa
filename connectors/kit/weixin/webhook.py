"""Calls to an account of the public platform: verifies who calls, reads the bytes, and nothing else."""

from collections.abc import Callable, Mapping

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from connectors.kit.metrics import CALLBACKS_REFUSED
from connectors.kit.opening import Kit
from connectors.kit.weixin.callbacks import check_address, is_plain, open_callback, query_of
from connectors.kit.weixin.incoming import Incoming
from connectors.kit.weixin.intake import WeixinIntake
from connectors.kit.weixin.replays import check_replay
from connectors.kit.weixin.served import Own, ServedWeixin
from connectors.kit.weixin.xml import Fields
from hub.errors import NotFound, YuanqiaoError
from hub.ports import Callback, HowBrought


def add_platform_webhook(
    blueprint: Blueprint,
    kit: Kit,
    served: Mapping[str, ServedWeixin[Own]],
    intake: WeixinIntake[Own],
    how_brought: HowBrought,
    read_incoming: Callable[[Fields, Own], Incoming],
) -> None:
    """Adds `GET` and `POST /<channel>/<account>`; what is answered with 200 is on disk.

    The blueprint is called as the channel.
    """
    channel, clock = blueprint.name, kit.clock

    def find(name: str) -> ServedWeixin[Own]:
        if name not in served:
            raise NotFound("there is no such account")
        return served[name]

    @blueprint.get(f"/{channel}/<name:str>")
    async def verify(request: Request, name: str) -> HTTPResponse:
        query = query_of(request.query_string)
        return text(check_address(find(name).receiver, query, clock.now()))

    @blueprint.post(f"/{channel}/<name:str>")
    async def receive(request: Request, name: str) -> HTTPResponse | None:
        began, one, query = clock.monotonic(), find(name), query_of(request.query_string)
        try:
            brought = how_brought(Callback.of(request))
            fields = open_callback(one.receiver, query, request.body, brought.at)
            incoming = read_incoming(fields, one.account)
        except YuanqiaoError as error:
            CALLBACKS_REFUSED.labels(channel, error.code).inc()
            raise
        if is_plain(query):
            await check_replay(kit, one.key, query, request.body)
        origin = str(fields["ToUserName"])
        return await intake.take(request, one, incoming, origin=origin, began=began, brought=brought)
