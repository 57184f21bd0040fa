"""Commands on the channels: which there are, and what one still needs."""

import asyncio
import json
import sys
from pathlib import Path

import click

from hub.errors import BadInput
from hub.logs import configure_logging
from hub.settings import Settings
from hub.terminal.progress import progress
from hub.terminal.tables import print_table
from yuanqiao.channels import channel_folders, read_manifests
from yuanqiao.checklist import check_channel
from yuanqiao.menus import write_menu
from yuanqiao.verifying import VerifiedCase, read_cases, to_report, totals, verify_files


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


@channels.command("verify")
@click.argument(
    "files", metavar="FILE…", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def verify_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Run recorded cases of providers through the connectors' own code; exit code 1 where one fails.

    What a file of cases has in it, and what the four results mean, stands in docs/verify.md.
    """
    configure_logging("verify", "error")
    with progress("cases", sum(len(read_cases(file)) for file in files)) as done:
        told = asyncio.run(verify_files(files, done))
    if as_json:
        click.echo(json.dumps(to_report(told), ensure_ascii=False, indent=1))
    else:
        _print_verdicts(told)
    sys.exit(1 if totals(told)["failed"] else 0)


def _print_verdicts(told: list[VerifiedCase]) -> None:
    """A table of each file, and what did not pass with its reason."""
    results = ("passed", "failed", "unsupported", "skipped")
    for file, kinds in to_report(told)["files"].items():
        rows = [[kind, *(len(found[result]) or "" for result in results)] for kind, found in kinds.items()]
        print_table(["kind", *results], rows, title=file)
    others = [each for each in told if each.verdict.reason]
    if others:
        print_table(
            ["", "case", "kind", "why"],
            [[each.verdict.result, each.id, each.kind, each.verdict.reason] for each in others],
            title="what did not pass",
        )
    click.echo(", ".join(f"{name} {count}" for name, count in totals(told).items()))
