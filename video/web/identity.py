"""Where the customer's page sends the picture of an identity card: `POST /video/identity`, with its seat."""

from typing import cast

from sanic import Blueprint, HTTPResponse, Request
from sanic.http import Http
from sanic.response import json

from hub.errors import BadInput, BadSignature, NotAllowed, TooLarge
from hub.ports import Clock
from hub.settings import Settings
from video.calls.links import Passes
from video.identity.limits import UPLOAD_BYTES
from video.identity.taking import PictureTaking
from video.store.calls import CallKey

PATH = "/video/identity"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def add_identity(
    blueprint: Blueprint, settings: Settings, taking: PictureTaking, passes: Passes, clock: Clock
) -> None:
    """Adds the route. It answers with what the trouble is; what was read is for the agent alone."""

    def seat_of(request: Request) -> CallKey:
        if request.headers.get("origin", "").rstrip("/") not in settings.own_origins:
            raise NotAllowed("this origin may not send a picture")
        scheme, _, seat = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise BadSignature("there is no seat")
        return passes.check_seat(seat.strip(), clock.now())

    async def take(request: Request) -> HTTPResponse:
        key = seat_of(request)
        step = await taking.check(key)
        card = await taking.take(key, step, await read_picture(request))
        return json({"trouble": card.trouble}, headers=HEADERS)

    blueprint.add_route(take, PATH, methods=["POST"], name="take_identity_picture", stream=True)


async def read_picture(request: Request) -> bytes:
    """The body; raises `BadInput`, `TooLarge` as soon as there is too much."""
    if request.content_type != "image/jpeg":
        raise BadInput("a picture is image/jpeg")
    picture, stream = bytearray(), cast("Http", request.stream)
    while (some := await stream.read()) is not None:
        picture += some
        if len(picture) > UPLOAD_BYTES:
            raise TooLarge(f"a picture may have {UPLOAD_BYTES:,} bytes at most", limit=UPLOAD_BYTES)
    return bytes(picture)
