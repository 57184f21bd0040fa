"""The endpoints that applications' sender calls, each called as a recorded request has it."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from connectors.kit.verifying import Bench, NotMade
from connectors.kit.verifying.outgoing import AllParts, Contract, message_of, web_address
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.fetching import GET
from connectors.kit.weixin.menu import CREATE
from connectors.kit.weixin.uploading import UPLOAD
from connectors.kit.weixin.verifying.calls import CORP_TOKEN, Endpoint, ProviderApi, host_of, without_links
from connectors.kit.weixin.verifying.common_calls import MIMES, asking_token, downloading, menu_of, uploading
from connectors.wecom.account import WecomAccount
from connectors.wecom.menu import write_menu
from connectors.wecom.send import SEND, WecomSender
from connectors.wecom.served import Served, serve_account
from connectors.wecom.translate import CHANNEL
from hub.errors import BadInput, Unavailable
from hub.messages import (
    Card,
    Choices,
    File,
    Image,
    Media,
    OpenMiniProgram,
    OpenPage,
    Option,
    Paragraph,
    Segment,
    Span,
    Text,
    Video,
    Voice,
)
from hub.ports import Address, SendOutcome

MINI_PROGRAM = "wx0123456789abcdef"
"""Stands for what is no mini-program's id in a case."""

EXAMPLE = {"touser": "zhangsan", "agentid": 1, "msgtype": "text", "text": {"content": "您好"}}


def account(bench: Bench, **more: Any) -> WecomAccount:
    """An application that nobody had before, whose API is the bench's."""
    values: dict[str, Any] = {
        "name": bench.account(),
        "corp_id": "ww0123456789abcdef",
        "agent_id": 1,
        "secret": SecretStr("secret"),
        "token": SecretStr("token"),
        "encoding_aes_key": SecretStr("A" * 43),
        "api": bench.vendor.address,
    }
    return WecomAccount.model_construct(**(values | more))


def served(bench: Bench, **more: Any) -> Served:
    """Such an application as the sender has it."""
    return serve_account(account(bench, **more), bench.kit, bench.media)


async def _send(bench: Bench, contract: Contract | None) -> bool:
    """`message/send`: the house's message that is sent so."""
    request: dict[str, Any] = contract.request if contract else EXAMPLE
    segment = await _segment(bench, request)
    one = served(bench, agent_id=request.get("agentid"), markdown=request.get("msgtype") == "markdown")
    sender = WecomSender({one.account.name: one}, bench.kit.store, bench.kit.clock)
    try:
        to = Address(CHANNEL, one.account.name, str(request.get("touser")))
        delivery = await sender.send(to, message_of(segment), AllParts())
    finally:
        await sender.close()
    return delivery.outcome is SendOutcome.SENT


async def _segment(bench: Bench, request: dict[str, Any]) -> Segment:
    match request:
        case {"msgtype": "text", "text": {"content": str(text)}}:
            return Text(text=text)
        case {"msgtype": "markdown", "markdown": {"content": str(text)}}:
            return Text(text=text, blocks=(Paragraph(spans=(Span(text=text),)),))
        case {"msgtype": "image" | "voice" | "video" | "file" as kind}:
            return _of_file(kind, await bench.file(MIMES[kind]))
        case {"msgtype": "textcard", "textcard": card}:
            page = OpenPage(label=card.get("btntxt") or "打开这一页", url=web_address(card.get("url")))
            return Card(title=card["title"], text=card["description"], actions=(page,))
        case {"msgtype": "template_card", "template_card": card}:
            return _card(card)
    raise NotMade(f"no message of kind {request.get('msgtype')} is sent")


def _of_file(kind: str, media: Media) -> Segment:
    match kind:
        case "image":
            return Image(media=media)
        case "voice":
            return Voice(media=media, seconds=1)
        case "video":
            return Video(media=media, seconds=1)
    return File(media=media)


def _card(card: dict[str, Any]) -> Segment:
    match card:
        case {"card_type": "text_notice", "main_title": {"title": title}, "jump_list": [*jumps]}:
            actions = tuple(_jump(each) for each in jumps)
            return Card(title=title, text=card.get("sub_title_text", ""), actions=actions)
        case {"card_type": "button_interaction", "main_title": {"title": title}, "button_list": [*buttons]}:
            options = (Option(id=str(n), label=each["text"]) for n, each in enumerate(buttons))
            return Choices(prompt=title, options=tuple(options))
    raise NotMade(f"no card of type {card.get('card_type')} is sent in this form")


def _jump(jump: dict[str, Any]) -> OpenPage | OpenMiniProgram:
    match jump:
        case {"type": 1, "title": title, "url": url}:
            return OpenPage(label=title, url=web_address(url))
        case {"type": 2, "title": title, "pagepath": path}:
            return OpenMiniProgram(label=title, app_id=MINI_PROGRAM, path=path)
    raise NotMade(f"a card jumps to nothing of type {jump.get('type')}")


async def _menu(bench: Bench, contract: Contract | None) -> bool:
    """`menu/create`: the file of ours that makes this menu."""
    agent = int(contract.query.get("agentid", "1")) if contract else 1
    try:
        await write_menu(bench.kit, account(bench, agent_id=agent), menu_of(contract))
    except (BadInput, Unavailable):
        return False
    return True


def _api_for(bench: Bench, named: Mapping[str, Any]) -> WeixinApi:
    secret = SecretStr(str(named.get("corpsecret", "secret")))
    return served(bench, corp_id=str(named.get("corpid", "ww0123456789abcdef")), secret=secret).api


def wording(request: Any) -> Any:
    """A request as the house words it: no links in texts, and no marks of HTML in cards."""
    match request:
        case {"textcard": {"description": str(text)}}:
            card = {**request["textcard"], "description": text.replace("<", "＜")}
            return {**request, "textcard": card}
    return without_links(request)


CARD = "template_card"

API = ProviderApi(
    host_of(str(WecomAccount.model_fields["api"].default)),
    lambda bench: served(bench).api,
    {
        SEND: Endpoint(
            _send,
            free=(
                "textcard.url",
                "markdown.content",
                f"{CARD}.task_id",
                f"{CARD}.sub_title_text",
                f"{CARD}.jump_list.url",
                f"{CARD}.jump_list.appid",
                f"{CARD}.card_action",
                f"{CARD}.button_list",
            ),
            own=("textcard.btntxt", f"{CARD}.card_action"),
            optional=(
                "toparty",
                "totag",
                "safe",
                "enable_id_trans",
                "enable_duplicate_check",
                "duplicate_check_interval",
                "video.title",
                "video.description",
                f"{CARD}.task_id",
                f"{CARD}.source",
                f"{CARD}.action_menu",
                f"{CARD}.main_title.desc",
                f"{CARD}.quote_area",
                f"{CARD}.emphasis_content",
                f"{CARD}.horizontal_content_list",
                f"{CARD}.button_selection",
                f"{CARD}.card_action",
            ),
            wording=wording,
        ),
        CREATE: Endpoint(_menu),
        UPLOAD: Endpoint(uploading(served, *MIMES)),
        GET: Endpoint(downloading(served)),
        CORP_TOKEN: Endpoint(asking_token(_api_for)),
    },
)
"""What is called. Whom else a message goes to, and how a card is adorned, the provider lets one leave out."""
