"""The root of the command `yuanqiao`, and how it ends: one sentence for what went wrong."""

import gc
import importlib
import os
import sys
from typing import cast

import click

from hub.errors import YuanqiaoError
from hub.own_files import write_for_owner_alone
from yuanqiao.parts import terminal_commands

COMMANDS = {
    "run": "yuanqiao.cli.processes:run",
    "hub": "yuanqiao.cli.processes:hub",
    "ingress": "yuanqiao.cli.processes:ingress",
    "prepare": "yuanqiao.cli.processes:prepare",
    "migrate": "yuanqiao.cli.processes:migrate",
    "backup": "yuanqiao.cli.backup:backup",
    "trail": "yuanqiao.cli.conversations:trail",
    "dead-letters": "yuanqiao.cli.conversations:dead_letters",
    "replay": "yuanqiao.cli.conversations:replay",
    "redeliver": "yuanqiao.cli.conversations:redeliver",
    "accounts": "yuanqiao.cli.accounts:accounts",
    "ask": "yuanqiao.asking.command:ask",
    "channels": "yuanqiao.cli.channels:channels",
    "data-keys": "yuanqiao.cli.data_keys:data_keys",
    "staff": "yuanqiao.cli.staff:staff",
    "audit": "yuanqiao.cli.staff:audit",
    "evidence": "yuanqiao.cli.evidence:evidence",
    "schema": "yuanqiao.cli.schema:schema",
    "nlu": "yuanqiao.cli.nlu:nlu",
}
"""Those of the house as a whole; each part adds its own."""

MADE_BEFORE_A_ROUND = 50_000
"""Objects more than were freed, before garbage is looked for; Python's own choice is 700."""


class LazyGroup(click.Group):
    """Imports a command when it is asked for: several processes start here, each wants its own part."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands: the house's own, then the parts'."""
        return [*COMMANDS, *terminal_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        place = COMMANDS.get(cmd_name) or terminal_commands().get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def yuanqiao() -> None:
    """Yuanqiao: a conversation hub for remote-banking centres."""


def keep_to_one_core() -> None:
    """Call it before the first import of NumPy, which reads this then; processes started here inherit it.

    One message's sums are small: threads of OpenBLAS that wait for the next ones spin meanwhile, in hub,
    bot and actions together for as long as all of them work.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def main() -> None:
    """Runs the command; exit code 3 for what the operator has to mend."""
    keep_to_one_core()
    # A process is its modules first, and looking for garbage among them was a fifth of a hub's start.
    gc.set_threshold(MADE_BEFORE_A_ROUND)
    write_for_owner_alone()
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
