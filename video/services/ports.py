"""Defines what flows ask of the bank's services; an agent's word stands for none of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from video.services.models import FaceModel, SpeechRecognition


@dataclass(frozen=True, slots=True)
class ClaimedPerson:
    """Who somebody says they are.

    `document`: their picture of the identity card, `face`: the newest one of their side of the call (both
    JPEG); None where there is none, and a service that needs it says that the check failed.
    """

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    document: bytes | None = field(default=None, repr=False)
    face: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentToSign:
    """What is signed: SHA-256 of its bytes in hex; `call` and `at_ms`: where in which recording."""

    sha256: str
    call: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What a service found. `score`: 0 to 100; `is_demo`: it was played, and proves nothing.

    `face_score`: how like the face is to the document's and the bank's, `liveness_score`: how surely somebody
    is there; None where the service does not look.
    """

    provider: str
    is_demo: bool
    reference: str
    passed: bool
    score: int = 0
    expires_at: datetime | None = None
    face_score: int | None = None
    liveness_score: int | None = None
    checked_at: datetime | None = None


class IdentityCheck(Protocol):
    """Checks who somebody is."""

    async def check(self, person: ClaimedPerson, now: datetime) -> Proof:
        """What the service found; raises `BadInput` for what is no name or number, `Unavailable`."""
        ...


class Signing(Protocol):
    """Has a document signed."""

    async def sign(self, document: DocumentToSign, now: datetime) -> Proof:
        """What was signed; raises `Unavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Those that are connected; None for one that is not. `is_demo`: identity and signature are played."""

    identity: IdentityCheck | None = None
    signing: Signing | None = None
    faces: FaceModel | None = None
    speech: SpeechRecognition | None = None
    is_demo: bool = False
