"""The endpoints that mini-programs' sender calls, each called as a recorded request has it."""

from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from connectors.kit.accounts import AccountKey
from connectors.kit.verifying import Bench, NotMade
from connectors.kit.verifying.outgoing import web_address
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.customer_service import SEND
from connectors.kit.weixin.fetching import GET
from connectors.kit.weixin.platform import api_of, receiver_of
from connectors.kit.weixin.served import ServedWeixin, serve_account
from connectors.kit.weixin.uploading import UPLOAD
from connectors.kit.weixin.verifying.calls import STABLE_TOKEN, Endpoint, ProviderApi, host_of, without_links
from connectors.kit.weixin.verifying.common_calls import asking_token, downloading, uploading
from connectors.kit.weixin.verifying.customer_service import data_of, inviting, sending, showing_typing
from connectors.miniprogram.account import MiniProgramAccount, Subscription
from connectors.miniprogram.send import TYPING, make_sender
from connectors.miniprogram.subscription import PATH
from connectors.miniprogram.translate import CHANNEL
from hub.messages import Card, Image, OpenMiniProgram, OpenPage, Segment, Text

APP_ID = "wx0123456789abcdef"


def served(bench: Bench, **more: Any) -> ServedWeixin[MiniProgramAccount]:
    """A mini-program that nobody had before, whose API is the bench's, as the sender has it."""
    values: dict[str, Any] = {
        "name": bench.account(),
        "app_id": APP_ID,
        "secret": SecretStr("secret"),
        "token": SecretStr("token"),
        "encoding_aes_key": SecretStr("A" * 43),
        "api": bench.vendor.address,
    }
    own = MiniProgramAccount.model_construct(**(values | more))
    api, key = api_of(own, CHANNEL, bench.kit), AccountKey(CHANNEL, own.name)
    return serve_account(own, bench.kit, key, bench.media, receiver_of(own, json=True), api)


async def _segment(bench: Bench, request: dict[str, Any]) -> Segment:
    match request:
        case {"msgtype": "text", "text": {"content": str(text)}}:
            return Text(text=text)
        case {"msgtype": "image"}:
            return Image(media=await bench.file("image/png"))
        case {"msgtype": "link", "link": link}:
            page = OpenPage(label="查看", url=web_address(link.get("url")))
            return Card(title=link.get("title"), text=link.get("description", ""), actions=(page,))
        case {"msgtype": "miniprogrampage", "miniprogrampage": page}:
            jump = OpenMiniProgram(label="打开", app_id=APP_ID, path=page["pagepath"])
            return Card(title=page["title"], picture=await bench.file("image/png"), actions=(jump,))
    raise NotMade(f"no message of kind {request.get('msgtype')} is sent in this form")


def _subscribed(bench: Bench, request: dict[str, Any]) -> ServedWeixin[MiniProgramAccount]:
    values = {"id": request["template_id"], "data": data_of(request), "page": request.get("page", "")}
    values["state"] = request.get("miniprogram_state", "formal")
    return served(bench, subscription=Subscription.model_construct(**values))


def _api_for(bench: Bench, named: Mapping[str, Any]) -> WeixinApi:
    secret = SecretStr(str(named.get("secret", "secret")))
    return served(bench, app_id=str(named.get("appid", APP_ID)), secret=secret).api


API = ProviderApi(
    host_of(str(MiniProgramAccount.model_fields["api"].default)),
    lambda bench: served(bench).api,
    {
        SEND: Endpoint(
            sending(served, make_sender, _segment),
            free=("link.url", "link.thumb_url"),
            wording=without_links,
        ),
        TYPING: Endpoint(showing_typing(served, make_sender)),
        PATH: Endpoint(
            inviting(_subscribed, make_sender),
            own=("miniprogram_state", "lang"),
            optional=("miniprogram_state", "lang"),
        ),
        UPLOAD: Endpoint(uploading(served, "image")),
        GET: Endpoint(downloading(served)),
        STABLE_TOKEN: Endpoint(asking_token(_api_for), optional=("force_refresh",), own=("force_refresh",)),
    },
)
"""What is called."""
