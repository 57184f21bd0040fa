"""Whether both faces are in the picture: by the bank's model where there is one, else by the agent's word."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog

from hub.errors import BadInput, Unavailable
from video.flows.progress import StepRefused
from video.recording.model import Side
from video.services.models import FaceModel

log = structlog.get_logger(__name__)

TRIES = 2

Frames = Callable[[str], Awaitable[dict[Side, bytes]]]
"""Gives each side's newest picture of a recording."""


@dataclass(frozen=True, slots=True)
class FacesFound:
    """What the model saw on both sides."""

    provider: str
    is_demo: bool
    customer: int
    agent: int

    @property
    def detail(self) -> dict[str, Any]:
        """What is written of it."""
        told = {"by": "model", "provider": self.provider, "customer": self.customer, "agent": self.agent}
        return told | ({"demo": True} if self.is_demo else {})


class FaceCheck:
    """Looks at both sides of a call that is being recorded."""

    def __init__(self, model: FaceModel | None, frames: Frames) -> None:
        self._model = model
        self._frames = frames

    async def of_customer(self, recording: str | None) -> bytes | None:
        """The customer's newest picture (JPEG); None where nothing is recorded, or none can be had."""
        if recording is None:
            return None
        for _ in range(TRIES):  # a file that is being written cannot always be read
            picture = (await self._frames(recording)).get("customer")
            if picture is not None:
                return picture
        return None

    async def look(self, recording: str | None) -> FacesFound | None:
        """What the model saw; None where no model can look, and the agent's word stands.

        Raises `StepRefused` where it saw no face on a side.
        """
        if self._model is None or recording is None:
            return None
        pictures = await self._frames(recording)
        if len(pictures) < 2:
            return None
        try:
            customer, agent = [await self._model.look(pictures[side]) for side in ("customer", "agent")]
        except (Unavailable, BadInput) as error:
            log.warning("video.faces_by_word", exception=type(error).__name__)
            return None
        if not customer.faces or not agent.faces:
            raise StepRefused("a face is not in the picture", why="no_face" if agent.faces else "no_face_own")
        return FacesFound(customer.provider, customer.is_demo or agent.is_demo, customer.faces, agent.faces)
