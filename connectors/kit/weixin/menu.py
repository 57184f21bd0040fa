"""An account's menu (自定义菜单): read from a file of ours, and written at the provider."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from connectors.kit.weixin.api import ProviderRefused, WeixinApi
from hub.errors import BadInput, Unavailable
from hub.messages.blocks import WEB_ADDRESS

CREATE = "/cgi-bin/menu/create"
KEY_BYTES = 128
MOST_BUTTONS = 3
MOST_ITEMS = 5


class MiniProgram(BaseModel):
    """A page of a mini-program; `page` is opened where there are none, as phones of WeChat's may have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_id: str = Field(pattern=r"^wx[0-9a-f]{16}$")
    path: str = Field(min_length=1, max_length=256)
    page: str | None = Field(default=None, pattern=WEB_ADDRESS)


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

    @property
    def tapped(self) -> str:
        """The key that a tap comes with, for what leads to no page."""
        return "person" if self.person else "greet" if self.greet else self.key or f"say:{self.say}"


ToButton = Callable[[Item], dict[str, Any]]
"""An item as the provider wants it; raises `BadInput` for what it has no place for."""


class Group(BaseModel):
    """A button that opens up to five items."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=8)
    items: tuple[Item, ...] = Field(min_length=1, max_length=MOST_ITEMS)


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


def read_menu(content: Any, to_button: ToButton) -> dict[str, Any]:
    """The menu of a file as the provider wants it; raises `BadInput`, which names the first mistake."""
    try:
        menu = Menu.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each) for each in first["loc"] if each not in ("group", "item"))
        raise BadInput(f"{place or 'the menu'}: {first['msg']}") from error
    return {"button": [_button(each, to_button) for each in menu.buttons]}


def _button(button: Item | Group, to_button: ToButton) -> dict[str, Any]:
    if isinstance(button, Item):
        return to_button(button)
    return {"name": button.name, "sub_button": [to_button(each) for each in button.items]}


async def write_menu(api: WeixinApi, menu: dict[str, Any], **query: str) -> None:
    """Makes this the account's menu, and closes the API; raises `BadInput` for a refusal, `Unavailable`."""
    try:
        match await api.call(CREATE, menu, **query):
            case ProviderRefused(code=code, words=words):
                raise BadInput(f"the provider does not take the menu: {code} {words}")
            case dict():
                return
            case _:
                raise Unavailable("the provider does not answer")
    finally:
        await api.close()
