"""The root of the command `yuanqiao`, and how it ends: one sentence for what went wrong."""

import sys

import click

from hub.cli.conversations import dead_letters, replay, tasks, trail
from hub.cli.knowledge import kb
from hub.cli.processes import hub, migrate, run
from hub.cli.schema import schema
from hub.errors import YuanqiaoError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def yuanqiao() -> None:
    """Yuanqiao: a conversation hub for remote-banking centres."""


for command in (run, hub, migrate, trail, tasks, dead_letters, replay, kb, schema):
    yuanqiao.add_command(command)


def main() -> None:
    """Runs the command; exit code 3 for what the operator has to mend."""
    try:
        yuanqiao.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except YuanqiaoError as error:
        click.echo(f"yuanqiao: {error.detail}", err=True)
        sys.exit(3)
