"""Opens the kit for a connector: what needs the database and the data keys, put together once."""

from dataclasses import dataclass

from connectors.kit.accounts import AccountKey
from connectors.kit.store.tokens import TokenKey
from connectors.kit.tokens import Issue, TokenKeeper
from hub.ports import ChannelContext, Clock, Store
from hub.store.encrypted import DataKeys, read_data_keys


@dataclass(frozen=True, slots=True)
class Kit:
    """What a connector with accounts works with."""

    store: Store
    keys: DataKeys
    clock: Clock
    owner: str

    def token_keeper(self, key: AccountKey, kind: str, issue: Issue) -> TokenKeeper:
        """The keeper of one token of an account; a connector makes one of each kind and keeps it."""
        return TokenKeeper(
            TokenKey(key, kind),
            issue,
            store=self.store,
            keys=self.keys,
            clock=self.clock,
            owner=self.owner,
        )


def open_kit(context: ChannelContext) -> Kit:
    """The kit on the hub's database; raises `SetupError` without data keys."""
    settings = context.settings
    keys = read_data_keys(settings.data_keys.get_secret_value())
    return Kit(context.store, keys, context.clock, context.process)
