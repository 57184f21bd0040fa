"""Recorded cases about 微信客服, run through the code that reads its feed and that sends."""

from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.kit.verifying import Bench, Case, CaseVerdict, Differs, NotMade, Unused, judge
from connectors.kit.verifying.cases import first, is_refusal
from connectors.kit.weixin.incoming import WeixinMessage, to_arrival
from connectors.kit.weixin.verifying.calls import try_contract, try_response
from connectors.kit.weixin.verifying.shared import at_once, verify_shared
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.described import KINDS
from connectors.wecom_kf.served import receiver_of
from connectors.wecom_kf.translate import CHANNEL, Entered, Failed, Incoming, Moved, read_item
from connectors.wecom_kf.verify_calls import API
from hub.errors import YuanqiaoError
from hub.messages import Media

ACCOUNT = WecomKfAccount.model_construct(
    name="verify",
    corp_id="ww0123456789abcdef",
    open_kfid="wk0123456789abcdef",
    secret=SecretStr("secret"),
    token=SecretStr("token"),
    encoding_aes_key=SecretStr("A" * 43),
)
"""An account of no corporation's: cases that name keys bring their own."""

RECEIVER = receiver_of(ACCOUNT)
OWN = frozenset(("text", "image", "voice", "video", "file", "location", "link", "event", *KINDS))
FILE = Media(id="0" * 64, mime="application/octet-stream", bytes=1)


async def verify(bench: Bench, kind: str, case: Case) -> CaseVerdict | None:
    """The verdict on a case about 微信客服 (`work.kf.*`), or one that all of Weixin's channels share."""
    if kind.startswith("work.kf.") and not kind.endswith(("api_contract", "api_response")):
        return await judge(at_once(lambda: _items(case)))
    if kind in ("work.api_contract", "work.kf.api_contract"):
        return await judge(try_contract(bench, case, API))
    if kind in ("work.api_response", "work.kf.api_response"):
        return await judge(try_response(bench, case, API))
    return await verify_shared(kind, case, RECEIVER)


def _items(case: Case) -> None:
    """One entry of the feed, or those of a page."""
    said = first(case, "item", "message", "msg", "json", "response")
    if not isinstance(said, dict):
        raise Unused("unknown kind")
    for item in said["msg_list"] if isinstance(said.get("msg_list"), list) else (said,):
        _try_item(case, item)


def _try_item(case: Case, item: dict[str, Any]) -> None:
    """One entry, and what it becomes."""
    refused = is_refusal(case)
    event = item.get("event") if isinstance(item.get("event"), dict) else {}
    whose = item.get("open_kfid") or (event or {}).get("open_kfid") or ACCOUNT.open_kfid
    try:
        incoming = read_item(item, ACCOUNT.model_copy(update={"open_kfid": whose}))
    except YuanqiaoError:
        if refused or refused is None:
            return
        raise
    if refused:
        raise Differs("it was taken")
    _check(item, incoming)


def _check(item: dict[str, Any], incoming: Incoming) -> None:
    event = item.get("event") or {}
    match incoming:
        case Ignored(kind="event.other"):
            raise NotMade(f"the event {event.get('event_type')} is known to nobody here")
        case WeixinMessage():
            _check_said(item, incoming)
        case Entered(begins=begins, code=code):
            wanted = (event.get("external_userid"), event.get("welcome_code", ""))
            if (begins.customer, code) != wanted:
                raise Differs("another customer was understood to have come")
        case Failed():
            failed = (event.get("external_userid"), event.get("fail_msgid"), event.get("fail_type"))
            if (incoming.customer, incoming.provider_id, incoming.why) != failed:
                raise Differs("another message was understood to have failed")
        case Moved(customer=customer, code=code):
            if (customer, code) != (event.get("external_userid"), event.get("msg_code", "")):
                raise Differs("another session was understood to have moved")


def _check_said(item: dict[str, Any], said: WeixinMessage) -> None:
    kind, body = item["msgtype"], item[item["msgtype"]]
    if kind not in OWN:
        raise NotMade(f"what a message of kind {kind} says is known to nobody here")
    if (said.customer, said.provider_id) != (item["external_userid"], item["msgid"]):
        raise Differs("it is said by somebody else, or under another id")
    if said.wanted is not None and said.wanted.media_id != body["media_id"]:
        raise Differs("another file would be fetched")
    media = None if said.wanted is None else FILE
    arrival = to_arrival(said, AccountKey(CHANNEL, "verify"), datetime.now(UTC), "verify", media)
    words = "".join(segment.words() for segment in said.segments)
    if not arrival.segments or (kind == "text" and body["content"].strip() not in (words.strip(), "")):
        raise Differs(f"it was understood as {words[:40]}")
