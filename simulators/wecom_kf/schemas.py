"""What the provider demands of each request, from its pages on the API; never from who sends it.

(developer.work.weixin.qq.com/document: 读取消息, 发送消息, 发送欢迎语等事件响应消息, 获取会话状态,
变更会话状态.)
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from simulators.weixin.schemas import Strict


def _most(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text.encode()) > limit:
            raise ValueError(f"at most {limit} bytes")
        return text

    return AfterValidator(check)


Words = Annotated[str, StringConstraints(min_length=1)]
MsgId = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{0,32}$")]
Text2048 = Annotated[str, StringConstraints(min_length=1), _most(2048)]
Text1024 = Annotated[str, _most(1024)]
Text512 = Annotated[str, _most(512)]
Title = Annotated[str, StringConstraints(min_length=1), _most(128)]
Address = Annotated[str, StringConstraints(min_length=1), _most(2048)]


class SyncMsg(Strict):
    """POST /cgi-bin/kf/sync_msg."""

    cursor: Annotated[str, _most(64)] = ""
    token: Annotated[str, _most(128)] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 1000
    voice_format: Literal[0, 1] = 0
    open_kfid: str = ""


class _Text(Strict):
    content: Text2048


class _Media(Strict):
    media_id: Words


class _Link(Strict):
    title: Title
    desc: Text512 = ""
    url: Address
    thumb_media_id: Words


class _MiniProgram(Strict):
    appid: Words
    title: Annotated[str, _most(64)] = ""
    thumb_media_id: Words
    pagepath: Words


class _Click(Strict):
    id: Annotated[str, _most(64)] = ""
    content: Title


class _View(Strict):
    url: Address
    content: Annotated[str, StringConstraints(min_length=1), _most(1024)]


class _Jump(Strict):
    appid: Words
    pagepath: Words
    content: Annotated[str, StringConstraints(min_length=1), _most(1024)]


class _Line(Strict):
    content: Annotated[str, StringConstraints(min_length=1), _most(256)]
    no_newline: Literal[0, 1] = 0


class _Entry(Strict):
    type: Literal["click", "view", "miniprogram", "text"]
    click: _Click | None = None
    view: _View | None = None
    miniprogram: _Jump | None = None
    text: _Line | None = None

    @model_validator(mode="after")
    def _has_its_part(self) -> "_Entry":
        if self.model_fields_set - {"type"} != {self.type}:
            raise ValueError("the part that type names is wanted, and no other")
        return self


_Entries = Annotated[list[_Entry], Field(max_length=10)]


class _Menu(Strict):
    head_content: Text1024 = ""
    list: _Entries = Field(default=[])
    tail_content: Text1024 = ""


class _Place(Strict):
    name: str = ""
    address: str = ""
    latitude: Annotated[float, Field(ge=-90, le=90, strict=False)]
    longitude: Annotated[float, Field(ge=-180, le=180, strict=False)]


class _Part(Strict):
    """A message: the part that `msgtype` names, and no other."""

    msgid: MsgId = ""
    msgtype: str

    @model_validator(mode="after")
    def _has_its_part(self) -> "_Part":
        parts = self.model_fields_set - {"touser", "open_kfid", "code", "msgid", "msgtype"}
        if parts != {self.msgtype}:
            raise ValueError("the part that msgtype names is wanted, and no other")
        return self


class SendMsg(_Part):
    """POST /cgi-bin/kf/send_msg."""

    touser: Words
    open_kfid: Words
    msgtype: Literal["text", "image", "voice", "video", "file", "link", "miniprogram", "msgmenu", "location"]
    text: _Text | None = None
    image: _Media | None = None
    voice: _Media | None = None
    video: _Media | None = None
    file: _Media | None = None
    link: _Link | None = None
    miniprogram: _MiniProgram | None = None
    msgmenu: _Menu | None = None
    location: _Place | None = None


class SendMsgOnEvent(_Part):
    """POST /cgi-bin/kf/send_msg_on_event."""

    code: Words
    msgtype: Literal["text", "msgmenu"]
    text: _Text | None = None
    msgmenu: _Menu | None = None


class GetState(Strict):
    """POST /cgi-bin/kf/service_state/get."""

    open_kfid: Words
    external_userid: Words


class ChangeState(Strict):
    """POST /cgi-bin/kf/service_state/trans."""

    open_kfid: Words
    external_userid: Words
    service_state: Annotated[int, Field(ge=0, le=4)]
    servicer_userid: str = ""


SCHEMAS: dict[str, type[BaseModel]] = {
    "/cgi-bin/kf/sync_msg": SyncMsg,
    "/cgi-bin/kf/send_msg": SendMsg,
    "/cgi-bin/kf/send_msg_on_event": SendMsgOnEvent,
    "/cgi-bin/kf/service_state/get": GetState,
    "/cgi-bin/kf/service_state/trans": ChangeState,
}
"""By path; what is not here takes no JSON."""


def read_request(path: str, content: Any) -> BaseModel:
    """The request, checked; raises `ValueError`."""
    return SCHEMAS[path].model_validate(content)
