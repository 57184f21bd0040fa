"""The account's menu (自定义菜单): read from a file of ours, and written at the provider."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from connectors.kit.opening import Kit
from connectors.kit.weixin.api import Refused
from connectors.wechat.account import WechatAccount
from connectors.wechat.served import api_of
from hub.errors import BadInput, Unavailable
from hub.messages.blocks import WEB_ADDRESS

CREATE = "/cgi-bin/menu/create"
KEY_BYTES = 128
MOST_BUTTONS = 3
MOST_ITEMS = 5


class MiniProgram(BaseModel):
    """A page of a mini-program; `page` is opened where there are none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_id: str = Field(pattern=r"^wx[0-9a-f]{16}$")
    path: str = Field(min_length=1, max_length=256)
    page: str = Field(pattern=WEB_ADDRESS)


class Item(BaseModel):
    """What can be tapped: it does one of these things.

    `say`: words in the customer's name; `person`: asks for a person; `greet`: the greeting; `key`: what the
    account's `keys` say of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=30)
    say: str | None = Field(default=None, min_length=1, max_length=40)
    person: bool = False
    greet: bool = False
    key: str | None = Field(default=None, min_length=1, max_length=KEY_BYTES)
    page: str | None = Field(default=None, pattern=WEB_ADDRESS)
    mini_program: MiniProgram | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> "Item":
        things = (self.say, self.person, self.greet, self.key, self.page, self.mini_program)
        if sum(bool(each) for each in things) != 1:
            raise ValueError("it does one thing: say, person, greet, key, page or mini_program")
        return self

    def to_button(self) -> dict[str, Any]:
        """The same as the provider wants it."""
        if self.page is not None:
            return {"type": "view", "name": self.name, "url": self.page}
        if self.mini_program is not None:
            there = self.mini_program
            to = {"appid": there.app_id, "pagepath": there.path, "url": there.page}
            return {"type": "miniprogram", "name": self.name, **to}
        key = "person" if self.person else "greet" if self.greet else self.key or f"say:{self.say}"
        return {"type": "click", "name": self.name, "key": key}


class Group(BaseModel):
    """A button that opens up to five items."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=8)
    items: tuple[Item, ...] = Field(min_length=1, max_length=MOST_ITEMS)

    def to_button(self) -> dict[str, Any]:
        """The same as the provider wants it."""
        return {"name": self.name, "sub_button": [each.to_button() for each in self.items]}


def _which(button: Any) -> str:
    return "group" if isinstance(button, dict) and "items" in button else "item"


Button = Annotated[
    Annotated[Group, Tag("group")] | Annotated[Item, Tag("item")],
    Discriminator(_which),
]


class Menu(BaseModel):
    """The whole menu: up to three buttons."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    buttons: tuple[Button, ...] = Field(min_length=1, max_length=MOST_BUTTONS)


def read_menu(content: Any) -> dict[str, Any]:
    """The menu of a file as the provider wants it; raises `BadInput`, which names the first mistake."""
    try:
        menu = Menu.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"] if each not in ("group", "item"))
        raise BadInput(f"{place or 'the menu'}: {first['msg']}") from error
    return {"button": [each.to_button() for each in menu.buttons]}


async def write_menu(kit: Kit, account: WechatAccount, content: Any) -> None:
    """Makes this the account's menu; raises `BadInput` for a menu that is none, `Unavailable`.

    Phones show it within five minutes, or when they open the account anew.
    """
    menu = read_menu(content)
    api = api_of(account, kit)
    try:
        match await api.call(CREATE, menu):
            case Refused(code=code, words=words):
                raise BadInput(f"WeChat does not take the menu: {code} {words}")
            case dict():
                return
            case _:
                raise Unavailable("WeChat does not answer")
    finally:
        await api.close()
