"""One application as it is served."""

from connectors.kit.accounts import AccountKey
from connectors.kit.opening import Kit
from connectors.kit.weixin.access import corp_token
from connectors.kit.weixin.api import WeixinApi
from connectors.kit.weixin.callbacks import Receiver
from connectors.kit.weixin.cipher import MessageCipher
from connectors.kit.weixin.errors import WECOM
from connectors.kit.weixin.served import ServedWeixin
from connectors.kit.weixin.served import serve_account as serve
from connectors.wecom.account import WecomAccount
from connectors.wecom.translate import CHANNEL
from hub.ports import MediaStore

Served = ServedWeixin[WecomAccount]
"""An application and what works for it."""


def serve_account(account: WecomAccount, kit: Kit, media: MediaStore) -> Served:
    """Puts together what one application needs; raises `SetupError` for a key that is none."""
    key = AccountKey(CHANNEL, account.name)
    return serve(account, kit, key, media, receiver_of(account), api_of(account, kit))


def api_of(account: WecomAccount, kit: Kit) -> WeixinApi:
    """The application's API; whoever opens it closes it."""
    tokens = corp_token(account.corp_id, account.secret.get_secret_value())
    return WeixinApi(kit, AccountKey(CHANNEL, account.name), account.api, tokens, WECOM)


def receiver_of(account: WecomAccount) -> Receiver:
    """What callbacks are verified with: they are meant for the corporation; raises `SetupError`."""
    cipher = MessageCipher(account.encoding_aes_key.get_secret_value(), account.corp_id)
    return Receiver(account.token.get_secret_value(), cipher, addressed_to=account.corp_id)
