"""Sends letters: one sheet each, handed in at the loft."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from connectors.pigeon.account import PigeonAccount
from connectors.pigeon.translate import CHANNEL, to_words

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, NotSent, ProviderResponse
from hub.messages import Event, Message
from hub.ports import Address, Delivery, Parts, SendOutcome

NO_PIGEON = 429


class PigeonSender:
    """Implements `hub.ports.Sender`."""

    def __init__(self, accounts: Mapping[str, PigeonAccount]) -> None:
        self._accounts = accounts
        self._clients = {
            name: AccountClient(
                AccountKey(CHANNEL, name), Hosts(frozenset(), frozenset({urlsplit(each.loft).netloc}))
            )
            for name, each in accounts.items()
        }

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Hands a letter in; a loft that has it and did not say so is not asked twice."""
        letter = {"to": address.external_id, "words": to_words(message)}
        result = await self._clients[address.account].ask(
            "POST", f"{self._accounts[address.account].loft}/letters", json=letter
        )
        match result:
            case ProviderResponse(status=200):
                return Delivery(SendOutcome.SENT, provider_id=str(result.json()["letter"]))
            case ProviderResponse(status=status) if status == NO_PIGEON:
                return Delivery(SendOutcome.RETRY, retry_after_s=1.0, code="no_pigeon")
            case ProviderResponse(status=status):
                return Delivery(SendOutcome.REJECTED, code=f"http_{status}")
            case NotSent():
                return Delivery(SendOutcome.RETRY, code="not_reached")
        return Delivery(SendOutcome.UNSURE, code="no_answer")

    async def show(self, address: Address, event: Event) -> None:
        """Pigeons show no sign of writing."""

    async def close(self) -> None:
        """Closes the connections to the lofts."""
        for client in self._clients.values():
            await client.close()
