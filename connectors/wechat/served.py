"""One account as it is served: what it is made of, its receiver, its API, and what is uploaded for it."""

from dataclasses import dataclass

from connectors.kit.accounts import AccountKey
from connectors.kit.media import UploadedOnce
from connectors.kit.opening import Kit
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.wechat.account import WechatAccount
from connectors.wechat.translate import CHANNEL
from hub.ports import MediaStore


@dataclass(frozen=True, slots=True)
class Served:
    """An account and what works for it."""

    account: WechatAccount
    key: AccountKey
    receiver: Receiver
    api: WeixinApi
    uploaded: UploadedOnce


def serve_account(account: WechatAccount, kit: Kit, media: MediaStore) -> Served:
    """Puts together what one account needs; raises `SetupError` for a key that is none."""
    key = AccountKey(CHANNEL, account.name)
    return Served(
        account=account,
        key=key,
        receiver=receiver_of(account),
        api=api_of(account, kit),
        uploaded=UploadedOnce(kit, key, media),
    )


def api_of(account: WechatAccount, kit: Kit) -> WeixinApi:
    """The account's API; whoever opens it closes it."""
    return WeixinApi(kit, AccountKey(CHANNEL, account.name), account, account.secret.get_secret_value())


def receiver_of(account: WechatAccount) -> Receiver:
    """What an account's callbacks are verified with; raises `SetupError`."""
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.app_id)
    return Receiver(account.token.get_secret_value(), cipher, unsafe_plain=account.unsafe_plain_callbacks)
