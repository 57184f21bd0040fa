"""Sends letters: one sheet each, handed in at the loft."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from connectors.pigeon.account import PigeonAccount
from connectors.pigeon.translate import CHANNEL, to_words

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Answer, Hosts, NotSent
from hub.messages import Event, Message
from hub.ports import Address, Delivery, Outcome, Parts

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
            case Answer(status=200):
                return Delivery(Outcome.SENT, provider_id=str(result.json()["letter"]))
            case Answer(status=status) if status == NO_PIGEON:
                return Delivery(Outcome.RETRY, retry_after_s=1.0, code="no_pigeon")
            case Answer(status=status):
                return Delivery(Outcome.REJECTED, code=f"http_{status}")
            case NotSent():
                return Delivery(Outcome.RETRY, code="not_reached")
        return Delivery(Outcome.UNSURE, code="no_answer")

    async def show(self, address: Address, event: Event) -> None:
        """Pigeons show no sign of writing."""

    async def close(self) -> None:
        """Closes the connections to the lofts."""
        for client in self._clients.values():
            await client.close()
