"""The endpoints that official accounts' sender calls, each called as a recorded request has it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from connectors.kit.verifying import Bench, NotMade
from connectors.kit.verifying.outgoing import AllParts, Contract, message_of, web_address
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.fetching import GET
from connectors.kit.weixin.menu import CREATE
from connectors.kit.weixin.uploading import UPLOAD
from connectors.kit.weixin.verifying.calls import STABLE_TOKEN, Api, Endpoint, host_of, without_links
from connectors.kit.weixin.verifying.common_calls import asking_token, downloading, menu_of, uploading
from connectors.wechat.account import Template, WechatAccount
from connectors.wechat.menu import write_menu
from connectors.wechat.send import SEND, TYPING, WechatSender
from connectors.wechat.served import Served, serve_account
from connectors.wechat.template import PATHS
from connectors.wechat.translate import CHANNEL
from hub.errors import BadInput, Unavailable
from hub.messages import (
    Card,
    Choices,
    Event,
    EventKind,
    Image,
    OpenMiniProgram,
    OpenPage,
    Option,
    Segment,
    Text,
)
from hub.ports import Address, Outcome

MINI_PROGRAM = "wx0123456789abcdef"
"""Stands for what is no mini-program's id in a case."""


def account(bench: Bench, **more: Any) -> WechatAccount:
    """An account that nobody had before, whose API is the bench's."""
    values: dict[str, Any] = {
        "name": bench.account(),
        "app_id": "wx0123456789abcdef",
        "secret": SecretStr("secret"),
        "token": SecretStr("token"),
        "encoding_aes_key": SecretStr("A" * 43),
        "api": bench.vendor.address,
    }
    return WechatAccount.model_construct(**(values | more))


def served(bench: Bench, **more: Any) -> Served:
    """Such an account as the sender has it."""
    return serve_account(account(bench, **more), bench.kit, bench.media)


async def _send(bench: Bench, contract: Contract | None) -> bool:
    """`message/custom/send`: the house's message that is sent so."""
    request = (
        contract.request if contract else {"touser": "OPENID", "msgtype": "text", "text": {"content": "您好"}}
    )
    segment = await _segment(bench, request)
    one = served(bench)
    sender = WechatSender({one.account.name: one}, bench.kit.store, bench.kit.clock)
    try:
        to = Address(CHANNEL, one.account.name, str(request.get("touser")))
        delivery = await sender.send(to, message_of(segment), AllParts())
    finally:
        await sender.close()
    return delivery.outcome is Outcome.SENT


async def _segment(bench: Bench, request: dict[str, Any]) -> Segment:
    match request:
        case {"msgtype": "text", "text": {"content": str(text)}}:
            return Text(text=text)
        case {"msgtype": "image"}:
            return Image(media=await bench.file("image/png"))
        case {"msgtype": "news", "news": {"articles": [article]}}:
            page = OpenPage(label="查看", url=web_address(article.get("url")))
            return Card(title=article.get("title"), text=article.get("description", ""), actions=(page,))
        case {"msgtype": "msgmenu", "msgmenu": menu}:
            options = [Option(id=str(each["id"]), label=each["content"]) for each in menu["list"]]
            return Choices(prompt=menu["head_content"], options=tuple(options))
        case {"msgtype": "miniprogrampage", "miniprogrampage": page}:
            jump = OpenMiniProgram(label="打开", app_id=MINI_PROGRAM, path=page["pagepath"])
            return Card(title=page["title"], picture=await bench.file("image/png"), actions=(jump,))
    raise NotMade(f"no message of kind {request.get('msgtype')} is sent in this form")


async def _typing(bench: Bench, contract: Contract | None) -> None:
    """`message/custom/typing`: shown while the bot thinks; it tells nobody what came of it."""
    request = contract.request if contract else {}
    if request.get("command", "Typing") != "Typing":
        raise NotMade("an end of the typing is never told")
    await _show(served(bench), bench, EventKind.TYPING, request)


def _template(kind: str) -> Any:
    """`template/send` and `subscribe/bizsend`: the template that asks a customer to write."""

    async def call(bench: Bench, contract: Contract | None) -> None:
        request: dict[str, Any] = contract.request if contract else {"template_id": "TEMPLATE"}
        data = {name: str(each["value"]) for name, each in request.get("data", {}).items()}
        url = str(request.get("url" if kind == "template" else "page") or "")
        template = Template.model_construct(kind=kind, id=request["template_id"], data=data, url=url)
        await _show(served(bench, template=template), bench, EventKind.HELD, request)

    return call


async def _show(one: Served, bench: Bench, kind: EventKind, request: dict[str, Any]) -> None:
    sender = WechatSender({one.account.name: one}, bench.kit.store, bench.kit.clock)
    try:
        to = Address(CHANNEL, one.account.name, str(request.get("touser", "OPENID")))
        await sender.show(to, Event(kind=kind, identity="verify", conversation=1, at=datetime.now(UTC)))
    finally:
        await sender.close()


async def _menu(bench: Bench, contract: Contract | None) -> bool:
    """`menu/create`: the file of ours that makes this menu."""
    try:
        await write_menu(bench.kit, account(bench), menu_of(contract))
    except (BadInput, Unavailable):
        return False
    return True


def _api_for(bench: Bench, named: Mapping[str, Any]) -> WeixinApi:
    secret = SecretStr(str(named.get("secret", "secret")))
    return served(bench, app_id=str(named.get("appid", "wx0123456789abcdef")), secret=secret).api


API = Api(
    host_of(str(WechatAccount.model_fields["api"].default)),
    lambda bench: served(bench).api,
    {
        SEND: Endpoint(
            _send,
            free=(
                "news.articles.url",
                "msgmenu.list.content",
                "msgmenu.tail_content",
                "miniprogrampage.appid",
            ),
            optional=("customservice", "news.articles.picurl"),
            wording=without_links,
        ),
        TYPING: Endpoint(_typing),
        PATHS["template"]: Endpoint(
            _template("template"), optional=("miniprogram", "data", "client_msg_id", "topcolor")
        ),
        PATHS["subscribe"]: Endpoint(_template("subscribe"), optional=("miniprogram",)),
        CREATE: Endpoint(_menu, optional=("button.sub_button",)),
        UPLOAD: Endpoint(uploading(served, "image")),
        GET: Endpoint(downloading(served)),
        STABLE_TOKEN: Endpoint(asking_token(_api_for), optional=("force_refresh",), own=("force_refresh",)),
    },
)
"""What is called. That an article has no picture and a template no colour is the house's choice."""
