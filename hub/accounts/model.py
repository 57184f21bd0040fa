"""What an account of a channel is: a connector's own model begins with `Account`."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from hub.accounts.references import resolve

NAME = r"^[a-z0-9_-]{1,64}$"

Secret = Annotated[SecretStr, BeforeValidator(resolve)]
"""A field whose value stands elsewhere: the file says `env:NAME` or `file:PATH`, the value is read at start.

Its `repr` shows stars; `get_secret_value()` is for the call that needs it.
"""


class Account(BaseModel):
    """One account of a channel. `most`: how many of them the channel can serve; None where it does not care.

    The name is part of who a customer is (identities are kept by channel, account and the customer's id
    there): who renames an account meets all its customers as strangers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    most: ClassVar[int | None] = None

    name: str = Field(pattern=NAME)
