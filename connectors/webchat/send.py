"""Sends to the web chat: into every open socket of the visitor; who is away reads it on return."""

from connectors.webchat.sessions import Sessions
from connectors.webchat.translate import Addressing, event_frame, message_frame
from hub.messages import Event, Message
from hub.ports import Address, Delivery, Outcome


class WebchatSender:
    """Implements `hub.ports.Sender`.

    The stored conversation is the channel: a message counts as sent once it can be fetched, and as
    delivered once a client says so. Sending twice is harmless: clients drop a repeated number.
    """

    def __init__(self, sessions: Sessions, addressing: Addressing) -> None:
        self._sessions = sessions
        self._addressing = addressing

    async def send(self, address: Address, message: Message) -> Delivery:
        """Puts the message into the visitor's open sockets."""
        for session in self._sessions.of(message.identity):
            session.put_live(message_frame(message, self._addressing))
        return Delivery(Outcome.SENT)

    async def show(self, address: Address, event: Event) -> None:
        """Shows a passing event in the visitor's open sockets."""
        for session in self._sessions.of(event.identity):
            session.put_live(event_frame(event))
