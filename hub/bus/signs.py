"""Passing signs of customers: that somebody types. They are kept for nobody, and may get lost."""

from collections.abc import Callable

from hub.ports import Subscriber

KEY = "typing"


class Signs:
    """Tells the listeners of this process and of the others which identity types."""

    def __init__(self, subscriber: Subscriber) -> None:
        self._subscriber = subscriber
        self._listeners: list[Callable[[str], None]] = []
        subscriber.subscribe(KEY)

    def listen(self, heard: Callable[[str], None]) -> None:
        """Has somebody told of each sign; they must be quick."""
        self._listeners.append(heard)

    def tell(self, identity: str) -> None:
        """Somebody types."""
        self._tell_here(identity)
        if not self._subscriber.alone:
            self._subscriber.publish(KEY, identity)

    async def run(self) -> None:
        """Hears the other processes, until cancelled."""
        while True:
            heard = await self._subscriber.next()
            if heard.key == KEY and heard.payload:
                self._tell_here(heard.payload)

    def _tell_here(self, identity: str) -> None:
        for each in self._listeners:
            each(identity)
