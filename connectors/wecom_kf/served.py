"""One account as it is served: what it is made of, its receiver, its API, and what is uploaded for it."""

from dataclasses import dataclass

from connectors.kit.accounts import AccountKey
from connectors.kit.media import UploadedOnce
from connectors.kit.opening import Kit
from connectors.kit.weixin.access import corp_token
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.wecom_kf.account import WecomKfAccount
from connectors.wecom_kf.errors import KF
from connectors.wecom_kf.translate import CHANNEL
from hub.ports import Address, MediaStore


@dataclass(frozen=True, slots=True)
class ServedKf:
    """An account and what works for it."""

    account: WecomKfAccount
    key: AccountKey
    receiver: Receiver
    api: WeixinApi
    uploaded: UploadedOnce

    def address(self, customer: str) -> Address:
        """Where a customer of the account lives."""
        return Address(CHANNEL, self.account.name, customer)


def serve_account(account: WecomKfAccount, kit: Kit, media: MediaStore) -> ServedKf:
    """Puts together what one account needs; raises `SetupError` for a key that is none."""
    key = AccountKey(CHANNEL, account.name)
    tokens = corp_token(account.corp_id, account.secret.get_secret_value())
    return ServedKf(
        account=account,
        key=key,
        receiver=receiver_of(account),
        api=WeixinApi(kit, key, account.api, tokens, KF),
        uploaded=UploadedOnce(kit, key, media),
    )


def receiver_of(account: WecomKfAccount) -> Receiver:
    """What an account's callbacks are verified with; raises `SetupError`."""
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.corp_id)
    return Receiver(account.token.get_secret_value(), cipher, addressed_to=account.corp_id)
