"""Which kinds of file are taken, told from their first bytes.

No name and no declared type counts. The list is closed and short, and pictures and PDF files are read whole
behind it, so a signature only chooses the reader. (Libraries for this know hundreds of kinds, and answer with
several guesses or with a guess from a few bytes: each kind more is one more to be mistaken for.)
"""

import re
from enum import StrEnum

HEAD_BYTES = 64
"""So many bytes tell the kind."""


class Family(StrEnum):
    """Who reads a kind."""

    PICTURE = "picture"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"


FAMILIES = {
    "image/jpeg": Family.PICTURE,
    "image/png": Family.PICTURE,
    "image/webp": Family.PICTURE,
    "image/gif": Family.PICTURE,
    "application/pdf": Family.DOCUMENT,
    "audio/amr": Family.VOICE,
    "audio/silk": Family.VOICE,
    "audio/mpeg": Family.VOICE,
    "audio/wav": Family.VOICE,
    "audio/mp4": Family.VOICE,
    "video/mp4": Family.VIDEO,
}
"""Every kind that is taken anywhere, and its reader."""

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "audio/amr": "amr",
    "audio/silk": "silk",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
}
"""What the name of a file of each kind ends with."""

_SIGNATURES = (
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "image/png"),
    (rb"RIFF....WEBP", "image/webp"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"%PDF-[12]\.\d", "application/pdf"),
    (rb"#!AMR\n|#!AMR-WB\n", "audio/amr"),
    (rb"\x02?#!SILK_V3", "audio/silk"),  # WeChat puts a byte 2 in front
    (rb"ID3[\x02-\x04]|\xff[\xfa\xfb\xf2\xf3\xe2\xe3]", "audio/mpeg"),
    (rb"RIFF....WAVE", "audio/wav"),
    (rb"....ftypM4[AB] ", "audio/mp4"),
    (rb"....ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|3gp[4-7])", "video/mp4"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in _SIGNATURES)


def kind_of(head: bytes) -> str | None:
    """The MIME type that the first bytes of a file begin; None for every kind that is not taken."""
    return next((kind for pattern, kind in _COMPILED if pattern.match(head)), None)
