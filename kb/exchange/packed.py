"""Office files are packed folders of XML: looked into, within bounds, before a library opens them."""

import io
import re
import zipfile
import zlib

from hub.errors import BadInput

MOST_BYTES = 30_000_000
"""Of all that is packed in the file."""

_MACROS = re.compile(r"vba(?:project|data)|macrosheets|activex", re.IGNORECASE)
_EXTERNAL = re.compile(
    rb"<(?:\w+:)?Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE
)
_LINKS = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


def check_packed(data: bytes, what: str, *, most_members: int) -> None:
    """Raises `BadInput` for no packed file, one too large, with macros, entities or what would be fetched."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            if len(members) > most_members or sum(each.file_size for each in members) > MOST_BYTES:
                raise BadInput(f"the {what} is too large")
            for each in members:
                _check_member(packed, each, what)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise BadInput(f"the file is no {what}") from None


def _check_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, what: str) -> None:
    if _MACROS.search(member.filename):
        raise BadInput(f"the {what} holds macros, which are not taken: save it without them")
    with packed.open(member) as opened:
        head = opened.read(4096)
        # In UTF-16 the sign stands between zeros.
        if b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
            raise BadInput(f"the {what} holds a document type, which none needs")
        if member.filename.lower().endswith(".rels"):
            _check_relations(head + opened.read(), what)


def _check_relations(data: bytes, what: str) -> None:
    """Links are for readers; anything else that lies elsewhere would be fetched by whoever opens the file."""
    plain = data.replace(b"\0", b"")
    if any(not _LINKS.search(found[0]) for found in _EXTERNAL.finditer(plain)):
        raise BadInput(f"the {what} fetches something from elsewhere (a template, a picture): take that out")
