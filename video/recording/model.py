"""Defines what stands in a sealed recording: the manifest, its parts, and the events of the call."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Literal["yuanqiao-recording-1"] = "yuanqiao-recording-1"
MANIFEST, SIGNATURE, EVENTS, SCRIPT = "manifest.json", "manifest.sig", "events.jsonl", "script.yml"

PARTS_LIMIT = 10_000

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Milliseconds = Annotated[int, Field(ge=0, le=1_000_000_000)]
"""Since the call began."""

FileName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,80}\.(webm|opus|mp4|mjr|jpg)$")]
"""No folder can stand in it, and none of the names above."""

Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[0-9A-Za-z._-]+$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
Side = Literal["customer", "agent"]
Medium = Literal["audio", "video"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Track(_Model):
    """What had to be recorded from `begins_ms` to `ends_ms`."""

    side: Side
    medium: Medium
    begins_ms: Milliseconds
    ends_ms: Milliseconds


class RecordingPart(_Model):
    """One file, and which stretch of which track it holds."""

    file: FileName
    side: Side
    medium: Medium
    begins_ms: Milliseconds
    ends_ms: Milliseconds
    size: Annotated[int, Field(ge=0)]
    sha256: Hash


class ScriptUsed(_Model):
    """The version of the script by which the call went."""

    script: str
    version: int
    sha256: Hash


class EventsSealed(_Model):
    """How many events there are, and the hash of the last one's line: with it every other is fixed."""

    count: Annotated[int, Field(ge=1)]
    last_sha256: Hash


class RecordingManifest(_Model):
    """The page that is signed: everything else in the folder is named here with its hash."""

    format: Literal["yuanqiao-recording-1"]
    recording: Id
    call: Id
    operator: Id
    began_at: Moment
    ended_at: Moment
    script: ScriptUsed
    events: EventsSealed
    tracks: Annotated[list[Track], Field(min_length=1, max_length=8)]
    parts: Annotated[list[RecordingPart], Field(max_length=PARTS_LIMIT)]


class RecordingEvent(_Model):
    """Something that happened; `previous`: the hash of the line before it (`chain.beginning`)."""

    seq: Annotated[int, Field(ge=1)]
    at_ms: Milliseconds
    kind: Literal["opened", "step_done", "step_failed", "lost", "back", "ended"]
    step: str | None
    detail: dict[str, str | int | bool]
    previous: Hash
