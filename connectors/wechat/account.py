"""What an official account is made of."""

from pydantic import BaseModel, ConfigDict, Field

from connectors.kit.weixin.incoming import Begins
from connectors.kit.weixin.platform import PlatformAccount


class ReminderTemplate(BaseModel):
    """The message that asks a customer to write, where nothing else may be sent (模板消息 or 订阅通知).

    `kind`: which of the two it is; `data`: its fields by name, as the template that was granted has them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Field(default="template", pattern=r"^(template|subscribe)$")
    id: str = Field(min_length=1, max_length=64)
    data: dict[str, str] = Field(default={}, max_length=20)
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class WechatAccount(PlatformAccount):
    """An official account: what stands under 设置与开发 › 基本配置 on mp.weixin.qq.com.

    It speaks as its `origin_id` in passive replies. `keys` and `scenes`: what a key of the menu or the scene
    of a QR code begins; all others greet. `passive_replies`: off where every answer of the bot has to bear
    WeChat's own AI label, for which a passive reply has no place. `login_page`: the bank's page where
    customers sign in, and which leads back with a login that it signed; without one nobody can sign in from
    this account. `pages`: where WeChat's own page of 网页授权 is; a simulator's is on loopback.
    """

    keys: dict[str, Begins] = Field(default={}, max_length=200)
    scenes: dict[str, Begins] = Field(default={}, max_length=1000)
    template: ReminderTemplate | None = None
    passive_replies: bool = True
    login_page: str = Field(default="", pattern=r"^(https?://[^\s#]+)?$", max_length=512)
    pages: str = Field(default="https://open.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
