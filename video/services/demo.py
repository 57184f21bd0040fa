"""Plays the bank's services and models where there is no bank. It proves nothing, and says so everywhere.

Only numbers that belong to nobody are taken, so that no real person's are typed into a demonstration.
"""

import hashlib
import re
from datetime import datetime, timedelta
from pathlib import Path

from hub.errors import BadInput
from video.services.models import FacesSeen, HeardLine, Transcript
from video.services.ports import ClaimedPerson, DocumentToSign, Proof, Services

PROVIDER = "DEMO"
NOBODY = re.compile(r"000000\d{11}[\dX]")
"""Eighteen places like an identity card's (GB 11643), of an area that does not exist."""

FAILS = "X"
"""A number that ends like this fails the check, so that this can be tried, too."""

UNHEARD = "【演示】这一行不是通话内容：没有接通语音识别，没有人听过这段录音。"


class DemoIdentityCheck:
    """Takes anybody whose number belongs to nobody."""

    async def check(self, person: ClaimedPerson, now: datetime) -> Proof:
        """Passes unless the number ends with X; raises `BadInput` for one that could be somebody's.

        Nobody looks at the face: its scores are played, too, where there is one.
        """
        if not NOBODY.fullmatch(person.id_number):
            raise BadInput("the demonstration takes made-up numbers only: 18 places that begin with 000000")
        passed = not person.id_number.endswith(FAILS)
        score = 100 if passed else 0
        face = score if person.face is not None else None
        return Proof(
            PROVIDER,
            True,
            "DEMO-IDENTITY",
            passed,
            score=score,
            expires_at=now + timedelta(1),
            face_score=face,
            liveness_score=face,
            checked_at=now,
        )


class DemoSigning:
    """Signs nothing: its reference is a hash that anybody can compute."""

    async def sign(self, document: DocumentToSign, now: datetime) -> Proof:
        """Always passes."""
        told = hashlib.sha256(f"demo {document.sha256} {document.call} {document.at_ms}".encode()).hexdigest()
        return Proof(PROVIDER, True, f"DEMO-SIGNATURE-{told[:16]}", True)


class DemoSpeech:
    """Hears nothing: it says so in place of what was said."""

    async def hear(self, sound: Path) -> Transcript:
        """One line at the beginning of each file."""
        return Transcript(PROVIDER, True, (HeardLine(0, UNHEARD),))


class DemoFaces:
    """Looks at nothing, and finds one face on each side."""

    async def look(self, picture: bytes) -> FacesSeen:
        """Always one."""
        return FacesSeen(PROVIDER, True, 1)


def demo_services() -> Services:
    """All of them."""
    return Services(DemoIdentityCheck(), DemoSigning(), DemoFaces(), DemoSpeech(), is_demo=True)
