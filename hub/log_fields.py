"""Defines what a log line may say: named fields only, without secrets, personal data or raw control signs.

What customers write is on no list, so it is logged nowhere by accident; of a field that nobody listed
only the length is told. A new field is added to `FIELDS` together with the line that uses it.
"""

import math
import re
import traceback
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import islice
from pathlib import PurePath
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from hub.errors import YuanqiaoError
from hub.messages.secrets import remove_secrets
from hub.privacy import mask

OWN_FIELDS = frozenset(("time", "level", "logger", "process", "event"))
ID_FIELDS = frozenset(("correlation_id", "conversation", "identity", "message", "owner", "hash"))
FIELDS = (
    OWN_FIELDS
    | ID_FIELDS
    | frozenset(
        """
        account action ask asks at attempt attempts backend base best_article_id best_score bytes cause
        channel child code colour confidence count deadline_s detail duration_ms epoch error exception
        exit_code failures function hop host intent kind kinds lag_s late lease left limit method mode
        outcome pid place port previous queue ready reason retry_after_s revision route score
        seconds seq signal size state status table task timings_ms total tries turn turns type
        version waited_s why worker
        """.split()  # noqa: SIM905  (a list of words reads best as words)
    )
)
"""Names whose values are written (masked); `conversation`, `turn`, … are bound by the hub itself."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
EVENT = re.compile(r"[a-z_]{1,40}(?:\.[a-z_]{1,40}){1,4}")
"""`part.what_happened`; anything else could be a sentence that quotes somebody."""

ID = re.compile(
    r"(?=[0-9-]*[a-f])(?:[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{64}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.[0-9]{1,9}){0,2}"
)
"""Our own random ids and hashes: never masked, or a trail would break where one looks like a number."""

TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
"""A time as our own log set-up writes it."""

WORD = re.compile(r"[A-Za-z_.:/-]{0,40}[0-9]{0,3}")
"""Names, states and codes, which come again in every line and hold no secret: cleaned once and remembered."""

PLAIN_NUMBER = 10_000
"""Numbers below it, on either side of zero, are too short to be anybody's."""

LONGEST = 500
READ = 2000
"""Characters of a value that are written, and that are looked at."""

MOST_ITEMS = 50
DEEPEST = 5

PLAIN_ERRORS = (OSError, ImportError, AttributeError, NameError, TypeError, RuntimeError)
"""Errors whose text comes from the interpreter or the system; others may quote what a customer wrote."""


def clean_fields(fields: Mapping[str, Any], *, everything: bool = False) -> dict[str, Any]:
    """The fields that may be written; of others the length alone, unless `everything` (level debug)."""
    result: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in FIELDS and not (isinstance(name, str) and NAME.fullmatch(name)):
            result["misnamed_fields"] = result.get("misnamed_fields", 0) + 1
        elif isinstance(value, str) and _is_ours(name, value):
            result[name] = value
        elif name == "event" and not everything:
            result |= _event(value)
        elif name in FIELDS or everything:
            result[name] = clean_value(value)
        else:
            result[f"{name}_length"] = _length(value)
    return result


def clean_value(value: Any, depth: int = 0) -> Any:
    """A value that JSON can hold: strings masked and made harmless, unknown objects by their type alone."""
    result: Any
    match value:
        case str():
            result = clean_text(value)
        case Enum():
            result = clean_value(value.value, depth)
        case None | bool():
            result = value
        case int() | float():
            result = _number(value)
        case BaseException():
            result = describe_error(value)
        case date() | PurePath():
            result = clean_text(str(value))
        case dict() | list() | tuple() | set() | frozenset() if depth < DEEPEST:
            result = _container(value, depth + 1)
        case _:
            result = f"<{clean_text(type(value).__qualname__)}>"
    return result


def _container(value: dict[Any, Any] | Iterable[Any], depth: int) -> Any:
    if isinstance(value, dict):
        pairs = islice(value.items(), MOST_ITEMS)
        return {str(clean_value(key, depth)): clean_value(each, depth) for key, each in pairs}
    return [clean_value(each, depth) for each in islice(value, MOST_ITEMS)]


def clean_text(text: str) -> str:
    """The text without secrets, personal data, control and format characters, cut to `LONGEST`."""
    return _clean_word(text) if WORD.fullmatch(text) else _clean(text)


def _clean(text: str) -> str:
    # A cut may halve a number, and a half is not recognised: what stands near the cut goes too.
    seen = text if len(text) <= READ else text[: READ - 100]
    safe = mask(remove_secrets(seen).text)
    shown = safe if len(safe) <= LONGEST and seen == text else f"{safe[:LONGEST]}…"
    return "".join(_visible(char) for char in shown)


_clean_word = lru_cache(maxsize=1 << 10)(_clean)


def describe_error(error: BaseException) -> dict[str, Any]:
    """An exception as fields: type, place in the code, causes; no local variables, no source lines.

    The text is told only where it cannot quote a customer; of the others its length is.
    """
    frames = traceback.extract_tb(error.__traceback__)
    result: dict[str, Any] = _kind_and_text(error)
    result["frames"] = [f"{PurePath(f.filename).name}:{f.lineno} {f.name}" for f in frames[-20:]]
    if isinstance(error, BaseExceptionGroup):
        result["errors"] = [_kind_and_text(each) for each in error.exceptions[:5]]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        result["cause"] = _kind_and_text(cause)
    return result


def _kind_and_text(error: BaseException) -> dict[str, Any]:
    return {"type": clean_text(type(error).__qualname__), **_error_text(error)}


def _error_text(error: BaseException) -> dict[str, Any]:
    if isinstance(error, YuanqiaoError):
        return {"code": error.code, "text": clean_text(error.detail), **clean_fields(error.fields)}
    if isinstance(error, ValidationError):
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return {"text": clean_value([f"{each['type']} at {len(each['loc'])} deep" for each in found])}
    if isinstance(error, DBAPIError):
        return {"text": clean_text(_first_line(str(error.orig)))}
    if isinstance(error, PLAIN_ERRORS):
        return {"text": clean_text(_first_line(str(error)))}
    return {"text_length": len(str(error))}


def _is_ours(name: str, value: str) -> bool:
    """An id or a time that the house made, which is told as it is."""
    if name == "time":
        return TIME.fullmatch(value) is not None
    return name in ID_FIELDS and ID.fullmatch(value) is not None


def _event(value: Any) -> dict[str, Any]:
    if isinstance(value, str) and EVENT.fullmatch(value):
        return {"event": value}
    return {"event": "misnamed", "event_length": _length(value)}


def _number(value: float) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if -PLAIN_NUMBER < value < PLAIN_NUMBER:
        return int(value)
    text = str(int(value)) if abs(value) < 10**40 else "<int>"
    return int(value) if clean_text(text) == text != "<int>" else clean_text(text)


def _length(value: Any) -> int | None:
    return len(value) if isinstance(value, str | bytes | list | tuple | dict | set | frozenset) else None


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]


@lru_cache(maxsize=1 << 12)
def _visible(char: str) -> str:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"<U+{ord(char):04X}>"
    return char
