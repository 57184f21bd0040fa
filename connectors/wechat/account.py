"""What an official account is made of."""

from pydantic import BaseModel, ConfigDict, Field

from connectors.kit.weixin.incoming import Begins
from hub.accounts import Account, Secret


class Template(BaseModel):
    """The message that asks a customer to write, where nothing else may be sent (模板消息 or 订阅通知).

    `kind`: which of the two it is; `data`: its fields by name, as the template that was granted has them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Field(default="template", pattern=r"^(template|subscribe)$")
    id: str = Field(min_length=1, max_length=64)
    data: dict[str, str] = Field(default={}, max_length=20)
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class WechatAccount(Account):
    """An official account: what stands under 设置与开发 › 基本配置 on mp.weixin.qq.com.

    `origin_id`: the account's own id (原始ID, gh_…), as which it speaks in passive replies and to which
    callbacks have to be addressed; empty takes any. `api`: where the API is; a simulator's is on loopback.
    `keys` and `scenes`: what a key of the menu or the scene of a QR code begins; all others greet.
    `passive_replies`: off where every answer of the bot has to bear WeChat's own AI label, for which a
    passive reply has no place.
    """

    app_id: str = Field(pattern=r"^wx[0-9a-f]{16}$")
    secret: Secret
    token: Secret
    encoding_aes_key: Secret
    origin_id: str = Field(default="", pattern=r"^(gh_[0-9a-zA-Z_]{1,40})?$")
    api: str = Field(default="https://api.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
    keys: dict[str, Begins] = Field(default={}, max_length=200)
    scenes: dict[str, Begins] = Field(default={}, max_length=1000)
    template: Template | None = None
    passive_replies: bool = True
    unsafe_plain_callbacks: bool = False
