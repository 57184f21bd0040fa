"""The endpoints that official accounts' sender calls, each called as a recorded request has it."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from connectors.kit.accounts import AccountKey
from connectors.kit.verifying import Bench, NotMade
from connectors.kit.verifying.outgoing import Contract, web_address
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.customer_service import SEND
from connectors.kit.weixin.fetching import GET
from connectors.kit.weixin.menu import CREATE
from connectors.kit.weixin.platform import api_of, receiver_of
from connectors.kit.weixin.served import ServedWeixin, serve_account
from connectors.kit.weixin.uploading import UPLOAD
from connectors.kit.weixin.verifying.calls import STABLE_TOKEN, Endpoint, ProviderApi, host_of, without_links
from connectors.kit.weixin.verifying.common_calls import asking_token, downloading, menu_of, uploading
from connectors.kit.weixin.verifying.customer_service import data_of, inviting, sending, showing_typing
from connectors.wechat.account import ReminderTemplate, WechatAccount
from connectors.wechat.menu import write_menu
from connectors.wechat.send import TYPING, make_sender
from connectors.wechat.template import PATHS
from connectors.wechat.translate import CHANNEL
from hub.errors import BadInput, Unavailable
from hub.messages import Card, Choices, Image, OpenMiniProgram, OpenPage, Option, Segment, Text

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


def served(bench: Bench, **more: Any) -> ServedWeixin[WechatAccount]:
    """Such an account as the sender has it."""
    own = account(bench, **more)
    api, key = api_of(own, CHANNEL, bench.kit), AccountKey(CHANNEL, own.name)
    return serve_account(own, bench.kit, key, bench.media, receiver_of(own), api)


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


def _with_template(bench: Bench, request: dict[str, Any]) -> ServedWeixin[WechatAccount]:
    return _asking(bench, "template", request, str(request.get("url") or ""))


def _with_notice(bench: Bench, request: dict[str, Any]) -> ServedWeixin[WechatAccount]:
    return _asking(bench, "subscribe", request, str(request.get("page") or ""))


def _asking(bench: Bench, kind: str, request: dict[str, Any], url: str) -> ServedWeixin[WechatAccount]:
    values = {"kind": kind, "id": request["template_id"], "data": data_of(request), "url": url}
    return served(bench, template=ReminderTemplate.model_construct(**values))


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


API = ProviderApi(
    host_of(str(WechatAccount.model_fields["api"].default)),
    lambda bench: served(bench).api,
    {
        SEND: Endpoint(
            sending(served, make_sender, _segment),
            free=(
                "news.articles.url",
                "msgmenu.list.content",
                "msgmenu.tail_content",
                "miniprogrampage.appid",
            ),
            optional=("customservice", "news.articles.picurl"),
            wording=without_links,
        ),
        TYPING: Endpoint(showing_typing(served, make_sender)),
        PATHS["template"]: Endpoint(
            inviting(_with_template, make_sender),
            optional=("miniprogram", "data", "client_msg_id", "topcolor"),
        ),
        PATHS["subscribe"]: Endpoint(inviting(_with_notice, make_sender), optional=("miniprogram",)),
        CREATE: Endpoint(_menu, optional=("button.sub_button",)),
        UPLOAD: Endpoint(uploading(served, "image")),
        GET: Endpoint(downloading(served)),
        STABLE_TOKEN: Endpoint(asking_token(_api_for), optional=("force_refresh",), own=("force_refresh",)),
    },
)
"""What is called. That an article has no picture and a template no colour is the house's choice."""
