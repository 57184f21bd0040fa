"""Which account of which channel something belongs to, and a connector's own accounts."""

from typing import NamedTuple, TypeVar

from hub.accounts import Account
from hub.ports import ChannelContext

Own = TypeVar("Own", bound=Account)


class AccountKey(NamedTuple):
    """An account by its channel and its name in `accounts.yml`."""

    channel: str
    account: str


def accounts_of(context: ChannelContext, model: type[Own]) -> tuple[Own, ...]:
    """The accounts that a connector was given, as its own model; raises `TypeError` for any other."""
    for account in context.accounts:
        if not isinstance(account, model):
            raise TypeError(f"the manifest names another model than {model.__name__}")
    return tuple(account for account in context.accounts if isinstance(account, model))
