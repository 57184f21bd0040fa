"""What the demo bank's agents find written already: it holds as it stands, and is written once."""

import pytest

from handoff.store.schema_words import canned_reply, word_rule
from handoff.words.canned import check_reply
from handoff.words.checking import check_text
from handoff.words.demo import REPLIES, RULES, do_make_demo
from handoff.words.keeping import check_rule
from tests.unit.handoff.conftest import database, migrated_url, postgres_url, spine
from tests.unit.hub.spine import Spine

__all__ = ["database", "migrated_url", "postgres_url", "spine"]


async def test_it_is_written_once(spine: Spine) -> None:
    for _ in range(2):
        async with spine.database.write() as connection:
            await do_make_demo(connection, "head", spine.clock.now())
    assert len(await spine.rows(word_rule)) == len(RULES)
    assert len(await spine.rows(canned_reply)) == len(REPLIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}-{rule.product}")
def test_each_rule_could_hold(rule: object) -> None:
    check_rule(rule)  # type: ignore[arg-type]


@pytest.mark.parametrize(("title", "text"), REPLIES)
def test_each_reply_may_be_sent(title: str, text: str) -> None:
    check_reply(text)
    assert check_text(text, RULES) == []


def test_its_rules_stop_what_they_name() -> None:
    (found,) = check_text("这款理财保本保息", RULES)
    assert found.words == "保本保息"
    assert check_text("见 https://www.yuanqiao-bank.example/loans", RULES) == []
