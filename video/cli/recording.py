"""`yuanqiao recording`: keys for the seal, and the check of a sealed recording."""

import os
from pathlib import Path

import click

from hub.errors import BadInput
from video.recording.files import FolderFiles
from video.recording.keys import new_key_pair, read_public_key
from video.recording.verify import verify as verify_files

INCOMPLETE, BROKEN = 3, 1

EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def recording() -> None:
    """Sealed recordings: make keys, check one."""


@recording.command()
@click.argument("folder", type=EXISTING_FOLDER)
@click.option("--key", type=EXISTING_FILE, required=True, help="The public key in PEM, from outside FOLDER.")
@click.pass_context
def verify(context: click.Context, folder: Path, key: Path) -> None:
    """Check the sealed recording in FOLDER, with no database and no network.

    Ends with 0 where it is what was sealed and whole, 3 where it is what was sealed and something is missing
    in it, 1 where it is not what was sealed.
    """
    if key.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(
            "a key that lies beside what it is to prove proves nothing: take it from elsewhere"
        )
    try:
        public = read_public_key(key.read_bytes())
    except BadInput as error:
        raise click.UsageError(error.detail) from error
    verdict = verify_files(FolderFiles(folder), public)
    if verdict.manifest is not None:
        found = verdict.manifest
        click.echo(f"recording {found.recording} of call {found.call}, {found.began_at} to {found.ended_at}")
        click.echo(f"operator {found.operator}, script {found.script.script} version {found.script.version}")
    for line in verdict.broken:
        click.echo(f"broken: {line}")
    for line in verdict.incomplete:
        click.echo(f"incomplete: {line}")
    if verdict.broken:
        click.echo("This is NOT what was sealed.")
        context.exit(BROKEN)
    click.echo("This is what was sealed." + (" It is not complete." if verdict.incomplete else ""))
    context.exit(INCOMPLETE if verdict.incomplete else 0)


@recording.command("new-key")
@click.argument("private", type=click.Path(path_type=Path))
@click.argument("public", type=click.Path(path_type=Path))
def new_key(private: Path, public: Path) -> None:
    """Make a key pair for sealing: PRIVATE for the house, PUBLIC for whoever checks recordings."""
    pems = new_key_pair()
    try:
        for path, pem, mode in zip((private, public), pems, (0o600, 0o644), strict=True):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(pem)
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename} is there already; it is not written over") from error
