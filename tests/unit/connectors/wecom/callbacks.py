"""An application, for the tests of this folder."""

from typing import Any

from pydantic import SecretStr

from connectors.wecom.account import WecomAccount


def account(**more: Any) -> WecomAccount:
    """An account as `accounts.yml` makes one; secrets are values here, and need no file."""
    values: dict[str, Any] = {
        "name": "staff",
        "corp_id": "ww00000000000a0001",
        "agent_id": 1,
        "secret": SecretStr("secret"),
        "token": SecretStr("token-of-the-tests"),
        "encoding_aes_key": SecretStr("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"),
    }
    return WecomAccount.model_construct(**(values | more))
