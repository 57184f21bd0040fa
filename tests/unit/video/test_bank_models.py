"""The bank's models over HTTP: signed, bounded, and whatever they answer, nothing is made up of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.errors import BadInput, YuanqiaoError
from tests.support.clock import HandClock
from tests.support.models import SECRET, TestModels, running_models
from video.flows.faces import FaceCheck, FacesFound
from video.flows.progress import StepRefused
from video.recording.model import Side
from video.services import bank_models
from video.services.bank_models import BankFaces, BankModel, BankSpeech, ModelGone
from video.services.demo import DemoFaces, DemoSpeech
from video.services.models import HeardLine

JPEG = b"\xff\xd8 a picture"


@pytest.fixture
async def models() -> AsyncIterator[TestModels]:
    async with running_models() as running:
        running.checks_time = False
        yield running


def asked(models: TestModels, secret: str = SECRET) -> BankModel:
    return BankModel(models.url, secret, HandClock())


async def test_sound_and_pictures_arrive_as_they_are_and_are_signed(
    models: TestModels, tmp_path: Path
) -> None:
    sound = tmp_path / "agent-1.opus"
    sound.write_bytes(b"OggS sound")
    models.said = [{"at_ms": 1200, "text": "您是否同意"}]
    heard = await BankSpeech(asked(models)).hear(sound)
    assert (heard.provider, heard.is_demo, heard.lines) == (
        "某行听写",
        False,
        (HeardLine(1200, "您是否同意"),),
    )
    assert (await BankFaces(asked(models)).look(JPEG)).faces == 1
    assert (models.sounds, models.pictures) == ([b"OggS sound"], [JPEG])
    with pytest.raises(ModelGone):
        await BankFaces(asked(models, "another-secret-that-is-long-enough-too")).look(JPEG)


@pytest.mark.parametrize(
    ("status", "raw", "error"),
    [
        (422, b"", BadInput),
        (500, b"", ModelGone),
        (302, b"", ModelGone),
        (200, b"no json", ModelGone),
        (200, b'{"provider": "x"}', ModelGone),
        (200, b'{"provider": "x", "faces": -1}', ModelGone),
        (200, b'{"provider": "", "faces": 1}', ModelGone),
        (200, b'{"provider": "DEMO", "faces": 1}', ModelGone),
        (200, b" " * (bank_models.ANSWER_BYTES + 1), ModelGone),
    ],
)
async def test_an_answer_that_is_none_is_an_error(
    models: TestModels, status: int, raw: bytes, error: type[YuanqiaoError]
) -> None:
    models.status, models.raw = status, raw
    with pytest.raises(error):
        await BankFaces(asked(models)).look(JPEG)


async def test_who_does_not_answer_in_time_or_is_not_there_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelGone):
        await BankFaces(BankModel("http://127.0.0.1:9", SECRET, HandClock())).look(JPEG)


async def test_what_is_too_long_is_not_sent(
    models: TestModels, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_models, "SOUND_BYTES", 3)
    sound = tmp_path / "agent-1.opus"
    sound.write_bytes(b"OggS")
    with pytest.raises(BadInput, match="too long"):
        await BankSpeech(asked(models)).hear(sound)
    assert models.sounds == []


async def both(_recording: str) -> dict[Side, bytes]:
    return {"customer": JPEG, "agent": JPEG}


async def one(_recording: str) -> dict[Side, bytes]:
    return {"agent": JPEG}


async def test_a_face_that_is_missing_is_refused_and_a_model_that_is_gone_leaves_the_agents_word(
    models: TestModels,
) -> None:
    check = FaceCheck(BankFaces(asked(models)), both)
    found = await check.look("r")
    assert found == FacesFound("某行视觉", False, 1, 1)
    assert found.detail == {"by": "model", "provider": "某行视觉", "customer": 1, "agent": 1}
    for faces, why in (([0, 1], "no_face"), ([1, 0], "no_face_own")):
        models.faces = faces
        with pytest.raises(StepRefused) as refused:
            await check.look("r")
        assert refused.value.fields["why"] == why
    models.status = 500
    assert await check.look("r") is None
    assert await check.look(None) is None, "nothing is recorded: there is no picture to look at"
    models.status, models.faces = 200, [1]
    assert await FaceCheck(BankFaces(asked(models)), one).look("r") is None
    assert await FaceCheck(None, both).look("r") is None


async def test_the_demonstration_says_that_it_is_one(tmp_path: Path) -> None:
    found = await FaceCheck(DemoFaces(), both).look("r")
    assert found is not None
    assert found.detail["demo"] is True
    heard = await DemoSpeech().hear(tmp_path)
    assert heard.is_demo
    assert all(line.text.startswith("【演示】") for line in heard.lines)
