"""`python -m video.identity.child`: reads pictures of identity cards for its parent, one after the other.

Each comes as its length in four bytes and a JPEG; each answer, in the same form, is a JSON of name, number
and trouble. It ends with its input. What finds words in a picture is large, and not of this house: it works
here with one thread, at the lowest priority, in bounds, without a secret, and can write no file.
"""

import io
import json
import os
import resource
import signal
import struct
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image, ImageOps
from rapidocr import RapidOCR

from video.identity.card import CardRead, Word, is_sideways, read_card
from video.identity.limits import MEMORY_LIMIT, PICTURE_BYTES, PIXELS_LIMIT, READ_S, SIDE_PX

THREADS = "EngineConfig.onnxruntime.{}_op_num_threads"
PARAMETERS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    THREADS.format("intra"): 1,
    THREADS.format("inter"): 1,
}
SHARPNESS_WIDTH = 1000
"""Pictures are compared at one width, for the measure grows with it."""


def bind_oneself() -> None:
    """Sets what the system lets this process use, for good."""
    os.nice(19)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    cv2.setNumThreads(1)


def opened(jpeg: bytes) -> Image.Image:
    """The picture, made small enough to be read; raises `ValueError` for one of too many pixels."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
        if image.width * image.height > PIXELS_LIMIT:
            raise ValueError("more pixels than are read")
        image.thumbnail((SIDE_PX, SIDE_PX))
        return image.convert("RGB")


def sharpness(image: Image.Image) -> float:
    """Variance of the Laplacian: how much of the picture are edges."""
    grey = ImageOps.grayscale(image)
    grey.thumbnail((SHARPNESS_WIDTH, SHARPNESS_WIDTH))
    return float(cv2.Laplacian(np.asarray(grey), cv2.CV_64F).var())


def found_in(engine: RapidOCR, image: Image.Image) -> list[Word]:
    """The words in a picture, and where they stand."""
    found: Any = engine(np.ascontiguousarray(np.asarray(image)[:, :, ::-1]))  # blue first, as OpenCV has it
    if found.boxes is None or found.txts is None:
        return []
    return [
        Word(text, tuple((float(x), float(y)) for x, y in box))
        for text, box in zip(found.txts, found.boxes, strict=True)
    ]


def read(engine: RapidOCR, jpeg: bytes) -> CardRead:
    """What stands on the card, however it was held."""
    try:
        image = opened(jpeg)
    except Exception:  # noqa: BLE001  (Pillow raises a dozen kinds, and each says the same)
        return CardRead(trouble="unread")
    sharp, words = sharpness(image), found_in(engine, image)
    card = read_card(words, sharp)
    if card.id_number or not words:
        return card
    turns = (90, 270) if is_sideways(words) else (180,) if card.trouble in ("no_card", "blurred") else ()
    for turn in turns:
        other = read_card(found_in(engine, image.rotate(turn, expand=True)), sharp)
        if other.id_number:
            return other
        if card.trouble in ("no_card", "blurred"):
            card = other
    return card


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answers until the input ends."""
    engine: RapidOCR | None = None
    while len(head := source.read(4)) == 4:
        (length,) = struct.unpack(">I", head)
        if length > PICTURE_BYTES:
            return
        signal.alarm(int(READ_S))  # its default ends the process: who asked has gone by then
        jpeg = source.read(length)
        engine = engine or RapidOCR(params=PARAMETERS)
        card = read(engine, jpeg)
        signal.alarm(0)
        said = json.dumps({"name": card.name, "id_number": card.id_number, "trouble": card.trouble}).encode()
        target.write(struct.pack(">I", len(said)) + said)
        target.flush()


def main() -> None:
    """Serves on its own standard input and output, of which libraries get neither."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    bind_oneself()
    serve(source, target)


if __name__ == "__main__":
    main()
