"""The bank's accounts at channels: the file `accounts.yml`, secrets by reference, mistakes by line."""

from hub.accounts.load import Accounts, read_accounts
from hub.accounts.model import NAME, Account, Secret

__all__ = ["NAME", "Account", "Accounts", "Secret", "read_accounts"]
