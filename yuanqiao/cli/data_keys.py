"""`yuanqiao data-keys`: the keys of encrypted columns, and how one takes the place of another."""

import sys

import click

from hub.clock import SystemClock
from hub.settings import Settings
from hub.store.ciphers import AES, CIPHERS
from hub.terminal.database import with_database
from hub.terminal.tables import print_table

UNREADABLE = 1
"""The exit code where values stay as they are because no key here opens them."""


@click.group()
def data_keys() -> None:
    """Keys of encrypted columns: add one, use it, renew everything with it, retire the one before."""


@data_keys.command("list")
def list_command() -> None:
    """List the keys: which one writes, and how many values each still protects, where."""
    from yuanqiao.parts import part_modules  # noqa: PLC0415
    from yuanqiao.rotation import count_protected, key_ring, keys_of_hubs, where  # noqa: PLC0415

    part_modules()  # they bring the tables
    settings = Settings()
    ring = key_ring(settings)
    counted = with_database(lambda database: count_protected(settings, database))
    ciphers = {key_id: cipher.title for key_id, cipher in ring.opened.keys.items()}
    rows = []
    for key_id in (*ring.ids, *sorted(set(counted) - set(ring.ids))):
        use = "writes" if key_id == ring.ids[0] else "reads" if key_id in ciphers else "missing"
        places = counted.get(key_id, {})
        rows.append([key_id, ciphers.get(key_id, ""), use, sum(places.values()), where(places)])
    print_table(["key", "cipher", "use", "values", "where"], rows)
    hubs = with_database(lambda database: keys_of_hubs(database, SystemClock()))
    for name, ids in sorted(hubs.items()):
        if ids != ring.ids:
            click.echo(f"{name} has {', '.join(ids) or 'none'}: it is to be started anew")


@data_keys.command("add")
@click.argument("key_id", metavar="KEY")
@click.option(
    "--cipher", type=click.Choice(sorted(CIPHERS)), default=AES, show_default=True, help="sm4: 国密 SM4-GCM."
)
def add_command(key_id: str, cipher: str) -> None:
    """Add a fresh key, with which every process reads from its next start on, and none writes yet."""
    from yuanqiao.rotation import do_add  # noqa: PLC0415

    settings = Settings()
    part = with_database(lambda database: do_add(settings, database, SystemClock(), key_id, cipher))
    if part is None:
        click.echo(f"{key_id} is added; start the house anew, then `yuanqiao data-keys use {key_id}`")
    else:
        click.echo(part)
        click.echo("It is shown once: put it last in YUANQIAO_DATA_KEYS of every process.", err=True)


@data_keys.command("use")
@click.argument("key_id", metavar="KEY")
def use_command(key_id: str) -> None:
    """Have every process write with KEY from its next start on."""
    from yuanqiao.rotation import do_use  # noqa: PLC0415

    settings = Settings()
    if with_database(lambda database: do_use(settings, database, SystemClock(), key_id)):
        click.echo(f"{key_id} writes from the next start on; then `yuanqiao data-keys renew`")
    else:
        click.echo(f"put {key_id} first in YUANQIAO_DATA_KEYS of every process, and start them anew")


@data_keys.command("renew")
def renew_command() -> None:
    """Seal everything anew with the key that writes, while the house runs; it can be stopped and goes on."""
    from hub.store.renewal import protected, renew  # noqa: PLC0415
    from hub.terminal.progress import progress  # noqa: PLC0415
    from yuanqiao.parts import part_modules  # noqa: PLC0415
    from yuanqiao.rotation import key_ring, note_renewed  # noqa: PLC0415

    part_modules()
    settings = Settings()
    keys = key_ring(settings).opened
    counted = with_database(protected)
    older = sum(sum(places.values()) for key_id, places in counted.items() if key_id != keys.first)
    with progress(f"sealing with {keys.first}", older) as step:

        def done(count: int) -> None:
            for _ in range(count):
                step()

        told = with_database(lambda database: renew(database, keys, done))
    with_database(lambda database: note_renewed(database, SystemClock(), keys.first, told.renewed))
    click.echo(f"{told.renewed} values are sealed anew with {keys.first}")
    for place, number in sorted(told.unreadable.items()):
        click.echo(f"{place}: {number} values cannot be read with these keys, and stay as they are", err=True)
    if told.unreadable:
        sys.exit(UNREADABLE)


@data_keys.command("retire")
@click.argument("key_id", metavar="KEY")
def retire_command(key_id: str) -> None:
    """Take KEY away, if nothing needs it any more."""
    from yuanqiao.parts import part_modules  # noqa: PLC0415
    from yuanqiao.rotation import do_retire  # noqa: PLC0415

    part_modules()
    settings = Settings()
    if with_database(lambda database: do_retire(settings, database, SystemClock(), key_id)):
        click.echo(f"{key_id} is retired: backups that were made until now still need it")
    else:
        click.echo(f"nothing needs {key_id}: take it out of YUANQIAO_DATA_KEYS of every process.")
        click.echo("Keep it at another place for as long as backups that were made until now.")
