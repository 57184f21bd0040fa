"""Which publish/subscribe the settings want."""

from hub.bus.memory import MemoryPubSub
from hub.bus.pubsub import PubSub


def open_pubsub(url: str) -> PubSub:
    """That of the Redis at the URL, or of this process's memory where it is empty; raises `SetupError`."""
    if not url:
        return MemoryPubSub()
    from hub.bus.redis import RedisPubSub  # noqa: PLC0415  (its import takes longer than all of this package)

    return RedisPubSub(url)
