"""The registry of processes (membership by heartbeats): who lives, and what the dead held is freed."""

from hub.registry.registry import Registry
from hub.registry.this_process import register_as

__all__ = ["Registry", "register_as"]
