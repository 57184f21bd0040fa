"""The bank's accounts at channels: the file `accounts.yml`, secrets by reference, mistakes by line."""

from hub.accounts.model import NAME, Account, Secret

__all__ = ["NAME", "Account", "Secret"]
