"""`/staff/kb/pictures`: a picture for an answer, and the pictures of answers to who may read them."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from hub.errors import BadInput, NotFound
from hub.ports import Clock
from hub.staff import FileGiven, StaffCall, StaffModel, StaffRoute
from kb.media import BYTES_LIMIT, StoredPicture
from kb.rich import STORED
from kb.store import media as store
from kb.studio.pictures import PictureIntake
from kb.web.media import CONTENT_TYPES
from kb.web.studio.rights import EDIT, READ

MOST_BASE64 = (BYTES_LIMIT + 2) // 3 * 4

_EXAMPLE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
"""One white pixel as PNG."""


class PictureFile(StaffModel):
    """A picture in Base64, whatever its file is called."""

    data: str = Field(min_length=1, max_length=MOST_BASE64, examples=[_EXAMPLE])


class PictureStored(StaffModel):
    """What stands for it in the Markdown of an answer, `![words](source)`, and its size in pixels."""

    source: str
    width: int
    height: int


class PictureRoutes:
    """Pictures into the knowledge base, and out of it on the staff's own origin."""

    def __init__(self, intake: PictureIntake, clock: Clock) -> None:
        self._intake = intake
        self._clock = clock

    def routes(self) -> Sequence[StaffRoute]:
        """The routes."""
        return (
            StaffRoute(
                "POST",
                "/staff/kb/pictures",
                right=EDIT,
                body=PictureFile,
                answer=PictureStored,
                prepare=self._taken,
                handle=self.add,
                audit="picture.added",
                largest=MOST_BASE64 + 1000,
            ),
            StaffRoute(
                "GET",
                "/staff/kb/pictures/<picture>",
                right=READ,
                about={"picture": "picture"},
                gives="image/*",
                handle=self.show,
            ),
        )

    async def add(self, call: StaffCall[PictureFile]) -> PictureStored:
        """Keeps the picture under the hash of its content; the same one again changes nothing."""
        found: StoredPicture = call.prepared
        await store.insert_once(call.connection, *found, self._clock.now())
        call.note(picture=found.name)
        return PictureStored(source=STORED + found.name, width=found.width, height=found.height)

    async def show(self, call: StaffCall[Any]) -> None:
        """The picture, of a draft as well as of a version."""
        name = call.args["picture"]
        content = await store.content(call.connection, name)
        if content is None:
            raise NotFound("there is no such picture")
        call.file = FileGiven(CONTENT_TYPES[name.rpartition(".")[2]], pieces=iter([content]))

    async def _taken(self, call: StaffCall[Any]) -> StoredPicture:
        try:
            content = base64.b64decode(call.body.data, validate=True)
        except binascii.Error:
            raise BadInput("the picture is not in Base64") from None
        return await self._intake.take(content)
