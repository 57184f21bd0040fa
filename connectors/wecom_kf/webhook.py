"""The callbacks of 微信客服: verifies who calls and hears that something is new; what it is is pulled."""

from collections.abc import Mapping

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import text

from connectors.kit.metrics import CALLBACKS, CALLBACKS_REFUSED
from connectors.kit.weixin.callbacks import check_address, open_callback, query_of
from connectors.kit.weixin.xml import Fields
from connectors.wecom_kf.known import CALLBACKS_HERE
from connectors.wecom_kf.pulling import Puller
from connectors.wecom_kf.served import ServedKf
from connectors.wecom_kf.translate import CHANNEL
from hub.errors import BadInput, NotFound, YuanqiaoError
from hub.ports import Callback, Clock, HowBrought

TAKEN = "success"
NUDGE = "kf_msg_or_event"
TOKEN_LIMIT = 128


def add_webhook(
    blueprint: Blueprint,
    served: Mapping[str, ServedKf],
    pullers: Mapping[str, Puller],
    clock: Clock,
    how_brought: HowBrought,
) -> None:
    """Adds `GET` and `POST /wecom_kf/<account>`; both maps are by the account's name."""

    def find(name: str) -> ServedKf:
        if name not in served:
            raise NotFound("there is no such account")
        return served[name]

    @blueprint.get("/wecom_kf/<name:str>")
    async def verify(request: Request, name: str) -> HTTPResponse:
        query = query_of(request.query_string)
        if "msg_signature" not in query:
            raise BadInput("WeCom proves an address with encrypted words")
        return text(check_address(find(name).receiver, query, clock.now()))

    @blueprint.post("/wecom_kf/<name:str>")
    async def receive(request: Request, name: str) -> HTTPResponse:
        one, query = find(name), query_of(request.query_string)
        try:
            taken_at = how_brought(Callback.of(request)).at
            fields = open_callback(one.receiver, query, request.body, taken_at)
            kind = _take(fields, one)
        except YuanqiaoError as error:
            CALLBACKS_REFUSED.labels(CHANNEL, error.code).inc()
            raise
        CALLBACKS.labels(CHANNEL, kind).inc()
        return text(TAKEN)

    def _take(fields: Fields, one: ServedKf) -> str:
        """Nudges whoever reads that feed; what the callback was, for the count."""
        if fields.get("MsgType") != "event":
            raise BadInput("微信客服 calls with events alone")
        event = fields.get("Event")
        if event != NUDGE:
            return f"event.{event}" if event in CALLBACKS_HERE else "event.other"
        token, open_kfid = fields.get("Token"), fields.get("OpenKfId")
        if not isinstance(token, str) or not isinstance(open_kfid, str) or len(token) > TOKEN_LIMIT:
            raise BadInput("a nudge has a token, and names an account")
        # All accounts of a corporation that an application serves share one address of callbacks.
        for name, other in served.items():
            if (other.account.corp_id, other.account.open_kfid) == (one.account.corp_id, open_kfid):
                pullers[name].nudge(token)
                return "nudge"
        return "other_account"
