"""Where the state of the house lies beside its database, and under which name a backup keeps it."""

from collections.abc import Iterator
from pathlib import Path

from hub.settings import Settings


def kept_folders(settings: Settings) -> dict[str, Path]:
    """The folders that a backup holds, by their names in it, in the order in which they are copied.

    What the ingress has acknowledged comes before the database, since it moves there; what rows speak of
    comes behind it, since it is on disk before its row is.
    """
    return {
        "ingress": settings.ingress_folder,
        "media": settings.media_folder,
        "recordings": settings.video_folder,
    }


BEFORE_DATABASE = ("ingress",)


def files_of(folder: Path) -> Iterator[Path]:
    """Regular files below a folder, in order; none where there is no folder. Links are not followed."""
    if folder.is_dir():
        yield from (each for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink())
