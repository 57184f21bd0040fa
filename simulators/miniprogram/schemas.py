"""What the provider demands of each request of a mini-program, from its pages; never from who sends it.

(developers.weixin.qq.com/miniprogram/dev/OpenApiDoc: sendCustomMessage, setTyping, sendMessage 订阅消息.)
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

from simulators.weixin.schemas import Label, StableToken, Strict, WeixinTyping, Words


class _Text(Strict):
    content: Words


class _Image(Strict):
    media_id: Words


class _Link(Strict):
    title: Words
    description: str
    url: Words
    thumb_url: str


class _Page(Strict):
    title: Words
    pagepath: Words
    thumb_media_id: Words


class MiniProgramCustomMessage(Strict):
    """POST /cgi-bin/message/custom/send: the part that `msgtype` names, and no other."""

    touser: Words
    msgtype: Literal["text", "image", "link", "miniprogrampage"]
    text: _Text | None = None
    image: _Image | None = None
    link: _Link | None = None
    miniprogrampage: _Page | None = None
    aimsgcontext: Label | None = None

    @model_validator(mode="after")
    def _has_its_part(self) -> "MiniProgramCustomMessage":
        if self.model_fields_set - {"touser", "msgtype", "aimsgcontext"} != {self.msgtype}:
            raise ValueError("the part that msgtype names is wanted, and no other")
        return self


class _Value(Strict):
    value: Annotated[str, Field(min_length=1)]


class MiniProgramSubscriptionMessage(Strict):
    """POST /cgi-bin/message/subscribe/send."""

    touser: Words
    template_id: Words
    page: str = ""
    miniprogram_state: Literal["developer", "trial", "formal"] = "formal"
    lang: Literal["zh_CN", "en_US", "zh_HK", "zh_TW"] = "zh_CN"
    data: dict[str, _Value]


SCHEMAS: dict[str, type[BaseModel]] = {
    "/cgi-bin/stable_token": StableToken,
    "/cgi-bin/message/custom/send": MiniProgramCustomMessage,
    "/cgi-bin/message/custom/business/typing": WeixinTyping,
    "/cgi-bin/message/custom/typing": WeixinTyping,
    "/cgi-bin/message/subscribe/send": MiniProgramSubscriptionMessage,
}
"""By path; what is not here takes no JSON."""


def read_request(path: str, content: Any) -> BaseModel:
    """The request, checked; raises `ValueError`."""
    return SCHEMAS[path].model_validate(content)
