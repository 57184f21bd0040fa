"""What was said in a call, where speech was recognised: one JSON line for each thing that was said."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST = 20_000


class SaidInCall(BaseModel):
    """One thing that was said; milliseconds since the call was joined."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    side: Literal["customer", "agent"]
    at_ms: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(max_length=2000, repr=False)]


def read_words(path: Path) -> list[SaidInCall]:
    """What was said, in its order; empty where nobody listened, or the file cannot be read."""
    try:
        lines = path.read_bytes().splitlines()[:MOST]
        return [SaidInCall.model_validate_json(line) for line in lines]
    except (OSError, ValidationError):
        return []


def write_words(path: Path, said: Iterable[SaidInCall]) -> None:
    """Keeps what was said; raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}")
    ordered = sorted(said, key=lambda each: each.at_ms)
    part.write_text("".join(f"{each.model_dump_json()}\n" for each in ordered), encoding="utf-8")
    part.replace(path)
