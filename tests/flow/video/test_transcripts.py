"""What the bank's speech recognition heard, from the sealed file to the desk; and what is said without."""

from typing import Any

import pytest

from tests.flow.video.meeting import ON_SQLITE
from tests.flow.video.test_recordings import LIST, as_staff, house, recorded
from tests.support.house import House
from tests.support.models import SECRET, running_models
from video.playback.transcribing import TRIES, Transcribing
from video.services.bank_models import BankModel, BankSpeech, ModelGone
from video.services.demo import DemoSpeech
from video.services.models import SpeechRecognition

__all__ = ["house"]

pytestmark = ON_SQLITE


def hearing(house: House, speech: SpeechRecognition) -> Transcribing:
    return Transcribing(house.database, house.settings.video_folder, speech)


async def opened(house: House, name: str) -> Any:
    async with as_staff(house, "lead.east") as client:
        return (await client.ask("GET", f"{LIST}/{name}")).body


async def test_what_the_model_heard_stands_where_it_was_said(house: House) -> None:
    east = await recorded(house, "east")
    assert (await opened(house, east))["words"] == "off", "the desk says that nothing is connected"
    async with running_models() as models:
        models.checks_time = False
        models.said = [{"at_ms": 500, "text": "年费多少"}]
        listens = hearing(house, BankSpeech(BankModel(models.url, SECRET, house.hub.clock)))
        assert await listens.look()
        assert not await listens.look(), "it is heard once"
        assert len(models.sounds) == 4
    shown = await opened(house, east)
    assert (shown["words"], shown["words_by"], shown["words_demo"]) == ("made", "某行听写", False)
    # Two files a side, the second of which begins 30.1 s after the call was joined.
    told = [(each["side"], each["at_ms"], each["text"]) for each in shown["said"]]
    assert sorted(told) == sorted(
        (side, at, "年费多少") for side in ("agent", "customer") for at in (2500, 30_600)
    )


async def test_a_model_that_is_gone_is_asked_again_and_given_up(house: House) -> None:
    east = await recorded(house, "east")
    async with running_models() as models:
        models.checks_time, models.status = False, 503
        listens = hearing(house, BankSpeech(BankModel(models.url, SECRET, house.hub.clock)))
        for _ in range(TRIES - 1):
            with pytest.raises(ModelGone):
                await listens.look()
            assert (await opened(house, east))["words"] == "off"
        assert await listens.look()
        assert (await opened(house, east))["words"] == "failed"
        async with as_staff(house, "lead.east") as client:
            assert (await client.ask("POST", f"{LIST}/{east}/picture")).status == 204
            assert (await client.ask("POST", f"{LIST}/{east}/picture")).status == 409
        models.status = 200
        assert await listens.look()
        assert (await opened(house, east))["words"] == "made", "it heard nobody speak"


async def test_the_demonstration_is_not_taken_for_what_was_said(house: House) -> None:
    east = await recorded(house, "east")
    assert await hearing(house, DemoSpeech()).look()
    shown = await opened(house, east)
    assert (shown["words_by"], shown["words_demo"]) == ("DEMO", True)
    assert all(each["text"].startswith("【演示】") for each in shown["said"])
