"""The process that reads cards: how many it reads right, and what becomes of one that dies or hangs."""

import asyncio
import os
import signal
import struct
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from hub.errors import BadMedia, MediaTooManyPixels
from hub.media.inspector import Inspector
from tests.support.clock import HandClock
from tests.support.id_cards import (
    FONT,
    INSTALL,
    back,
    covered,
    drawn,
    jpeg,
    made_up,
    on_a_table,
    with_glare,
)
from tests.support.waiting import eventually
from video.identity.card import CardRead
from video.identity.limits import IDLE_S, UPLOAD_BYTES, WAITING_LIMIT
from video.identity.reader import CardReader, is_installed
from video.identity.rewriting import rewritten

pytestmark = pytest.mark.skipif(not FONT.is_file(), reason=f"no font to draw cards: {INSTALL}")

HANGS = (sys.executable, "-c", "import time; time.sleep(600)")
DIES = (sys.executable, "-c", "import os, sys; sys.stdin.buffer.read(9); os.abort()")
SAYS = "import sys; sys.stdout.buffer.write({!r}); sys.stdout.flush(); sys.stdin.read()"
LIES = (sys.executable, "-c", SAYS.format(b"\xff" * 99))
ODD = (sys.executable, "-c", SAYS.format(struct.pack(">I", 3) + b"[1]"))
UNREAD = CardRead(trouble="unread")


@pytest.fixture
async def reader() -> AsyncIterator[CardReader]:
    """The real one; its process ends with the test."""
    assert is_installed(), "the extra `ocr` belongs to the tests' environment"
    made = CardReader(HandClock(), installed=True, read_s=90.0, within_s=300.0)
    running = asyncio.create_task(made.run())
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


MANNERS: Mapping[str, Callable[[Image.Image], bytes]] = {
    "straight": jpeg,
    "askew": lambda card: jpeg(on_a_table(card, degrees=5)),
    "far away": lambda card: jpeg(on_a_table(card, degrees=-3, scale=0.5)),
    "quality 60": lambda card: jpeg(on_a_table(card, scale=0.8), 60),
    "glare": lambda card: jpeg(with_glare(on_a_table(card), (520, 420), 130)),
    "upright": lambda card: jpeg(on_a_table(card).rotate(90, expand=True)),
}
"""Six pictures of a card that a careful customer may send."""


async def test_six_pictures_of_made_up_cards(reader: CardReader) -> None:
    wrong = []
    assert len(MANNERS) == 6
    # In each manner another person's card: all thirty would take three minutes.
    for number, (how, picture) in enumerate(MANNERS.items()):
        person = made_up(100 + number)
        read = await reader.read(picture(drawn(person)))
        if (read.name, read.id_number) != (person.name, person.id_number):
            wrong.append((how, read.trouble))
    assert not wrong


async def test_what_cannot_be_read_says_why(reader: CardReader) -> None:
    person = made_up(7)
    wrong_digit = person.id_number[:17] + ("1" if person.id_number[17] != "1" else "2")
    pictures = {
        "number_unseen": covered(on_a_table(drawn(person))),
        "blurred": on_a_table(drawn(person)).filter(ImageFilter.GaussianBlur(9)),
        "check_digit": on_a_table(drawn(person, wrong_digit)),
        "back": on_a_table(back()),
        "no_card": Image.effect_noise((1200, 900), 80).convert("RGB"),
    }
    told = {name: (await reader.read(jpeg(image))).trouble for name, image in pictures.items()}
    assert told == {name: name for name in pictures}


async def test_one_that_was_killed_is_started_anew(reader: CardReader) -> None:
    person = made_up(3)
    assert (await reader.read(jpeg(drawn(person)))).id_number == person.id_number
    first = reader.pid
    assert first is not None
    assert os.getpriority(os.PRIO_PROCESS, first) == 19, "it works where nobody else wants to"
    os.kill(first, signal.SIGKILL)
    assert (await reader.read(jpeg(drawn(person)))).trouble in ("", "unread")
    assert (await reader.read(jpeg(drawn(person)))).id_number == person.id_number
    assert reader.pid not in (None, first)


async def test_it_ends_when_nothing_comes(reader: CardReader) -> None:
    await reader.read(b"no picture")
    clock = reader._clock
    assert isinstance(clock, HandClock)
    await reader.end_if_idle()
    assert reader.pid is not None
    clock.turn(IDLE_S)
    await reader.end_if_idle()
    assert reader.pid is None


async def test_what_is_no_picture_or_a_bomb_harms_nothing(reader: CardReader) -> None:
    assert await reader.read(b"\xff\xd8\xff nothing") == UNREAD
    assert await reader.read(bomb()) == UNREAD
    person = made_up(4)
    pid = reader.pid
    assert (await reader.read(jpeg(drawn(person)))).id_number == person.id_number
    assert reader.pid == pid, "the same process went on"


def bomb() -> bytes:
    """A small JPEG whose head tells of 60,000 × 60,000 pixels."""
    small = bytearray(jpeg(Image.new("RGB", (8, 8))))
    at = small.index(b"\xff\xc0")
    small[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(small)


@pytest.mark.parametrize("command", [HANGS, DIES, LIES, ODD, ("/nonexistent/python",)])
async def test_a_process_that_fails_is_a_picture_that_was_not_read(command: tuple[str, ...]) -> None:
    made = CardReader(HandClock(), installed=True, command=command, read_s=2.0)
    assert await made.read(b"picture") == UNREAD
    assert made.pid is None, "it was ended"


async def test_who_gives_up_leaves_no_answer_for_the_next() -> None:
    made = CardReader(HandClock(), installed=True, command=HANGS)
    asking = asyncio.create_task(made.read(b"picture"))

    async def started() -> bool:
        return made.pid is not None

    await eventually(started, True, 10)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert made.pid is None


async def test_where_too_many_wait_the_next_is_not_read() -> None:
    made = CardReader(HandClock(), installed=True, command=HANGS, read_s=2.0, within_s=4.0)
    asking = [asyncio.create_task(made.read(b"picture")) for _ in range(WAITING_LIMIT)]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(1.0):
        assert await made.read(b"picture") == UNREAD
    assert await asyncio.gather(*asking) == [UNREAD] * WAITING_LIMIT


async def test_where_it_is_not_installed_that_is_said() -> None:
    made = CardReader(HandClock(), installed=False, command=("/nonexistent/python",))
    assert await made.read(b"picture") == CardRead(trouble="not_installed")


async def test_a_picture_is_written_anew_before_anything_reads_it(tmp_path: Path) -> None:
    inspector = Inspector(bytes_limit=UPLOAD_BYTES)
    with_more = jpeg(drawn(made_up(1))) + b"<script>behind the end</script>"
    kept = await rewritten(inspector, with_more)
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"script" not in kept
    with pytest.raises(MediaTooManyPixels):
        await rewritten(inspector, bomb())
    with pytest.raises(BadMedia):
        await rewritten(inspector, b"%PDF-1.7")
