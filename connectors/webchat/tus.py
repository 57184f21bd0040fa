"""Uploads over HTTP by tus 1.0.0: core, creation and termination (docs/webchat-protocol.md).

`https://tus.io/protocols/resumable-upload`. Pieces are raw bytes, so a line that is cut costs one piece.
"""

import base64
import binascii
import math
import re
from collections.abc import Callable, Coroutine
from typing import Any, cast

from sanic import Blueprint, HTTPResponse, Request
from sanic.http import Http
from sanic.response import empty, json

from connectors.webchat.frames import UUID
from connectors.webchat.parts import ChatParts
from connectors.webchat.translate import CHANNEL
from connectors.webchat.upload_folder import StoredUpload
from connectors.webchat.uploads import PIECE_BYTES, Uploads
from hub.errors import BadInput, BadSignature, NotFound, TooLarge, TooMany, YuanqiaoError
from hub.ports import Address

PATH = "/webchat/uploads"
VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
METADATA_LIMIT = 2000
NUMBER = re.compile(r"[0-9]{1,12}")

_HEADERS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


def add_uploads(blueprint: Blueprint, parts: ChatParts, uploads: Uploads) -> None:
    """Adds the addresses of uploads; whose they are says the visitor token."""
    visitors = _Visitors(parts)

    async def begin(request: Request) -> HTTPResponse:
        upload, kind = announced(request, visitors.identity(request))
        known = await uploads.begin(upload, kind)
        where = {"Location": f"{PATH}/{known.id}", "Upload-Offset": str(known.offset)}
        return empty(201, headers=_HEADERS | where)

    async def tell(request: Request, upload_id: str) -> HTTPResponse:
        upload = await uploads.find(visitors.identity(request), id_of(upload_id))
        if upload is None:
            raise NotFound("there is no such upload")
        where = {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.length)}
        return empty(200, headers=_HEADERS | where)

    async def grow(request: Request, upload_id: str) -> HTTPResponse:
        # First of all, whoever sends it: the connection ends where an answer comes before the piece is read.
        piece = await read_piece(request)
        identity, offset = visitors.identity(request), number_of(request, "Upload-Offset")
        if request.content_type != PIECE_TYPE:
            raise BadInput(f"a piece is {PIECE_TYPE}")
        upload = await uploads.append(identity, id_of(upload_id), offset, piece)
        return empty(204, headers=_HEADERS | {"Upload-Offset": str(upload.offset)})

    async def give_up(request: Request, upload_id: str) -> HTTPResponse:
        await uploads.remove(visitors.identity(request), id_of(upload_id))
        return empty(204, headers=dict(_HEADERS))

    one = f"{PATH}/<upload_id:str>"
    blueprint.add_route(answered(begin), PATH, methods=["POST"], name="begin_upload")
    blueprint.add_route(answered(tell), one, methods=["HEAD"], name="tell_upload")
    blueprint.add_route(answered(grow), one, methods=["PATCH"], name="grow_upload", stream=True)
    blueprint.add_route(answered(give_up), one, methods=["DELETE"], name="give_up_upload")


class _Visitors:
    """Whose a request is, by its token."""

    def __init__(self, parts: ChatParts) -> None:
        self._parts = parts

    def identity(self, request: Request) -> str:
        """The identity's key; raises `BadSignature`, `BadInput` for another version of tus."""
        if request.headers.get("tus-resumable") != VERSION:
            raise BadInput(f"tus {VERSION} is spoken here")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise BadSignature("there is no visitor token")
        visitor = self._parts.tokens.check(token.strip(), self._parts.context.clock.now())
        return self._parts.context.key_of(Address(CHANNEL, self._parts.account, visitor))


def answered(handler: Handler) -> Handler:
    """The handler with its errors as answers, each with the header that tus asks of every answer."""

    async def answer(request: Request, **path: str) -> HTTPResponse:
        try:
            return await handler(request, **path)
        except YuanqiaoError as error:
            return refusal(error)

    return answer


def refusal(error: YuanqiaoError) -> HTTPResponse:
    """An error as an answer."""
    words = {"code": error.code, "detail": error.detail}
    if isinstance(error, TooLarge):
        words |= {name: error.fields[name] for name in ("limit",) if name in error.fields}
    headers = dict(_HEADERS)
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(math.ceil(error.retry_after_s))  # RFC 9110, 10.2.3: whole seconds
    return json(words, status=error.status, headers=headers)


def announced(request: Request, identity: str) -> tuple[StoredUpload, str]:
    """The upload that a request announces, and the kind that it says it is; raises `BadInput`."""
    metadata = read_metadata(request.headers.get("upload-metadata", ""))
    upload_id = metadata.get("id", "")
    if not re.fullmatch(UUID, upload_id):
        raise BadInput("the metadata of an upload need an id, which is a UUID")
    length = number_of(request, "Upload-Length")
    return StoredUpload(identity, upload_id.lower(), length, metadata.get("name", "")), metadata.get(
        "type", ""
    )


def read_metadata(header: str) -> dict[str, str]:
    """`name base64,name base64` as tus writes it; raises `BadInput`."""
    if len(header) > METADATA_LIMIT:
        raise BadInput("too many metadata")
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, encoded = pair.partition(" ")
        try:
            found[name] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise BadInput("the metadata are no UTF-8 in base64") from error
    return found


def number_of(request: Request, header: str) -> int:
    """A number in a header; raises `BadInput`."""
    written = request.headers.get(header.lower(), "")
    if not NUMBER.fullmatch(written):
        raise BadInput(f"{header} must be a number")
    return int(written)


def id_of(upload_id: str) -> str:
    """The id in an address; raises `NotFound`."""
    if not re.fullmatch(UUID, upload_id):
        raise NotFound("there is no such upload")
    return upload_id.lower()


async def read_piece(request: Request) -> bytes:
    """The bytes of a piece; raises `TooLarge` as soon as there are too many."""
    piece, stream = bytearray(), cast("Http", request.stream)
    while (some := await stream.read()) is not None:
        piece += some
        if len(piece) > PIECE_BYTES:
            raise TooLarge(f"a piece may have {PIECE_BYTES:,} bytes at most", limit=PIECE_BYTES)
    return bytes(piece)
