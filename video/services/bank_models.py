"""Asks the bank's models over HTTP (docs/video.md): signed, bounded, with a time limit."""

import asyncio
from pathlib import Path
from typing import Annotated, TypeVar

import aiohttp
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hub.bank_signature import SIGNATURE, sign
from hub.errors import BadInput, Unavailable
from hub.ports import Clock
from video.services.demo import PROVIDER as DEMO
from video.services.models import FacesSeen, HeardLine, Transcript

CONNECT_S = 2.0
LOOK_WITHIN_S = 4.0
"""The agent waits for it."""

HEAR_WITHIN_S = 900.0
SOUND_BYTES = 64 << 20
"""Six hours of what browsers send."""

ANSWER_BYTES = 4 << 20
MOST_LINES = 10_000

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer", bound=BaseModel)


class ModelGone(Unavailable):
    """A model of the bank's does not answer, or not as it is written down."""

    code = "model_gone"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    at_ms: Annotated[int, Field(ge=0, le=1_000_000_000)]
    text: Annotated[str, Field(min_length=1, max_length=2000, repr=False)]


class _Named(BaseModel):
    model_config = ConfigDict(frozen=True)

    provider: Annotated[str, Field(pattern=r"^[^\x00-\x1f]{1,60}$")]


class _Heard(_Named):
    said: Annotated[tuple[_Line, ...], Field(max_length=MOST_LINES)]


class _Seen(_Named):
    faces: Annotated[int, Field(ge=0, le=100)]


class BankModel:
    """One of the bank's services; a connection for each question, of which there are few."""

    def __init__(self, url: str, secret: str, clock: Clock) -> None:
        """`url`: without a slash at its end."""
        self._url = url.rstrip("/")
        self._key = secret.encode()
        self._clock = clock

    async def ask(self, path: str, kind: str, body: bytes, answers: type[Answer], within_s: float) -> Answer:
        """Sends bytes of a kind and reads the answer; raises `ModelGone`, and `BadInput` where it refuses."""
        try:
            status, data = await self._exchange(path, kind, body, within_s)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            log.warning("video.model_gone", route=path, why=type(error).__name__)
            raise ModelGone("the model does not answer") from error
        if status in (400, 413, 415, 422):
            raise BadInput("the model does not take this", status=status)
        if status != 200 or data is None:
            log.warning("video.model_gone", route=path, why=str(status))
            raise ModelGone("the model cannot answer just now, or says too much", status=status)
        try:
            answer = answers.model_validate_json(data)
        except ValidationError as error:
            log.warning("video.model_gone", route=path, why="not understood")
            raise ModelGone("the model's answer is not understood") from error
        if getattr(answer, "provider", "") == DEMO:
            raise ModelGone("the name of the demonstration is no provider's")
        return answer

    async def _exchange(self, path: str, kind: str, body: bytes, within_s: float) -> tuple[int, bytes | None]:
        millis = int(self._clock.now().timestamp() * 1000)
        headers = {"Content-Type": kind, SIGNATURE: sign(self._key, path, body, millis)}
        timeout = aiohttp.ClientTimeout(total=within_s, connect=min(CONNECT_S, within_s))
        async with (
            aiohttp.ClientSession(
                timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
            ) as session,
            session.post(self._url + path, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            read = bytearray()
            async for chunk in answer.content.iter_chunked(65_536):
                read += chunk
                if len(read) > ANSWER_BYTES:
                    answer.close()
                    return answer.status, None
            return answer.status, bytes(read)


class BankSpeech:
    """The bank's recognition of speech."""

    def __init__(self, model: BankModel) -> None:
        self._model = model

    async def hear(self, sound: Path) -> Transcript:
        """See `SpeechRecognition`."""
        size = (await asyncio.to_thread(sound.stat)).st_size
        if size > SOUND_BYTES:
            raise BadInput("the file is too long for one question", bytes=size)
        body = await asyncio.to_thread(sound.read_bytes)
        heard = await self._model.ask("/speech", "audio/ogg", body, _Heard, HEAR_WITHIN_S)
        lines = tuple(HeardLine(each.at_ms, each.text) for each in heard.said)
        return Transcript(heard.provider, False, lines)


class BankFaces:
    """The bank's model of faces."""

    def __init__(self, model: BankModel) -> None:
        self._model = model

    async def look(self, picture: bytes) -> FacesSeen:
        """See `FaceModel`."""
        seen = await self._model.ask("/faces", "image/jpeg", picture, _Seen, LOOK_WITHIN_S)
        return FacesSeen(seen.provider, False, seen.faces)
