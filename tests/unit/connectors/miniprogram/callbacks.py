"""A mini-program as `accounts.yml` makes one, for the tests of this folder."""

from typing import Any

from pydantic import SecretStr

from connectors.miniprogram.account import MiniProgramAccount

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"


def account(**more: Any) -> MiniProgramAccount:
    """Secrets are values here, and need no file."""
    values: dict[str, Any] = {
        "name": "mobile",
        "app_id": "wx5823bf96d3bd56c7",
        "secret": SecretStr("secret"),
        "token": SecretStr("token-of-the-tests"),
        "encoding_aes_key": SecretStr(KEY),
    }
    return MiniProgramAccount.model_construct(**(values | more))
