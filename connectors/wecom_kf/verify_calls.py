"""The endpoints of 微信客服 that are called here, each called as a recorded request has it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from pydantic import SecretStr

from connectors.kit.feeds import Keep
from connectors.kit.store import codes
from connectors.kit.verifying import Bench, NotMade
from connectors.kit.verifying.outgoing import AllParts, Contract, message_of, web_address
from connectors.kit.weixin.verifying.calls import Endpoint, ProviderApi, host_of, without_links
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.intake import KfIntake
from connectors.wecom_kf.pulling import SYNC, Puller
from connectors.wecom_kf.send import ON_EVENT, SEND, WecomKfSender
from connectors.wecom_kf.served import ServedKf, serve_account
from connectors.wecom_kf.sessions import GET, TRANS, KfSessions, KfSessionState
from connectors.wecom_kf.translate import CHANNEL
from hub.errors import Unavailable
from hub.messages import (
    Card,
    CardAction,
    File,
    Image,
    Location,
    OpenMiniProgram,
    OpenPage,
    Say,
    Segment,
    Text,
    Video,
    Voice,
)
from hub.ports import Address, SendOutcome

MINI_PROGRAM = "wx0123456789abcdef"
"""Stands for what is no mini-program's id in a case."""

CUSTOMER = "wmCustomer"
EXAMPLE: dict[str, Any] = {
    "touser": CUSTOMER,
    "open_kfid": "wk0123456789abcdef",
    "msgtype": "text",
    "text": {"content": "您好"},
}


def served(bench: Bench, **more: Any) -> ServedKf:
    """An account that nobody had before, whose API is the bench's."""
    values: dict[str, Any] = {
        "name": bench.account(),
        "corp_id": "ww0123456789abcdef",
        "open_kfid": "wk0123456789abcdef",
        "secret": SecretStr("secret"),
        "token": SecretStr("token"),
        "encoding_aes_key": SecretStr("A" * 43),
        "api": bench.vendor.address,
    }
    return serve_account(WecomKfAccount.model_construct(**(values | more)), bench.kit, bench.media)


async def _send(bench: Bench, contract: Contract | None) -> bool:
    """`kf/send_msg`: the house's message that is sent so."""
    request = contract.request if contract else EXAMPLE
    return await _sent(bench, request, request.get("open_kfid"), str(request.get("touser")), code="")


async def _send_on_event(bench: Bench, contract: Contract | None) -> bool:
    """`kf/send_msg_on_event`: the first message to a customer whose coming gave a code."""
    request = contract.request if contract else EXAMPLE | {"code": "CODE"}
    return await _sent(bench, request, "wk0123456789abcdef", CUSTOMER, code=str(request.get("code")))


class _NobodyOutside:
    """A case has no conversation that anybody could take over."""

    async def take_over(self, _address: Address, *, by: str, key: str) -> bool:
        return False

    async def give_back(self, _address: Address, *, key: str) -> bool:
        return False

    async def serves(self, _address: Address) -> bool:
        return False


async def _sent(bench: Bench, request: dict[str, Any], open_kfid: Any, customer: str, *, code: str) -> bool:
    segment = await _segment(bench, request)
    one, kit = served(bench, open_kfid=open_kfid), bench.kit
    if code:
        async with kit.store.write() as connection:
            until = kit.clock.now() + timedelta(seconds=20)
            await codes.keep(connection, one.key, customer, code, until)
    sessions = KfSessions(kit.clock)
    sender = WecomKfSender({one.account.name: one}, sessions, kit.store, kit.clock, _NobodyOutside())
    try:
        to = Address(CHANNEL, one.account.name, customer)
        delivery = await sender.send(to, message_of(segment), AllParts())
    finally:
        await sender.close()
    return delivery.outcome is SendOutcome.SENT


async def _segment(bench: Bench, request: dict[str, Any]) -> Segment:
    match request:
        case {"msgtype": "text", "text": {"content": str(text)}}:
            return Text(text=text)
        case {"msgtype": "image" | "voice" | "video" | "file" as kind}:
            return await _file(bench, kind)
        case {"msgtype": "location", "location": place}:
            names = {"title": place.get("name", ""), "address": place.get("address", "")}
            return Location(latitude=place["latitude"], longitude=place["longitude"], **names)
        case {"msgtype": "link", "link": link}:
            page = OpenPage(label="查看", url=web_address(link["url"]))
            picture = await bench.file("image/png")
            return Card(title=link["title"], text=link.get("desc", ""), picture=picture, actions=(page,))
        case {"msgtype": "miniprogram", "miniprogram": page}:
            jump = OpenMiniProgram(label="打开", app_id=MINI_PROGRAM, path=page["pagepath"])
            return Card(title=page["title"], picture=await bench.file("image/png"), actions=(jump,))
        case {"msgtype": "msgmenu", "msgmenu": {"head_content": head}}:
            entries = wording(request)["msgmenu"]["list"]
            return Card(title=head, actions=tuple(_action(each) for each in entries))
    raise NotMade(f"no message of kind {request.get('msgtype')} is sent in this form")


