"""Where connectors tell that a person outside the house serves a customer, in the provider's own client."""

from typing import Protocol

from hub.ports.spine import Address


class Outside(Protocol):
    """Keeps in step with a provider by whose client the bank's people serve customers as well."""

    async def take_over(self, address: Address, *, by: str, key: str) -> bool:
        """A person outside has the customer: the bot is silent, and what the customer writes is kept.

        `by`: in which client, a channel's name; `key`: unique for the occasion. False, and nothing changed,
        where this was told before. Raises `StoreUnavailable`.
        """
        ...

    async def give_back(self, address: Address, *, key: str) -> bool:
        """They have ended it: the bot has the customer again, and is not asked what was said meanwhile.

        `key`: unique for the occasion. False where nobody outside had the customer.

        Raises `StoreUnavailable`.
        """
        ...

    async def serves(self, address: Address) -> bool:
        """Whether a person outside has the customer. Raises `StoreUnavailable`."""
        ...
