"""Questions in English and in both languages, written apart from the articles' English similar questions."""

from pathlib import Path
from zoneinfo import ZoneInfo

from hub.settings import ROOT, Settings
from kb.answer import Answered, open_judge
from kb.english import is_english_text, is_latin
from kb.formats import read
from kb.measuring.evaluate import measure
from kb.measuring.queries import read_queries, require_articles
from kb.measuring.scratch import scratch
from kb.text import normalise
from tests.unit.kb.clock import DEMO_COMPLETE, StillClock

FOLDER = Path(__file__).parent
ZONE, CLOCK = ZoneInfo("Asia/Shanghai"), StillClock(DEMO_COMPLETE)


async def test_english_questions_find_their_article() -> None:
    batch = read(ROOT / "kb" / "demo")
    questions = read_queries(FOLDER / "english.jsonl")
    require_articles(questions, batch)
    elsewhere = read_queries(FOLDER / "english_elsewhere.jsonl")
    async with scratch(batch, judge=open_judge(Settings()), clock=CLOCK, time_zone=ZONE) as answerer:
        found = await measure(answerer, questions, outside=elsewhere)
        direct = [await answerer.answer(question.text) for question in questions]
    print(found)
    assert (found.n, found.oos_n) == (90, 30)
    assert found.r_at_1 >= 0.88
    assert found.r_at_3 >= 0.95
    assert found.answered >= 0.5 * found.n
    assert found.answered_wrong <= 0.02 * found.answered
    assert found.oos_answered == 0
    for question, decision in zip(questions, direct, strict=True):
        if isinstance(decision, Answered) and is_latin(normalise(question.text)):
            assert is_latin(normalise(decision.english)), question.text


def test_every_article_of_the_demo_bank_has_an_english_name_and_questions() -> None:
    drafts = [draft for _, draft in read(ROOT / "kb" / "demo").articles]
    few = [
        draft.article_id
        for draft in drafts
        if sum(is_english_text(normalise(question)) for question in draft.questions) < 2
    ]
    assert drafts
    assert few == []


def test_no_question_is_in_the_words_of_a_similar_question() -> None:
    own = {normalise(each) for _, draft in read(ROOT / "kb" / "demo").articles for each in draft.questions}
    assert not own & {normalise(query.text) for query in read_queries(FOLDER / "english.jsonl")}
