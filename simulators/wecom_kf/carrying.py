"""Carries out what was asked of the API, by the provider's own rules."""

import secrets
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from simulators.phones.screen import Entry
from simulators.wecom_kf.codes import BAD_CODE, Occasion
from simulators.wecom_kf.customers import KfCustomer
from simulators.wecom_kf.provider import SimulatedKf
from simulators.wecom_kf.schemas import ChangeState, GetState, SendMsg, SendMsgOnEvent, SyncMsg
from simulators.wecom_kf.sessions import KfServiceState

BAD_ACCOUNT = 95000
NO_CUSTOMER = 40096
BAD_MEDIA = 40007
BAD_PARAMETER = 40058
REPEATED = 40068
REFUSED = 10

Said = dict[str, Any] | int


def carry_out(provider: SimulatedKf, asked: BaseModel) -> Said:
    """Does what was asked; the answer's fields, or an errcode."""
    work: dict[type[BaseModel], Callable[[SimulatedKf, Any], Said]] = {
        SyncMsg: _sync,
        SendMsg: _send,
        SendMsgOnEvent: _send_on_event,
        GetState: _state,
        ChangeState: _change,
    }
    return work[type(asked)](provider, asked)


def _sync(provider: SimulatedKf, asked: SyncMsg) -> Said:
    if asked.open_kfid != provider.open_kfid:
        return BAD_ACCOUNT if asked.open_kfid else BAD_PARAMETER
    return provider.feed.read(asked.cursor, asked.token, asked.limit, provider.now())


def _send(provider: SimulatedKf, asked: SendMsg) -> Said:
    customer = _customer(provider, asked.open_kfid, asked.touser)
    if isinstance(customer, int):
        return customer
    msgid = asked.msgid or secrets.token_urlsafe(16)
    if msgid in provider.sent:
        # It was taken before: nothing more happens. The vendor's pages do not say how that is told.
        return REPEATED if provider.says_repeated else {"msgid": msgid}
    now = provider.now()
    refused = customer.session.refusal(now) or _media_refusal(provider, asked) or customer.rights.take(now)
    if refused:
        return refused
    provider.sent.add(msgid)
    failure = REFUSED if customer.refuses else provider.fail_next.pop(0) if provider.fail_next else None
    if failure is None:
        customer.show(_entry(asked, by="api", msgid=msgid))
    else:
        provider.happen(customer, "msg_send_fail", fail_msgid=msgid, fail_type=failure)
    customer.touch()
    return {"msgid": msgid}


def _send_on_event(provider: SimulatedKf, asked: SendMsgOnEvent) -> Said:
    code = provider.codes.find(asked.code, asked.msgtype, provider.now())
    if code is None:
        return BAD_CODE
    customer = provider.customers.known[code.customer]
    msgid = asked.msgid or secrets.token_urlsafe(16)
    provider.codes.use(asked.code)
    provider.sent.add(msgid)
    if code.occasion == "welcome":
        customer.welcomed_at = provider.now()
    customer.show(_entry(asked, by=code.occasion, msgid=msgid))
    return {"msgid": msgid}


def _state(provider: SimulatedKf, asked: GetState) -> Said:
    customer = _customer(provider, asked.open_kfid, asked.external_userid)
    if isinstance(customer, int):
        return customer
    state, servicer = customer.session.state(provider.now()), customer.session.servicer
    return {"service_state": int(state)} | ({"servicer_userid": servicer} if servicer else {})


def _change(provider: SimulatedKf, asked: ChangeState) -> Said:
    customer = _customer(provider, asked.open_kfid, asked.external_userid)
    if isinstance(customer, int):
        return customer
    to, now = KfServiceState(asked.service_state), provider.now()
    if to is KfServiceState.SERVED and not asked.servicer_userid:
        return BAD_PARAMETER
    before = customer.session.state(now)
    refused = customer.session.change(to, asked.servicer_userid, now)
    if refused:
        return refused
    customer.touch()
    occasion = occasion_of(before, to)
    return {} if occasion is None else {"msg_code": provider.codes.give(customer.userid, occasion, now)}


def occasion_of(before: KfServiceState, after: KfServiceState) -> Occasion | None:
    """The occasion of a change on which one message may be sent."""
    match after:
        case KfServiceState.QUEUED:
            return "queued"
        case KfServiceState.SERVED if before is KfServiceState.QUEUED:
            return "served"
        case KfServiceState.ENDED:
            return "ended"
    return None


def _customer(provider: SimulatedKf, open_kfid: str, userid: str) -> KfCustomer | int:
    if open_kfid != provider.open_kfid:
        return BAD_ACCOUNT
    return provider.customers.known.get(userid, NO_CUSTOMER)


def _media_refusal(provider: SimulatedKf, asked: SendMsg) -> int:
    """The refusal of what names a file that is not there; 0 where there is none."""
    files = (asked.image, asked.voice, asked.video, asked.file)
    wanted = [each.media_id for each in files if each is not None]
    wanted += [each.thumb_media_id for each in (asked.link, asked.miniprogram) if each is not None]
    known = (provider.media.get(each) for each in wanted)
    return 0 if all(file is not None and file.until > provider.now() for file in known) else BAD_MEDIA


def _entry(asked: SendMsg | SendMsgOnEvent, *, by: str, msgid: str) -> Entry:
    part = getattr(asked, asked.msgtype).model_dump(exclude_none=True)
    entry: Entry = {"from": "account", "type": asked.msgtype, "by": by, "msgid": msgid, "part": part}
    if asked.msgtype == "text":
        entry["text"] = part["content"]
    if "media_id" in part:
        entry["media"] = part["media_id"]
    return entry
