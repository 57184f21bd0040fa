"""What the provider demands of each request, from its pages on the API; never from who sends it.

(developer.work.weixin.qq.com/document/path/: 90236 发送应用消息, 94888 更新模版卡片消息, 90231 创建菜单.)
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator

from simulators.wecom.bounds import Some128, Some512, Some2048, UpTo64, UpTo128, UpTo512, UpTo1024, UpTo2048
from simulators.wecom.card_schemas import TemplateCard, UpdatedCard
from simulators.weixin.schemas import Strict, Words


class _Text(Strict):
    content: Words


class _Media(Strict):
    media_id: Words


class _Video(Strict):
    media_id: Words
    title: UpTo128 = ""
    description: UpTo512 = ""


class _TextCard(Strict):
    title: Some128
    description: Some512
    url: Some2048
    btntxt: Annotated[str, StringConstraints(min_length=1, max_length=4)] | None = None


class _Article(Strict):
    title: Some128
    description: UpTo512 = ""
    url: UpTo2048 = ""
    picurl: str = ""
    appid: str = ""
    pagepath: UpTo1024 = ""


class _News(Strict):
    articles: Annotated[list[_Article], Field(min_length=1, max_length=8)]


class _StoredArticle(Strict):
    title: Some128
    thumb_media_id: Words
    author: UpTo64 = ""
    content_source_url: str = ""
    content: Words
    digest: UpTo512 = ""


class _StoredNews(Strict):
    articles: Annotated[list[_StoredArticle], Field(min_length=1, max_length=8)]


class _Item(Strict):
    key: Annotated[str, StringConstraints(min_length=1, max_length=10)]
    value: Annotated[str, StringConstraints(min_length=1, max_length=30)]


class _MiniProgramNotice(Strict):
    appid: Words
    page: UpTo1024 = ""
    title: Annotated[str, StringConstraints(min_length=4, max_length=12)]
    description: Annotated[str, StringConstraints(min_length=4, max_length=12)] | None = None
    emphasis_first_item: bool = False
    content_item: Annotated[tuple[_Item, ...], Field(max_length=10, strict=False)] = ()


class AppMessage(Strict):
    """POST /cgi-bin/message/send: the part that `msgtype` names, and no other."""

    touser: str = ""
    toparty: str = ""
    totag: str = ""
    agentid: int | None = None
    msgtype: Literal[
        "text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown",
        "miniprogram_notice", "template_card",
    ]  # fmt: skip
    text: _Text | None = None
    image: _Media | None = None
    voice: _Media | None = None
    video: _Video | None = None
    file: _Media | None = None
    textcard: _TextCard | None = None
    news: _News | None = None
    mpnews: _StoredNews | None = None
    markdown: _Text | None = None
    miniprogram_notice: _MiniProgramNotice | None = None
    template_card: TemplateCard | None = None
    safe: Literal[0, 1, 2] = 0
    enable_id_trans: Literal[0, 1] = 0
    enable_duplicate_check: Literal[0, 1] = 0
    duplicate_check_interval: Annotated[int, Field(ge=1, le=4 * 3600)] = 1800

    @model_validator(mode="after")
    def _has_its_part(self) -> "AppMessage":
        if not (self.touser or self.toparty or self.totag):
            raise ValueError("somebody has to be named: touser, toparty or totag")
        # A notice of a mini-program belongs to that, and not to an application.
        if self.agentid is None and self.msgtype != "miniprogram_notice":
            raise ValueError("agentid is missing")
        parts = self.model_fields_set - NOT_PARTS
        if parts != {self.msgtype}:
            raise ValueError("the part that msgtype names is wanted, and no other")
        return self


NOT_PARTS = frozenset(
    (
        "touser",
        "toparty",
        "totag",
        "agentid",
        "msgtype",
        "safe",
        "enable_id_trans",
        "enable_duplicate_check",
        "duplicate_check_interval",
    )
)


class _Replaced(Strict):
    replace_name: Words


class CardUpdate(Strict):
    """POST /cgi-bin/message/update_template_card: a word on the tapped button, or another card."""

    userids: Annotated[list[Words], Field(max_length=100)] | None = None
    partyids: Annotated[list[int], Field(max_length=100)] | None = None
    tagids: Annotated[list[int], Field(max_length=100)] | None = None
    atall: Literal[0, 1] = 0
    agentid: int
    response_code: Words
    button: _Replaced | None = None
    template_card: UpdatedCard | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "CardUpdate":
        if (self.button is None) == (self.template_card is None):
            raise ValueError("button or template_card is wanted, and not both")
        return self


class WecomMenuButton(Strict):
    """A button of the application's menu; with `sub_button` it opens, and does nothing else."""

    name: Words
    type: Literal[
        "click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album",
        "pic_weixin", "location_select", "view_miniprogram",
    ] | None = None  # fmt: skip
    key: UpTo128 | None = None
    url: UpTo1024 | None = None
    pagepath: UpTo1024 | None = None
    appid: str | None = None
    sub_button: Annotated[list["WecomMenuButton"], Field(max_length=5)] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "WecomMenuButton":
        if not self.sub_button and self.type is None:
            raise ValueError("a button does something, or opens others")
        if self.type == "click" and not self.key:
            raise ValueError("a button to click has a key")
        if self.type == "view" and not self.url:
            raise ValueError("a button to a page has its address")
        if self.type == "view_miniprogram" and not (self.appid and self.pagepath):
            raise ValueError("a button to a mini-program names it and its page")
        return self


class WecomMenu(Strict):
    """POST /cgi-bin/menu/create: names of 16 bytes at the top, and 40 below."""

    button: Annotated[list[WecomMenuButton], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _has_short_names(self) -> "WecomMenu":
        for top in self.button:
            if len(top.name.encode()) > 16:
                raise ValueError("a name at the top is too long")
            if any(len(each.name.encode()) > 40 for each in top.sub_button or ()):
                raise ValueError("a name below is too long")
        return self


SCHEMAS: dict[str, type[BaseModel]] = {
    "/cgi-bin/message/send": AppMessage,
    "/cgi-bin/message/update_template_card": CardUpdate,
    "/cgi-bin/menu/create": WecomMenu,
}
"""By path; what is not here takes no JSON."""


def read_request(path: str, content: Any) -> BaseModel:
    """The request, checked; raises `ValueError`."""
    return SCHEMAS[path].model_validate(content)
