"""The command `yuanqiao`."""

from yuanqiao.cli.main import main

__all__ = ["main"]
