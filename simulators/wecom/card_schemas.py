"""What a template card (模板卡片) has to be made of, by its type (path/90236 模板卡片消息)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from simulators.wecom.bounds import Some1024
from simulators.weixin.schemas import Strict, Words

TaskId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_@-]{1,128}$")]


class _Source(Strict):
    icon_url: str = ""
    desc: str = ""
    desc_color: Literal[0, 1, 2, 3] = 0


class _Action(Strict):
    text: Words
    key: Some1024


class _ActionMenu(Strict):
    desc: str = ""
    action_list: Annotated[list[_Action], Field(min_length=1, max_length=3)]


class _Title(Strict):
    title: str = ""
    desc: str = ""


class _Jumping(Strict):
    """What leads somewhere: 1 to a page, 2 to a mini-program."""

    type: Literal[0, 1, 2] = 0
    url: str = ""
    appid: str = ""
    pagepath: str = ""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "_Jumping":
        if (self.type == 1 and not self.url) or (self.type == 2 and not self.appid):
            raise ValueError("where it leads is missing")
        return self


class _Quote(_Jumping):
    title: str = ""
    quote_text: str = ""


class _Line(Strict):
    """A line: 1 leads to a page, 2 to a file, 3 to a member."""

    type: Literal[0, 1, 2, 3] = 0
    keyname: Words
    value: str = ""
    url: str = ""
    media_id: str = ""
    userid: str = ""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "_Line":
        if self.type and not (self.url, self.media_id, self.userid)[self.type - 1]:
            raise ValueError("where it leads is missing")
        return self


class _Jump(_Jumping):
    title: Words


class _ImageText(_Jumping):
    title: str = ""
    desc: str = ""
    image_url: Words


class _Picture(Strict):
    url: Words
    aspect_ratio: float | None = None


class _Option(Strict):
    id: Words
    text: Words
    is_checked: bool = False


class _Selection(Strict):
    question_key: Some1024
    title: str = ""
    option_list: Annotated[list[_Option], Field(min_length=1, max_length=10)]
    selected_id: str = ""


class _Checkbox(Strict):
    question_key: Some1024
    option_list: Annotated[list[_Option], Field(min_length=1, max_length=20)]
    mode: Literal[0, 1] = 0


class _Button(Strict):
    type: Literal[0, 1] = 0
    text: Words
    style: Literal[1, 2, 3, 4] = 1
    key: Some1024


class _Submit(Strict):
    text: Words
    key: Some1024


class _Card(Strict):
    """A card of one of five types."""

    card_type: Literal[
        "text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction"
    ]
    task_id: TaskId | None = None
    source: _Source | None = None
    action_menu: _ActionMenu | None = None
    main_title: _Title | None = None
    quote_area: _Quote | None = None
    emphasis_content: _Title | None = None
    sub_title_text: str = ""
    horizontal_content_list: Annotated[tuple[_Line, ...], Field(max_length=6, strict=False)] = ()
    vertical_content_list: Annotated[tuple[_Title, ...], Field(max_length=4, strict=False)] = ()
    jump_list: Annotated[tuple[_Jump, ...], Field(max_length=3, strict=False)] = ()
    card_action: _Jumping | None = None
    card_image: _Picture | None = None
    image_text_area: _ImageText | None = None
    button_selection: _Selection | None = None
    button_list: Annotated[tuple[_Button, ...], Field(max_length=6, strict=False)] = ()
    checkbox: _Checkbox | None = None
    select_list: Annotated[tuple[_Selection, ...], Field(max_length=3, strict=False)] = ()
    submit_button: _Submit | None = None


class UpdatedCard(_Card):
    """A card that takes the place of another one, under the same task."""

    replace_text: str = ""


class TemplateCard(_Card):
    """A card that is sent: what its type wants is there."""

    @model_validator(mode="after")
    def _is_whole(self) -> "TemplateCard":
        named = bool(self.main_title and self.main_title.title) or bool(self.sub_title_text)
        wanted: dict[str, object] = {
            "text_notice": self.card_action and named,
            "news_notice": self.card_action and self.main_title and (self.card_image or self.image_text_area),
            "button_interaction": self.task_id and self.button_list and named,
            "vote_interaction": self.task_id and self.checkbox and self.submit_button,
            "multiple_interaction": self.task_id and self.select_list and self.submit_button,
        }
        if not wanted[self.card_type]:
            raise ValueError(f"a {self.card_type} wants more than this")
        if self.action_menu is not None and self.task_id is None:
            raise ValueError("a card with a menu has a task_id")
        return self
