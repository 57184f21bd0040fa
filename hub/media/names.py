"""Names of files as customers give them: shown to people, and trusted by nobody."""

import unicodedata
from pathlib import PurePosixPath

from hub.media.kinds import EXTENSIONS
from hub.messages.limits import NAME_LIMIT
from hub.messages.secrets import remove_secrets

_KNOWN = {f".{extension}" for extension in EXTENSIONS.values()} | {".jpeg", ".heic", ".mpeg"}
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
"""Unicode categories of characters that turn, hide or break a line."""


def clean_name(name: str, mime: str) -> str:
    """The last part of a path without secrets and unseen characters, with the ending of its true kind.

    Empty where nothing is left of it: whoever shows it has a word for the kind.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    # The ending is ours, so it is not searched for secrets with the rest.
    path = PurePosixPath(seen.strip(" ."))
    stem = path.stem if path.suffix.lower() in _KNOWN else path.name
    ending = f".{EXTENSIONS[mime]}"
    kept = remove_secrets(stem).text[: NAME_LIMIT - len(ending)].strip(" .")
    return kept + ending if kept else ""
