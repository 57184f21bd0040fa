"""The command `yuanqiao`."""

from hub.cli.main import main

__all__ = ["main"]
