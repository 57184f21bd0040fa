"""Accounts of the public platform (微信公众平台): official accounts and mini-programs, as they are served."""

from pydantic import Field

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.weixin.access import stable_token
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.kit.weixin.errors import WEIXIN
from hub.accounts import Account, Secret


class PlatformAccount(Account):
    """What official accounts and mini-programs are made of alike.

    `origin_id`: the account's own id (原始ID, gh_…), to which callbacks have to be addressed; empty takes
    any. `api`: where the API is; a simulator's is on loopback. `open_platform`: the bank's own name of the
    open platform (微信开放平台) to which the account is bound: accounts with the same one share customers'
    union ids; without one nobody is asked for.
    """

    app_id: str = Field(pattern=r"^wx[0-9a-f]{16}$")
    secret: Secret
    token: Secret
    encoding_aes_key: Secret
    origin_id: str = Field(default="", pattern=r"^(gh_[0-9a-zA-Z_]{1,40})?$")
    api: str = Field(default="https://api.weixin.qq.com", pattern=r"^https?://[^\s/]+(/[^\s/]+)*$")
    unsafe_plain_callbacks: bool = False
    open_platform: str = Field(default="", pattern=r"^[a-z0-9_-]{0,32}$")


def api_of(account: PlatformAccount, channel: str, kit: Kit) -> WeixinApi:
    """The account's API; whoever opens it closes it."""
    tokens = stable_token(account.app_id, account.secret.get_secret_value())
    return WeixinApi(kit, AccountKey(channel, account.name), account.api, tokens, WEIXIN)


def receiver_of(account: PlatformAccount, *, json: bool = False) -> Receiver:
    """What an account's callbacks are verified with, XML or also JSON; raises `SetupError`."""
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.app_id)
    token, plain = account.token.get_secret_value(), account.unsafe_plain_callbacks
    return Receiver(token, cipher, unsafe_plain=plain, json=json, addressed_to=account.origin_id)
