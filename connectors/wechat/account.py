"""What an official account is made of."""

from pydantic import Field

from hub.accounts import Account, Secret


class WechatAccount(Account):
    """An official account: what stands under 设置与开发 › 基本配置 on mp.weixin.qq.com.

    `origin_id`: the account's own id (原始ID, gh_…), as which it speaks in passive replies and to which
    callbacks have to be addressed; empty takes any. `api`: where the API is; a simulator's is on loopback.
    """

    app_id: str = Field(pattern=r"^wx[0-9a-f]{16}$")
    secret: Secret
    token: Secret
    encoding_aes_key: Secret
    origin_id: str = Field(default="", pattern=r"^(gh_[0-9a-zA-Z_]{1,40})?$")
    api: str = Field(default="https://api.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
    passive_replies: bool = True
    unsafe_plain_callbacks: bool = False
