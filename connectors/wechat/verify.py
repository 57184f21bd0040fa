"""Recorded cases about official accounts, run through the webhook's and the sender's own code."""

from pydantic import SecretStr

from connectors.kit.verifying import Bench, Case, CaseVerdict, NotMade, judge
from connectors.kit.weixin.platform import receiver_of
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.verifying.calls import try_contract, try_response
from connectors.kit.weixin.verifying.inbound import try_incoming
from connectors.kit.weixin.verifying.replies import try_reply
from connectors.kit.weixin.verifying.shared import at_once, verify_shared
from connectors.kit.weixin.xml import Fields
from connectors.wechat.account import WechatAccount
from connectors.wechat.known import UNUSED_KINDS
from connectors.wechat.passive import to_reply
from connectors.wechat.translate import read_incoming
from connectors.wechat.verify_calls import API

KINDS = UNUSED_KINDS | {"event", "text", "image", "voice", "video", "shortvideo", "location", "link"}

ACCOUNT = WechatAccount.model_construct(
    name="verify",
    app_id="wx0123456789abcdef",
    secret=SecretStr("secret"),
    token=SecretStr("token"),
    encoding_aes_key=SecretStr("A" * 43),
)
"""An account of no official account's: cases that name keys bring their own."""

RECEIVER = receiver_of(ACCOUNT)

REPLIES = frozenset(("text", "image", "news"))
"""The kinds of passive replies that are sent."""


async def verify(bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    """The verdict on a case about official accounts (`mp.*`), or one that all of Weixin's channels share."""
    if kind.startswith(("mp.message.", "mp.event.")):
        return await judge(at_once(lambda: _incoming(case)))
    if kind.startswith("mp.reply."):
        return await judge(at_once(lambda: try_reply(case, RECEIVER, REPLIES, _reply)))
    if kind == "mp.api_contract":
        return await judge(try_contract(bench, case, API))
    if kind == "mp.api_response":
        return await judge(try_response(bench, case, API))
    return await verify_shared(kind, case, RECEIVER)


def _incoming(case: Case) -> None:
    try_incoming(case, RECEIVER, lambda fields: read_incoming(fields, ACCOUNT), KINDS)


def _reply(fields: Fields, at: int) -> bytes | None:
    return to_reply(_send(fields), customer=fields["ToUserName"], origin=fields["FromUserName"], at=at)


def _send(wanted: Fields) -> WeixinSend:
    """The send that says what a recorded reply says."""
    match wanted:
        case {"MsgType": "text", "Content": str(text)}:
            return WeixinSend("text", {"content": text})
        case {"MsgType": "image", "Image": {"MediaId": str(media_id)}}:
            return WeixinSend("image", {"media_id": media_id})
        case {"MsgType": "news", "Articles": {"item": {"Title": title, "Description": text, "Url": url}}}:
            return WeixinSend("news", {"articles": [{"title": title, "description": text, "url": url}]})
    raise NotMade(f"no reply of kind {wanted['MsgType']} is sent in this form")
