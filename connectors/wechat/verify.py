"""Recorded cases about official accounts, run through the webhook's and the sender's own code."""

from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.kit.verifying import Bench, Case, Differs, NotMade, Unused, Verdict, judge
from connectors.kit.verifying.cases import first
from connectors.kit.verifying.matching import difference
from connectors.kit.weixin.callbacks import open_callback, write_reply
from connectors.kit.weixin.verifying.calls import try_contract, try_response
from connectors.kit.weixin.verifying.inbound import seal, try_incoming
from connectors.kit.weixin.verifying.shared import at_once, verify_shared
from connectors.kit.weixin.xml import read_xml
from connectors.wechat.account import WechatAccount
from connectors.wechat.known import UNUSED_KINDS
from connectors.wechat.passive import to_reply
from connectors.wechat.render import Send
from connectors.wechat.served import receiver_of
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


async def verify(bench: Bench, kind: str, case: Case) -> Verdict | None:
    """The verdict on a case about official accounts (`mp.*`), or one that all of Weixin's channels share."""
    if kind.startswith(("mp.message.", "mp.event.")):
        return await judge(at_once(lambda: _incoming(case)))
    if kind.startswith("mp.reply."):
        return await judge(at_once(lambda: _reply(case)))
    if kind == "mp.api_contract":
        return await judge(try_contract(bench, case, API))
    if kind == "mp.api_response":
        return await judge(try_response(bench, case, API))
    return await verify_shared(kind, case, RECEIVER)


def _incoming(case: Case) -> None:
    try_incoming(case, RECEIVER, lambda fields: read_incoming(fields, ACCOUNT), KINDS)


def _reply(case: Case) -> None:
    """A passive reply: made of what the case says, sealed, and opened again by the customer's side."""
    wanted = first(case, "fields")
    if not isinstance(wanted, dict):
        wanted = read_xml(str(first(case, "xml", "body_xml") or "").strip().encode())
    if wanted.get("MsgType") not in REPLIES:
        raise Unused("reply unused")
    at = int(wanted.get("CreateTime") or 1)
    made = to_reply(_send(wanted), customer=wanted["ToUserName"], origin=wanted["FromUserName"], at=at)
    if made is None:
        raise NotMade("no such passive reply is sent")
    now = datetime.fromtimestamp(at, UTC)
    sealed = read_xml(write_reply(RECEIVER, made, at=at))
    query, body = seal(RECEIVER, made, now)
    if not sealed["Encrypt"] or open_callback(RECEIVER, query, body, now) != read_xml(made):
        raise Differs("the encrypted reply reads otherwise")
    found = difference(_without_pictures(read_xml(made)), _without_pictures(wanted))
    if found:
        raise Differs(found)


def _send(wanted: dict[str, Any]) -> Send:
    """The send that says what a recorded reply says."""
    match wanted:
        case {"MsgType": "text", "Content": str(text)}:
            return Send("text", {"content": text})
        case {"MsgType": "image", "Image": {"MediaId": str(media_id)}}:
            return Send("image", {"media_id": media_id})
        case {"MsgType": "news", "Articles": {"item": {"Title": title, "Description": text, "Url": url}}}:
            return Send("news", {"articles": [{"title": title, "description": text, "url": url}]})
    raise NotMade(f"no passive reply of kind {wanted['MsgType']} is sent in this form")


def _without_pictures(fields: Any) -> Any:
    """An article of ours has no picture: there is none that a phone could fetch from a bank's own network."""
    if isinstance(fields, dict):
        return {name: _without_pictures(each) for name, each in fields.items() if name != "PicUrl"}
    return fields
