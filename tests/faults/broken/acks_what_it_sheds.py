"""Broken: once new chats are refused, messages are acknowledged and forgotten."""

from connectors.webchat.chat import Chat
from connectors.webchat.frames import SendFrame
from hub.ports import Wish
from tests.faults.broken import plant, run_hub

_take_in = Chat._take_in


async def take_in(self: Chat, frame: SendFrame) -> None:
    """Says yes to everybody."""
    if self._parts.context.admission.refuses(Wish.CHAT):
        self.session.put({"type": "ack", "id": frame.id, "conversation": 1, "seq": 1, "at": ""})
    else:
        await _take_in(self, frame)


CHANGES = ((Chat, "_take_in", take_in),)

if __name__ == "__main__":
    plant(*CHANGES)
    run_hub()
