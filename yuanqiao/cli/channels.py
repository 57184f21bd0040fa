"""Commands on the channels: which there are, and what one still needs."""

import asyncio
import sys
from pathlib import Path

import click

from hub.errors import BadInput
from hub.logs import configure_logging
from hub.settings import Settings
from hub.terminal.tables import print_table
from yuanqiao.channels import channel_folders, read_manifests
from yuanqiao.checklist import check_channel
from yuanqiao.menus import write_menu


@click.group()
def channels() -> None:
    """The channels: list them, and check what one still needs."""


@channels.command("list")
def list_command() -> None:
    """List the channels of this checkout."""
    print_table(["channel", "what it is"], [[each.name, each.title] for each in read_manifests()])


@channels.command("menu")
@click.argument("channel")
@click.argument("account")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def menu_command(channel: str, account: str, file: Path) -> None:
    """Write an account's menu at its provider, from a file (connectors/wechat/menu.example.yml)."""
    configure_logging("menu", "warning")
    asyncio.run(write_menu(Settings(), channel, account, file))
    click.echo(f"{channel} {account}: the menu is written; phones show it within five minutes")


@channels.command("check")
@click.argument("names", metavar="[CHANNEL]…", nargs=-1)
def check_command(names: tuple[str, ...]) -> None:
    """Run the checklist of docs/add-a-channel.md, on all without a name; exit code 1 where one fails."""
    folders = {folder.name: folder for folder in channel_folders()}
    unknown = [name for name in names if name not in folders]
    if unknown:
        raise BadInput(f"there is no channel {unknown[0]}: there are {', '.join(sorted(folders))}")
    failed = False
    for name in names or sorted(folders):
        found = check_channel(folders[name])
        failed |= not all(finding.met for finding in found)
        print_table(
            ["", "asked", "missing"],
            [["✓" if each.met else "✗", each.asked, each.missing] for each in found],
            title=name,
        )
    sys.exit(1 if failed else 0)
