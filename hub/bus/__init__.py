"""What the processes and parts of the house tell each other in passing; nothing here is the only copy.

`wake_ups`: that there is work, inside one process. `pubsub`: publish and subscribe by key between processes,
in memory (`memory`) or over Redis (`redis`). `hints`: wake-ups that reach other processes.
"""

from hub.bus.wake_ups import Bus, Topic

__all__ = ["Bus", "Topic"]
