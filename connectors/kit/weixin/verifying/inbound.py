"""Recorded callbacks: sealed as the provider does, opened by what serves the webhook, and translated."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

from connectors.kit.accounts import AccountKey
from connectors.kit.ignored import Ignored
from connectors.kit.verifying.cases import Case, document, first, is_refusal, moment, words
from connectors.kit.verifying.matching import difference
from connectors.kit.verifying.verdicts import Differs, NotMade, Unused
from connectors.kit.weixin.callbacks import Query, Receiver, open_callback, write_reply
from connectors.kit.weixin.cipher import MessageCipher
from connectors.kit.weixin.fields import optional
from connectors.kit.weixin.incoming import Incoming, WeixinMessage, to_arrival
from connectors.kit.weixin.json_body import is_json
from connectors.kit.weixin.xml import Fields, read_xml, write_xml
from hub.errors import YuanqiaoError
from hub.messages import Media

Translate = Callable[[Fields], Incoming]
UNKNOWN = "event.other"
"""What a translation counts an event under that nobody here knows."""

MEDIA = Media(id="0" * 64, mime="application/octet-stream", bytes=1)
OF_KIND = {"image": "image/png", "voice": "audio/amr", "video": "video/mp4"}


OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "image": ("MediaId",),
    "voice": ("MediaId",),
    "video": ("MediaId",),
    "shortvideo": ("MediaId",),
    "file": ("MediaId",),
    "location": ("Location_X", "Location_Y"),
    "link": ("Title",),
}
"""The fields without which a message of a kind says nothing, and the provider sends none."""


def receiver_of(case: Case, default: Receiver) -> Receiver:
    """The receiver of a case that names its keys; else an account's own."""
    key = words(case, "encoding_aes_key", "aes_key")
    if not key:
        return default
    whose = words(case, "receive_id", "appid", "app_id", "corp_id", "corpid", "suite_id")
    return Receiver(words(case, "token"), MessageCipher(key, whose), json=default.json)


def signed_query(case: Case) -> Query:
    """The parameters of the address that a case names."""
    said = first(case, "query")
    query = {str(name): str(value) for name, value in said.items()} if isinstance(said, dict) else {}
    for name in ("msg_signature", "signature", "timestamp", "nonce", "echostr", "encrypt_type"):
        if name in case:
            query[name] = words(case, name)
    if "msg_signature" in query:
        query.pop("signature", None)  # is about the address alone, and made up where a body is the matter
    return query


def seal(receiver: Receiver, body: bytes, at: datetime) -> tuple[Query, bytes]:
    """The query and the body of a callback that says this."""
    reply = read_xml(write_reply(receiver, body, at=int(at.timestamp())))
    query = {
        "msg_signature": reply["MsgSignature"],
        "timestamp": reply["TimeStamp"],
        "nonce": reply["Nonce"],
        "encrypt_type": "aes",
    }
    return query, write_xml({"ToUserName": receiver.addressed_to or "to", "Encrypt": reply["Encrypt"]})


def open_case(case: Case, default: Receiver) -> Fields:
    """What the webhook reads of a case: sealed here, unless the case has its own seal."""
    body, at, receiver = document(case), moment(case), receiver_of(case, default)
    if body is None:
        raise NotMade("the case has no body")
    if is_json(body) and not receiver.json:
        raise Unused("this channel takes no JSON")
    query, body = signed_query(case), body.strip()
    if "msg_signature" not in query:
        query, body = seal(receiver, body, at)
    return open_callback(receiver, query, body, at)


def try_incoming(case: Case, receiver: Receiver, translate: Translate, kinds: Collection[str]) -> None:
    """One recorded callback, from the webhook to what is handed to the house.

    `kinds`: the kinds of messages (MsgType) that the channel knows. Raises what `judge` reads.
    """
    refused = is_refusal(case)
    try:
        fields = open_case(case, receiver)
        check_fields(case, fields)
        incoming = translate(fields)
    except YuanqiaoError as error:
        if refused or refused is None:
            return
        why = _why_no_callback(case, receiver, kinds)
        if why:
            raise NotMade(f"{why}; it is refused: {error.detail}") from error
        raise
    if refused:
        raise Differs("it was taken")
    _check_incoming(fields, incoming)


def _why_no_callback(case: Case, receiver: Receiver, kinds: Collection[str]) -> str:
    """Why a document is none that the provider sends to such a channel; empty where it is one."""
    try:
        fields = open_case(case, receiver)
    except YuanqiaoError:
        return ""
    kind = str(fields.get("MsgType") or "")
    if kind and kind not in kinds:
        return f"no message of kind {kind} comes to this channel"
    own = ("Event",) if kind == "event" else ("MsgId", *OF_KINDS.get(kind, ()))
    wanted = ("FromUserName", "CreateTime", "MsgType", *own)
    missing = [name for name in wanted if not fields.get(name)]
    return f"a callback always has {missing[0]}" if missing else ""


def check_fields(case: Case, fields: Fields) -> None:
    """Raises `Differs` where a case says that another reader found other fields."""
    for name in ("fields", "expect_fields", "expect"):
        wanted = case.get(name)
        if isinstance(wanted, dict):
            found = difference(fields, wanted)
            if found:
                raise Differs(found)


def _check_incoming(fields: Fields, incoming: Incoming) -> None:
    """That what was understood is what was read."""
    if isinstance(incoming, Ignored):
        if incoming.kind == UNKNOWN:
            raise NotMade(f"the event {optional(fields, 'Event')} is known to nobody here")
        return
    if isinstance(incoming, WeixinMessage):
        _check_said(fields, incoming)
    customer = getattr(incoming, "customer", None)
    if customer is not None and customer != optional(fields, "FromUserName"):
        raise Differs(f"it is said by {customer}")


def _check_said(fields: Fields, said: WeixinMessage) -> None:
    media = None
    if said.wanted is not None:
        if said.wanted.media_id != optional(fields, "MediaId"):
            raise Differs("another file would be fetched")
        media = MEDIA.model_copy(update={"mime": OF_KIND[said.wanted.kind]})
    arrival = to_arrival(said, AccountKey("verify", "verify"), datetime.now(UTC), "verify", media)
    if not arrival.segments:
        raise Differs("nothing would be stored")
    content = optional(fields, "Content") if optional(fields, "MsgType") == "text" else ""
    text = "".join(segment.words() for segment in said.segments)
    if content and text.strip() != content.strip() and not optional(fields, "bizmsgmenuid"):
        raise Differs(f"it was understood as {text[:40]}")
