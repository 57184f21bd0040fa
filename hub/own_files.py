"""What is written is the owner's alone, whatever the umask was: conversations, secrets, indexes, logs.

Servers with a user of their own (PostgreSQL, Elasticsearch) therefore keep their data elsewhere: they could
not get through the folder.
"""

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
"""The rights of the group and of everybody else."""


def write_for_owner_alone() -> None:
    """Has this process, and those that it starts, write 0700 folders and 0600 files from now on."""
    os.umask(OTHERS)


def mend(folder: Path) -> int:
    """Makes a folder and all in it the owner's alone, as earlier versions did not; gives how many changed.

    Links are not followed, and what belongs to somebody else is left as it is.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    changed = int(_close(folder))
    for parent, folders, files in os.walk(folder):
        changed += sum(_close(Path(parent, name)) for name in (*folders, *files))
    return changed


def _close(path: Path) -> bool:
    try:
        seen = path.lstat()
        open_to_others = seen.st_mode & OTHERS
        if not open_to_others or stat.S_ISLNK(seen.st_mode) or seen.st_uid != os.geteuid():
            return False
        path.chmod(stat.S_IMODE(seen.st_mode) & ~OTHERS)
    except FileNotFoundError:
        return False  # another process has removed it meanwhile
    return True
