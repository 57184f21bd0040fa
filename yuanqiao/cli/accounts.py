"""The command `yuanqiao accounts`: what stands in `accounts.yml`, without its secrets."""

import click
from pydantic import SecretStr

from hub.settings import Settings
from hub.terminal.tables import print_table
from yuanqiao.channels import read_channel_accounts, read_manifests


@click.group()
def accounts() -> None:
    """The bank's accounts at channels."""


@accounts.command()
def check() -> None:
    """Read the file as a hub would at its start, secrets included, and show the accounts without them."""
    found = read_channel_accounts(Settings(), read_manifests())
    rows = [
        (channel, account.name, _fields(account.model_dump(exclude={"name"})))
        for channel, listed in sorted(found.items())
        for account in listed
    ]
    print_table(("channel", "account", "fields"), rows)


def _fields(values: dict[str, object]) -> str:
    return ", ".join(f"{name}={_shown(value)}" for name, value in values.items())


def _shown(value: object) -> str:
    return "(secret, read)" if isinstance(value, SecretStr) else str(value)
