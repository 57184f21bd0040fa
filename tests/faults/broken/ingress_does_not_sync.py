"""Broken: the ingress tells the provider that it has a call which the disk does not have yet."""

import os

from tests.faults.launch import launch

if __name__ == "__main__":
    os.fdatasync = os.fsync = lambda file: None  # type: ignore[assignment]
    launch("ingress")
