"""What a mini-program is made of."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from connectors.kit.weixin.incoming import Begins
from connectors.kit.weixin.platform import PlatformAccount


class Subscription(BaseModel):
    """The message that asks a customer to write, where nothing else may be sent (订阅消息).

    It reaches those who have allowed it, once for each time. `data`: its fields by name; `page`: what it
    opens; `state`: which version of the mini-program that is in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, max_length=64)
    data: dict[str, str] = Field(default={}, max_length=20)
    page: str = Field(default="", max_length=256, pattern=r"^[^\s:]*$")
    state: Literal["formal", "trial", "developer"] = "formal"


class MiniProgramAccount(PlatformAccount):
    """A mini-program: what stands under 开发管理 › 开发设置 on mp.weixin.qq.com.

    `sessions`: what the `session-from` of a customer-service button begins; all others greet.
    `link_picture`: the picture on links, by its public address.
    """

    sessions: dict[str, Begins] = Field(default={}, max_length=1000)
    subscription: Subscription | None = None
    link_picture: str = Field(default="", pattern=r"^(https://\S+)?$", max_length=512)

    @property
    def passive_replies(self) -> bool:
        """Responses to a mini-program's callbacks carry no answers."""
        return False
