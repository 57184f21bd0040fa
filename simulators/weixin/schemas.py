"""What the provider demands of each request, from its pages on the API; never from who sends it.

(developers.weixin.qq.com: api_sendcustommessage, api_typing, getStableAccessToken, 自定义菜单.)
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


class Strict(BaseModel):
    """A request, or a part of one: nothing may stand in it that the page does not name."""

    model_config = ConfigDict(extra="forbid", strict=True)


Words = Annotated[str, StringConstraints(min_length=1)]


class StableToken(Strict):
    """POST /cgi-bin/stable_token."""

    grant_type: Literal["client_credential"]
    appid: Words
    secret: Words
    force_refresh: bool = False


class _Text(Strict):
    content: Words


class _Media(Strict):
    media_id: Words


class _Video(Strict):
    media_id: Words
    thumb_media_id: Words
    title: str = ""
    description: str = ""


class _Music(Strict):
    title: str = ""
    description: str = ""
    musicurl: Words
    hqmusicurl: Words
    thumb_media_id: Words


class _Article(Strict):
    title: Words
    description: str = ""
    url: str = ""
    picurl: str = ""


class _News(Strict):
    articles: Annotated[list[_Article], Field(min_length=1, max_length=1)]


class _ArticleId(Strict):
    article_id: Words


class _MenuItem(Strict):
    id: Words | int
    content: Words


class _Menu(Strict):
    head_content: str = ""
    list: Annotated[list[_MenuItem], Field(min_length=1)]
    tail_content: str = ""


class _Card(Strict):
    card_id: Words


class _MiniProgramPage(Strict):
    title: str = ""
    appid: Words
    pagepath: Words
    thumb_media_id: Words


class Label(Strict):
    """Whether WeChat shows 内容由第三方AI生成 below."""

    is_ai_msg: Literal[0, 1]


class _Desk(Strict):
    kf_account: Words


class WeixinCustomMessage(Strict):
    """POST /cgi-bin/message/custom/send: the part that `msgtype` names, and no other."""

    touser: Words
    msgtype: Literal[
        "text", "image", "voice", "video", "music", "news", "mpnews", "mpnewsarticle", "msgmenu",
        "wxcard", "miniprogrampage",
    ]  # fmt: skip
    text: _Text | None = None
    image: _Media | None = None
    voice: _Media | None = None
    video: _Video | None = None
    music: _Music | None = None
    news: _News | None = None
    mpnews: _Media | None = None
    mpnewsarticle: _ArticleId | None = None
    msgmenu: _Menu | None = None
    wxcard: _Card | None = None
    miniprogrampage: _MiniProgramPage | None = None
    customservice: _Desk | None = None
    aimsgcontext: Label | None = None

    @model_validator(mode="after")
    def _has_its_part(self) -> "WeixinCustomMessage":
        parts = self.model_fields_set - {"touser", "msgtype", "customservice", "aimsgcontext"}
        if parts != {self.msgtype}:
            raise ValueError("the part that msgtype names is wanted, and no other")
        return self


class WeixinTyping(Strict):
    """POST /cgi-bin/message/custom/typing."""

    touser: Words
    command: Literal["Typing", "CancelTyping"]


class _Page(Strict):
    appid: Words
    pagepath: str = ""


class _Value(Strict):
    value: str
    color: str = ""


class TemplateMessage(Strict):
    """POST /cgi-bin/message/template/send."""

    touser: Words
    template_id: Words
    url: str = ""
    miniprogram: _Page | None = None
    client_msg_id: Annotated[str, Field(max_length=32)] = ""
    data: dict[str, _Value]


class WeixinSubscriptionMessage(Strict):
    """POST /cgi-bin/message/subscribe/bizsend."""

    touser: Words
    template_id: Words
    page: str = ""
    miniprogram: _Page | None = None
    data: dict[str, _Value]


class WeixinMenuButton(Strict):
    """A button of the account's menu; with `sub_button` it opens, and does nothing else."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    type: Literal[
        "click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album",
        "pic_weixin", "location_select", "media_id", "view_limited", "article_id", "article_view_limited",
        "miniprogram",
    ] | None = None  # fmt: skip
    key: Annotated[str, StringConstraints(max_length=128)] | None = None
    url: Annotated[str, StringConstraints(max_length=1024)] | None = None
    media_id: str | None = None
    article_id: str | None = None
    appid: str | None = None
    pagepath: str | None = None
    sub_button: Annotated[list["WeixinMenuButton"], Field(max_length=5)] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "WeixinMenuButton":
        if not self.sub_button and self.type is None:
            raise ValueError("a button does something, or opens others")
        if self.type in ("click", "scancode_push", "scancode_waitmsg") and not self.key:
            raise ValueError("a button to click has a key")
        if self.type in ("view", "miniprogram") and not self.url:
            raise ValueError("a button to a page has its address")
        return self


class WeixinMenu(Strict):
    """POST /cgi-bin/menu/create."""

    button: Annotated[list[WeixinMenuButton], Field(min_length=1, max_length=3)]


SCHEMAS: dict[str, type[BaseModel]] = {
    "/cgi-bin/stable_token": StableToken,
    "/cgi-bin/message/custom/send": WeixinCustomMessage,
    "/cgi-bin/message/custom/typing": WeixinTyping,
    "/cgi-bin/message/template/send": TemplateMessage,
    "/cgi-bin/message/subscribe/bizsend": WeixinSubscriptionMessage,
    "/cgi-bin/menu/create": WeixinMenu,
}
"""By path; what is not here takes no JSON."""


def read_request(path: str, content: Any) -> BaseModel:
    """The request, checked; raises `ValueError`."""
    return SCHEMAS[path].model_validate(content)
