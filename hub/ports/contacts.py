"""By what a person is known on more than one channel: what connectors may tell of it."""

from typing import Protocol

from hub.ports.spine import Address


class Contacts(Protocol):
    """Joins the identities of one person."""

    async def learn_union_id(self, address: Address, realm: str, union_id: str) -> None:
        """WeChat says that this identity is the person with this id on an open platform (`realm`)."""
        ...

    async def learn_source(self, address: Address, source: str) -> None:
        """The customer came by this way (a code's scene, a campaign); the last counts.

        What is no name of a way is let pass.
        """
        ...

    async def sign_in(self, address: Address, login: str) -> None:
        """The customer comes with a login that the bank signed.

        Raises `BadSignature`, `Conflict` (used before), `NotFound` (the bank signs none here).
        """
        ...
