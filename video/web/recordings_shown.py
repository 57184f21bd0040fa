"""What the staff's routes of recordings take and answer."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from hub.staff import StaffModel

Reference = Annotated[str, Field(min_length=1, max_length=80, examples=["法院协查 2026-17"])]


class RecordingsWanted(StaffModel):
    """Which are wanted: of a flow, those that lack something, and older than a time (for the next page)."""

    script: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,40}$")] = ""
    lacking: bool = False
    before: AwareDatetime | None = None


class FileWanted(StaffModel):
    """Which file is wanted: a part's name, or empty for the one picture; `ticket` is what opening gave."""

    file: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9_-]{0,80}\.(webm|opus|mp4))?$")] = ""
    ticket: Annotated[str, Field(max_length=80)] = ""


class ArchiveWanted(StaffModel):
    """`ticket`: what taking a copy gave."""

    ticket: Annotated[str, Field(max_length=80)] = ""


class HoldGiven(StaffModel):
    """For which case a recording is held, or is held no more."""

    reference: Reference


class ProductEnd(StaffModel):
    """The last day of the product that was sold; none: its days count from the seal."""

    ends_on: date | None = Field(default=None, examples=["2031-06-30"])


class ExportWanted(StaffModel):
    """Why a copy leaves the house."""

    reason: Annotated[str, Field(min_length=4, max_length=500, examples=["监管检查调阅"])]


class RecordingShown(StaffModel):
    """One recording in the list. `lacks`: what is missing in it; `kept_until` none: it is kept for good."""

    recording_id: str
    conversation: str
    script: str
    zh: str
    en: str
    version: int
    agent: str
    state: Literal["open", "ended", "sealed", "removed"]
    flow: Literal["open", "done", "stopped"]
    agreed_at: datetime
    lacks: list[str]
    held: bool
    kept_until: datetime | None


class RecordingsShown(StaffModel):
    """Recordings, the newest first; `scripts`: the flows that there are."""

    recordings: list[RecordingShown]
    scripts: dict[str, str]


class ProofShown(StaffModel):
    """What a check of an identity said (`video.services.ports.Proof`); none of a score that it did not give.

    `document_by`: whether the number was read from the customer's picture, or typed by the agent.
    """

    provider: str
    demo: bool = False
    score: int
    face_score: int | None = None
    liveness_score: int | None = None
    expires_at: datetime | None = None
    document_by: Literal["ocr", "typed"]


class FlowStepShown(StaffModel):
    """A step of the flow; `at_ms` since the call was joined, none where it was never taken.

    `faces_by`: who saw that the faces of both are in the picture, where that is the step; `provider`: of the
    service or model that the step was done by; `proof`: what the check of an identity said.
    """

    step: str
    kind: str
    zh: str
    en: str
    result: Literal["done", "failed", ""]
    at_ms: int | None
    answer: str
    faces_by: Literal["", "agent", "model"]
    provider: str
    proof: ProofShown | None


class HappenedShown(StaffModel):
    """A line that was lost, or came back."""

    at_ms: int
    kind: Literal["lost", "back"]
    side: str


class PartShown(StaffModel):
    """A file that can be played, and which stretch it holds."""

    file: str
    side: Literal["customer", "agent"]
    medium: Literal["audio", "video"]
    begins_ms: int
    ends_ms: int


class SaidInCallShown(StaffModel):
    """Something that was said, as a program heard it."""

    side: Literal["customer", "agent"]
    at_ms: int
    text: str


class HoldShown(StaffModel):
    """A hold that stands."""

    reference: str
    by: str
    at: datetime


class ExportShown(StaffModel):
    """A copy that was taken."""

    reason: str
    by: str
    at: datetime


class RecordingOpened(RecordingShown):
    """A recording beside its steps. `ticket` lets whoever opened it play it for two hours.

    `picture`: whether there is one picture of the whole call, `begins_ms`: where it begins, since the call
    was joined. `words`: whether there is a transcript (`off`: no speech recognition is connected), by whom
    (`words_by`), and whether that was the demonstration.
    """

    ticket: str
    picture: Literal["made", "failed", "waiting"]
    begins_ms: int
    steps: list[FlowStepShown]
    happened: list[HappenedShown]
    parts: list[PartShown]
    said: list[SaidInCallShown]
    words: Literal["made", "failed", "waiting", "off"]
    words_by: str
    words_demo: bool
    holds: list[HoldShown]
    exports: list[ExportShown]
    product_ends_on: date | None
    removed_at: datetime | None


class PictureShown(StaffModel):
    """Whether there is one picture of the whole call."""

    picture: Literal["made", "failed", "waiting"]


class Ticket(StaffModel):
    """Lets whoever asked for it take the copy."""

    ticket: str


class Checked(StaffModel):
    """What the seal says. `broken`: it is not what was sealed; `incomplete`: it is, and lacks something."""

    broken: list[str]
    incomplete: list[str]
