"""Recorded cases about applications of WeCom, run through the webhook's and the sender's own code."""

from pydantic import SecretStr

from connectors.kit.verifying import Bench, Case, CaseVerdict, NotMade, judge
from connectors.kit.weixin.fields import optional
from connectors.kit.weixin.incoming import Incoming
from connectors.kit.weixin.sends import WeixinSend
from connectors.kit.weixin.verifying.calls import try_contract, try_response
from connectors.kit.weixin.verifying.inbound import try_incoming
from connectors.kit.weixin.verifying.replies import try_reply
from connectors.kit.weixin.verifying.shared import at_once, verify_shared
from connectors.kit.weixin.xml import Fields
from connectors.wecom.account import WecomAccount
from connectors.wecom.passive import to_reply
from connectors.wecom.served import receiver_of
from connectors.wecom.translate import read_incoming
from connectors.wecom.verify_calls import API

KINDS = frozenset(("event", "text", "image", "voice", "video", "file", "location", "link"))

REPLIES = frozenset(("text", "image", "voice", "video", "news"))
"""The kinds of passive replies that are sent."""

ACCOUNT = WecomAccount.model_construct(
    name="verify",
    corp_id="ww0123456789abcdef",
    agent_id=1,
    secret=SecretStr("secret"),
    token=SecretStr("token"),
    encoding_aes_key=SecretStr("A" * 43),
)
"""An application of no corporation's: cases that name keys bring their own."""

RECEIVER = receiver_of(ACCOUNT)


async def verify(bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    """The verdict on a case about applications (`work.*`), or one that all of Weixin's channels share."""
    if kind.startswith(("work.message.", "work.event.")):
        return await judge(at_once(lambda: try_incoming(case, RECEIVER, _translate, KINDS)))
    if kind.startswith("work.reply."):
        return await judge(at_once(lambda: try_reply(case, RECEIVER, REPLIES, _reply)))
    if kind == "work.api_contract":
        return await judge(try_contract(bench, case, API))
    if kind == "work.api_response":
        return await judge(try_response(bench, case, API))
    return await verify_shared(kind, case, RECEIVER)


def _translate(fields: Fields) -> Incoming:
    """What the application that a case is addressed to makes of it."""
    agent = optional(fields, "AgentID")
    addressed = int(agent) if agent.isdecimal() else ACCOUNT.agent_id
    return read_incoming(fields, ACCOUNT.model_copy(update={"agent_id": addressed}))


def _reply(fields: Fields, at: int) -> bytes | None:
    return to_reply(_send(fields), member=fields["ToUserName"], corp_id=fields["FromUserName"], at=at)


def _send(wanted: Fields) -> WeixinSend:
    """The send that says what a recorded reply says."""
    match wanted:
        case {"MsgType": "text", "Content": str(text)}:
            return WeixinSend("text", {"content": text})
        case {"MsgType": "image" | "voice" as kind, "Image": {"MediaId": media_id}} | {
            "MsgType": "image" | "voice" as kind,
            "Voice": {"MediaId": media_id},
        }:
            return WeixinSend(kind, {"media_id": media_id})
        case {"MsgType": "video", "Video": {"MediaId": media_id, **named}} if not any(named.values()):
            return WeixinSend("video", {"media_id": media_id})
        case {"MsgType": "news", "Articles": {"item": {"Title": title, "Description": text, "Url": url}}}:
            return WeixinSend("textcard", {"title": title, "description": text, "url": url})
    raise NotMade(f"no reply of kind {wanted['MsgType']} is sent in this form")
