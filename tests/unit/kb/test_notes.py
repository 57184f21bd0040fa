"""Notes for agents: part of a version, told beside an advised answer, and nowhere to customers."""

from hub.messages import Facts
from kb.answer import Answered
from kb.articles import content_hash
from kb.load import LoadReport
from kb.phrases import Phrases
from kb.store import articles as store
from kb.store.kept import kept_versions
from kb.studio import drafts
from kb.studio.content import as_draft
from kb.studio.difference import DifferenceLine, differences
from tests.unit.kb.conftest import Bank, article
from tests.unit.kb.test_advice import advice
from tests.unit.kb.test_drafts import LI, content, published, studio  # noqa: F401  (a fixture)

MARKER = "密参zq7marker"
NOTE = f"先核实身份。\n\n{MARKER}"
ASKED = "银行卡不见了怎么挂失"


async def test_an_agent_is_told_and_the_answer_stays_as_it_is(bank: Bank) -> None:
    await bank.load([article(note=NOTE)])
    await bank.rebuild()
    (advised,) = await advice(bank).advise(ASKED, "webchat", Facts())
    assert advised.note == NOTE
    assert MARKER not in advised.text
    await bank.load([article()])
    await bank.rebuild()
    (advised,) = await advice(bank).advise(ASKED, "webchat", Facts())
    assert advised.note == "", "the note of an older version is not told"


async def test_what_is_read_for_customers_has_no_note(bank: Bank) -> None:
    await bank.load([article(note=NOTE)])
    await bank.rebuild()
    async with bank.database.read() as connection:
        read = [
            *await store.published_versions(connection, ["card-loss"]),
            *await store.all_published_versions(connection),
            *await kept_versions(connection, ["card-loss"]),
        ]
        (written,) = await store.versions_of(connection, "card-loss")
    assert [each.note for each in read] == ["", "", ""]
    assert written.note == NOTE
    answered = await bank.answerer.article("card-loss")
    assert isinstance(answered, Answered)
    asked = await bank.answerer.answer(ASKED)
    ranked = (await bank.answerer.rank(ASKED)).candidates
    shown = await Phrases(bank.database, bank.clock).shown(bank.clock.now().date(), "webchat")
    assert shown
    assert ranked
    for given in (answered, asked, ranked, shown):
        assert MARKER not in repr(given)


async def test_a_note_alone_makes_a_new_version(bank: Bank) -> None:
    for note, counted in ((NOTE, "new"), (NOTE, "unchanged"), ("别的话", "changed")):
        report = await bank.load([article(note=note)])
        assert isinstance(report, LoadReport)
        assert getattr(report, counted) == 1
    async with bank.database.read() as connection:
        notes = await store.notes_of(connection, [("card-loss", 1), ("card-loss", 2), ("other", 1)])
    assert notes == {("card-loss", 1): NOTE, ("card-loss", 2): "别的话"}


def test_what_customers_see_is_the_same_whatever_agents_are_told() -> None:
    with_note, without = as_draft("a", content(note=NOTE)), as_draft("a", content())
    assert with_note != without
    assert content_hash(with_note) == content_hash(without)
    assert content_hash(as_draft("a", content(answer="别的。"))) != content_hash(without)


async def test_a_note_goes_the_way_of_the_other_words(studio: Bank) -> None:  # noqa: F811
    article_id = await published(studio, note=NOTE)
    async with studio.database.write() as connection:
        before = await drafts.published_content(connection, article_id)
        assert before.note == NOTE
        seen = drafts.VersionSeen(0, 1)
        work = await drafts.save(connection, article_id, seen, content(note="先核实身份。"), LI)
        assert differences(before, work.content)["note"] == [
            DifferenceLine("same", "先核实身份。"),
            DifferenceLine("gone", ""),
            DifferenceLine("gone", MARKER),
        ]
        back = await drafts.roll_back(connection, article_id, 1, work.revision, LI)
    assert back.content.note == NOTE
