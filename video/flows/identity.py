"""The identity step: what the customer's picture shows has to be what the agent sends to the bank's check."""

from typing import Any

from video.flows.progress import StepRefused
from video.identity.passing import TakenPicture
from video.services.ports import ClaimedPerson, Proof


def check_document(person: ClaimedPerson, picture: TakenPicture | None) -> None:
    """Raises `StepRefused` where the picture shows another number than is sent."""
    if picture is not None and picture.card.id_number not in ("", person.id_number):
        raise StepRefused("the picture shows another number", why="document_differs")


def document_detail(person: ClaimedPerson | None, picture: TakenPicture | None) -> dict[str, Any]:
    """What is written of the document, nothing of it: whether it was read or typed, the picture's hash."""
    if person is None:
        return {}
    if picture is None:
        return {"document_by": "typed"}
    card = picture.card
    read = (card.name, card.id_number) == (person.name, person.id_number)
    return {"document_by": "ocr" if read else "typed", "picture": picture.sha256}


def proof_detail(proof: Proof) -> dict[str, Any]:
    """What is written of a service's answer; a score that it did not give is left out."""
    told: dict[str, Any] = {"provider": proof.provider, "reference": proof.reference, "score": proof.score}
    if proof.is_demo:
        told["demo"] = True
    scores = {"face_score": proof.face_score, "liveness_score": proof.liveness_score}
    times = {"checked_at": proof.checked_at, "expires_at": proof.expires_at}
    told |= {name: score for name, score in scores.items() if score is not None}
    return told | {name: at.isoformat() for name, at in times.items() if at is not None}
