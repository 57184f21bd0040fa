"""Carries out what was asked of the API, by the provider's own rules."""

import json
import secrets
from typing import Any

from pydantic import BaseModel

from simulators.phones.screen import Entry
from simulators.wecom.corp import Corp
from simulators.wecom.schemas import NOT_PARTS, AppMessage, CardUpdate, WecomMenu

TEXT_BYTES = 2048

Said = dict[str, Any] | int


def carry_out(corp: Corp, asked: BaseModel) -> Said:
    """Does what was asked; the answer's fields, or an errcode."""
    match asked:
        case AppMessage():
            return _send(corp, asked)
        case CardUpdate():
            return _close(corp, asked)
        case WecomMenu():
            return _set_menu(corp, asked)
    raise TypeError("no such request")


def issue_token(corp: Corp, corp_id: str, secret: str) -> Said:
    """The application's token: the same one until shortly before it ends."""
    if corp_id != corp.app_id:
        return 40013
    if secret != corp.secret:
        return 40001
    token, seconds = corp.tokens.issue(corp.now(), forced=False)
    return {"access_token": token, "expires_in": seconds}


def _send(corp: Corp, asked: AppMessage) -> Said:
    if asked.agentid != corp.agent_id:
        return 40056
    known = [corp.customers.known.get(each) for each in asked.touser.split("|")]
    # Who left the application's visible range is nobody to it.
    members = [each for each in known if each is not None and each.followed]
    if not members:
        return 81013
    refused = _check(corp, asked)
    if refused:
        return refused
    repeated = _repeats(corp, asked)
    if repeated is not None:
        return {"msgid": repeated}
    card = asked.template_card
    if card is not None and card.task_id is not None:
        if card.task_id in corp.tasks:
            return 40058
        corp.tasks.add(card.task_id)
    msgid = secrets.token_urlsafe(48)
    corp.sent[_same(asked)] = (corp.now(), msgid)
    said: dict[str, Any] = {"msgid": msgid}
    unlicensed = [each.openid for each in members if each.openid in corp.unlicensed]
    if unlicensed:
        said["unlicenseduser"] = "|".join(unlicensed)
    for member in members:
        # What is too much is dropped without a word.
        if member.openid not in unlicensed and corp.rations.take(member.openid, corp.now()):
            member.show(_entry(asked))
    return said


def _close(corp: Corp, asked: CardUpdate) -> Said:
    """A word in the place of the button that was tapped: the code of the tap holds once."""
    if asked.agentid != corp.agent_id:
        return 40056
    tapped = corp.taps.pop(asked.response_code, None)
    if tapped is None:
        return 40058
    member, number = tapped
    if asked.button is not None:
        corp.closed[member][number] = asked.button.replace_name
    corp.customers.known[member].touch()
    return {"invaliduser": []}


def _check(corp: Corp, asked: AppMessage) -> int:
    """The refusal of what names a file that is not there; 0 where there is none."""
    parts = (asked.image, asked.voice, asked.video, asked.file)
    wanted = [corp.media.get(each.media_id) for each in parts if each is not None]
    return 0 if all(file is not None and file.until > corp.now() for file in wanted) else 40007


def _repeats(corp: Corp, asked: AppMessage) -> str | None:
    """The id of the same send before, where the request wants repeats to be dropped."""
    at, msgid = corp.sent.get(_same(asked), (float("-inf"), ""))
    wants = asked.enable_duplicate_check == 1
    return msgid if wants and corp.now() - at <= asked.duplicate_check_interval else None


def _same(asked: AppMessage) -> str:
    """What makes two sends the same: to whom, and what."""
    content = asked.model_dump(exclude=set(NOT_PARTS), exclude_none=True)
    return json.dumps([asked.touser, asked.msgtype, content], sort_keys=True)


def _entry(asked: AppMessage) -> Entry:
    part = getattr(asked, asked.msgtype).model_dump(exclude_none=True)
    entry: Entry = {"from": "account", "type": asked.msgtype, "by": "api", "part": part}
    match asked.msgtype:
        case "text" | "markdown":
            return entry | {"text": part["content"].encode()[:TEXT_BYTES].decode(errors="ignore")}
        case "image" | "voice" | "video" | "file":
            return entry | {"media": part["media_id"]}
        case "textcard":
            return entry | {"title": part["title"], "text": part["description"], "url": part["url"]}
    return entry


def _set_menu(corp: Corp, asked: WecomMenu) -> Said:
    corp.menu = [each.model_dump(exclude_none=True) for each in asked.button]
    for member in corp.customers.known.values():
        member.touch()
    return 0
