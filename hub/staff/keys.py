"""Keys by which the bank's own programs ask what staff can ask; a part keeps them."""

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import NotSignedIn
from hub.staff.current import CurrentStaff

PREFIX = "yqk_"
"""How every key begins, so that a scanner of repositories finds one that was left lying about."""


class ApiKeys(Protocol):
    """Who has a key."""

    async def current(self, connection: AsyncConnection, key: str, *, lock: bool) -> CurrentStaff:
        """The key's account, with those of its rights that the key is for; raises `NotSignedIn`.

        `session` is the key's id. `lock`: the key does not end before the transaction does.
        """
        ...


class KeyRing:
    """The keys of the house, once a part has them."""

    def __init__(self) -> None:
        self._keys: ApiKeys | None = None

    def use(self, keys: ApiKeys) -> None:
        """Asks these from now on."""
        self._keys = keys

    async def current(self, connection: AsyncConnection, key: str, *, lock: bool) -> CurrentStaff:
        """As `ApiKeys.current`."""
        if self._keys is None:
            raise NotSignedIn("no keys are known here")
        return await self._keys.current(connection, key, lock=lock)