async def _file(bench: Bench, kind: str) -> Segment:
    match kind:
        case "image":
            return Image(media=await bench.file("image/png"))
        case "voice":
            return Voice(media=await bench.file("audio/amr"), seconds=1)
        case "video":
            return Video(media=await bench.file("video/mp4"), seconds=1)
    return File(media=await bench.file("application/pdf"))


def _action(entry: dict[str, Any]) -> CardAction:
    match entry:
        case {"type": "click", "click": {"content": label}}:
            return Say(label=label, text=label)
        case {"type": "view", "view": {"url": url, "content": label}}:
            return OpenPage(label=label, url=web_address(url))
        case {"type": "miniprogram", "miniprogram": {"pagepath": path, "content": label}}:
            return OpenMiniProgram(label=label, app_id=MINI_PROGRAM, path=path)
    raise NotMade(f"a menu has no entry of type {entry.get('type')}")


def wording(request: Any) -> Any:
    """A request as the house words it: no links in texts, and of a menu one entry of each type.

    A card of the house's has three actions at most, and it is the types that differ.
    """
    match request:
        case {"msgmenu": {"list": [*entries]}}:
            first = {each.get("type"): each for each in reversed(entries)}
            kept = [each for each in entries if each is first[each.get("type")]]
            return {**request, "msgmenu": {**request["msgmenu"], "list": kept}}
    return without_links(request)


class _Read:
    """Takes the place of the way in: keeps what would be taken in."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    async def take_in(self, _one: ServedKf, items: Sequence[Any], _keep: Keep) -> None:
        self.items += items


async def _pull(bench: Bench, contract: Contract | None) -> bool:
    """`kf/sync_msg`: a page from where the case stands."""
    request = contract.request if contract else {}
    one, read = served(bench, open_kfid=request.get("open_kfid", "wk0123456789abcdef")), _Read()
    puller = Puller(one, bench.kit, cast("KfIntake", read))
    if request.get("token"):
        puller.nudge(request["token"])

    async def keep() -> None:
        """The feed is nobody else's here."""

    try:
        page = await puller._take_in(str(request.get("cursor", "")), keep)
    except Unavailable:
        return False
    finally:
        await one.api.close()
    answer = bench.vendor.answers[SYNC][1]
    found = (len(read.items), page.behind, page.more)
    cursor = answer.get("next_cursor") or str(request.get("cursor", ""))
    return found == (len(answer.get("msg_list") or []), cursor, answer.get("has_more") == 1)


async def _state(bench: Bench, contract: Contract | None) -> bool:
    """`kf/service_state/get`: asked before anything is sent."""
    answer = bench.vendor.answers[GET][1]
    allowed = await _checked(bench, contract)
    return allowed == (
        answer.get("service_state") in (KfSessionState.NEW, KfSessionState.BOT)
    ) and not answer.get("errcode")


async def _take_over(bench: Bench, contract: Contract | None) -> bool:
    """`kf/service_state/trans`: a new session becomes the bot's."""
    if contract and contract.request.get("service_state") != KfSessionState.BOT:
        raise NotMade("no session is given to anybody but the bot")
    bench.vendor.answer(GET, {"errcode": 0, "service_state": int(KfSessionState.NEW)})
    return await _checked(bench, contract)


async def _checked(bench: Bench, contract: Contract | None) -> bool:
    """Whether messages may be sent."""
    request = contract.request if contract else {}
    one = served(bench, open_kfid=request.get("open_kfid", "wk0123456789abcdef"))
    try:
        return await KfSessions(bench.kit.clock).check(one, request.get("external_userid", CUSTOMER)) is None
    except Unavailable:
        return False
    finally:
        await one.api.close()


MENU = ("msgmenu.list.click.id", "msgmenu.list.view.url", "msgmenu.list.miniprogram.appid")
"""What of a menu the house names itself."""

API = ProviderApi(
    host_of(str(WecomKfAccount.model_fields["api"].default)),
    lambda bench: served(bench).api,
    {
        SEND: Endpoint(
            _send,
            free=(*MENU, "link.url", "miniprogram.appid", "location"),
            own=("msgid",),
            optional=("msgid", "msgmenu.tail_content"),
            wording=wording,
        ),
        ON_EVENT: Endpoint(
            _send_on_event,
            free=MENU,
            own=("msgid",),
            optional=("msgid", "msgmenu.tail_content"),
            wording=wording,
        ),
        SYNC: Endpoint(
            _pull,
            free=("limit", "voice_format"),
            own=("open_kfid", "voice_format", "limit"),
            optional=("voice_format", "limit"),
        ),
        GET: Endpoint(_state),
        TRANS: Endpoint(_take_over, optional=("servicer_userid",)),
    },
    answers={GET: {"errcode": 0, "service_state": int(KfSessionState.BOT)}},
)
"""What is called. Tokens and files are those of all of WeCom."""
