"""An account, and callbacks as WeChat signs and encrypts them, for the tests of this folder."""

from typing import Any

from pydantic import SecretStr

from connectors.kit.weixin.cipher import MessageCipher, signature_of
from connectors.kit.weixin.xml import write_xml
from connectors.wechat.account import WechatAccount

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
TOKEN = "token-of-the-tests"


def account(**more: Any) -> WechatAccount:
    """An account as `accounts.yml` makes one; secrets are values here, and need no file."""
    values: dict[str, Any] = {
        "name": "retail",
        "app_id": "wx5823bf96d3bd56c7",
        "secret": SecretStr("secret"),
        "token": SecretStr(TOKEN),
        "encoding_aes_key": SecretStr(KEY),
    }
    return WechatAccount.model_construct(**(values | more))


def sealed(xml: bytes, at: int, nonce: str = "1372623149") -> tuple[dict[str, str], bytes]:
    """The query and the body of a callback that says this."""
    encrypted = MessageCipher(KEY, "wx5823bf96d3bd56c7").encrypt(xml)
    query = {"timestamp": str(at), "nonce": nonce, "signature": signature_of(TOKEN, str(at), nonce)}
    query |= {"encrypt_type": "aes", "msg_signature": signature_of(TOKEN, str(at), nonce, encrypted)}
    return query, write_xml({"ToUserName": "gh_1", "Encrypt": encrypted})
