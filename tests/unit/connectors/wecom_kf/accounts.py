"""An account, for the tests of this folder."""

from typing import Any

from pydantic import SecretStr

from connectors.wecom_kf.account import WecomKfAccount

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
OPEN_KFID = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"


def account(**more: Any) -> WecomKfAccount:
    """An account as `accounts.yml` makes one; secrets are values here, and need no file."""
    values: dict[str, Any] = {
        "name": "retail",
        "corp_id": "ww5823bf96d3bd56c7",
        "open_kfid": OPEN_KFID,
        "secret": SecretStr("secret"),
        "token": SecretStr("token-of-the-tests"),
        "encoding_aes_key": SecretStr(KEY),
        "scenes": {},
        "served": "",
        "ended": "",
    }
    return WecomKfAccount.model_construct(**(values | more))
