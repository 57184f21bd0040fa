"""Sends to the web chat: into every open socket of the visitor; who is away reads it on return."""

from connectors.webchat.fanout import Fanout
from connectors.webchat.translate import Addressing, event_frame, message_frame
from hub.messages import Event, Message
from hub.ports import Address, Delivery, Parts, SendOutcome


class WebchatSender:
    """Implements `hub.ports.Sender`.

    The stored conversation is the channel: a message counts as sent once it can be fetched, and as
    delivered once a client says so. Sending twice is harmless: clients drop a repeated number.
    """

    def __init__(self, fanout: Fanout, addressing: Addressing) -> None:
        self._fanout = fanout
        self._addressing = addressing

    async def send(self, address: Address, message: Message, parts: Parts) -> Delivery:
        """Puts the message into the visitor's open sockets."""
        self._fanout.show(message.identity, message_frame(message, self._addressing))
        return Delivery(SendOutcome.SENT)

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event in the visitor's open sockets."""
        self._fanout.show(event.identity, event_frame(event))
