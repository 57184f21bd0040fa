"""Builds of the hub that are broken on purpose, one way each: the checks must find every one of them.

They change the hub from outside, while it is being started; production code knows nothing of them.
"""

from tests.faults.launch import launch


def run_hub() -> None:
    """Starts the hub as it stands in this process now."""
    launch("hub")
