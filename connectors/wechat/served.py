"""One official account as it is served."""

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.weixin.access import stable_token
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.kit.weixin.errors import WEIXIN
from connectors.kit.weixin.served import Served as ServedAccount
from connectors.kit.weixin.served import serve_account as serve
from connectors.wechat.account import WechatAccount
from connectors.wechat.translate import CHANNEL
from hub.ports import MediaStore

Served = ServedAccount[WechatAccount]
"""An account and what works for it."""


def serve_account(account: WechatAccount, kit: Kit, media: MediaStore) -> Served:
    """Puts together what one account needs; raises `SetupError` for a key that is none."""
    key = AccountKey(CHANNEL, account.name)
    return serve(account, kit, key, media, receiver_of(account), api_of(account, kit))


def api_of(account: WechatAccount, kit: Kit) -> WeixinApi:
    """The account's API; whoever opens it closes it."""
    tokens = stable_token(account.app_id, account.secret.get_secret_value())
    return WeixinApi(kit, AccountKey(CHANNEL, account.name), account.api, tokens, WEIXIN)


def receiver_of(account: WechatAccount) -> Receiver:
    """What an account's callbacks are verified with; raises `SetupError`."""
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.app_id)
    return Receiver(account.token.get_secret_value(), cipher, unsafe_plain=account.unsafe_plain_callbacks)
