"""`yuanqiao evidence`: one file that shows what was said in a conversation, and why."""

import os
from pathlib import Path

import click

from hub.clock import SystemClock
from hub.errors import BadInput, SetupError
from hub.settings import Settings
from hub.terminal.database import with_database

BROKEN = 1

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def evidence() -> None:
    """Evidence of a conversation: pack it into one signed file, check such a file."""


@evidence.command("pack")
@click.argument("conversation", metavar="CONVERSATION")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file; it must not be there.")
@click.option("--recordings", type=EXISTING_FOLDER, help="A folder below which sealed recordings lie.")
def pack_command(conversation: str, out: Path, recordings: Path | None) -> None:
    """Pack CONVERSATION (its id, KEY.NUMBER): messages, articles, figures, routing, recordings, audit."""
    from video.recording.keys import read_private_key  # noqa: PLC0415
    from yuanqiao.evidence.packing import pack  # noqa: PLC0415
    from yuanqiao.evidence.reading import parse_conversation  # noqa: PLC0415

    settings = Settings()
    if not settings.evidence_key_file:
        raise SetupError("YUANQIAO_EVIDENCE_KEY_FILE is missing: it signs what is packed (docs/evidence.md)")
    key, place = read_private_key(Path(settings.evidence_key_file)), parse_conversation(conversation)
    if out.exists():
        raise click.UsageError(f"{out} is there already; it is not written over")
    made: bytes = with_database(
        lambda database: pack(
            database, SystemClock(), place, key, zone=settings.time_zone, recordings=recordings
        )
    )
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
    click.echo(f"{out}: {len(made)} bytes")


@evidence.command("verify")
@click.argument("file", type=EXISTING_FILE)
@click.option("--key", type=EXISTING_FILE, required=True, help="The public key in PEM.")
@click.pass_context
def verify_command(context: click.Context, file: Path, key: Path) -> None:
    """Check FILE with no database and no network; exit code 1 where it is not what was packed."""
    from video.recording.keys import read_public_key  # noqa: PLC0415
    from yuanqiao.evidence.verifying import verify  # noqa: PLC0415

    try:
        public = read_public_key(key.read_bytes())
    except BadInput as error:
        raise click.UsageError(error.detail) from error
    verdict = verify(file.read_bytes(), public)
    if verdict.manifest is not None:
        found = verdict.manifest
        click.echo(f"conversation {found.conversation} on {found.channel}, packed {found.packed_at}")
        for entry in found.entries:
            click.echo(f"{entry.rows:>6} {entry.name}")
    for each in verdict.broken:
        click.echo(f"broken: {each}")
    click.echo("This is NOT what was packed." if verdict.broken else "This is what was packed.")
    context.exit(BROKEN if verdict.broken else 0)
