"""The greeting offers what editors want first, to whom it is for, and fills up with what is asked most."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from hub.messages import Facts
from hub.ports import Asker
from navigation.catalogue import Catalogue
from navigation.offering import OpeningOffers
from navigation.store import openings
from navigation.web.openings import NewOpening
from tests.unit.hub.conftest import database, migrated_url, postgres_url, spine
from tests.unit.hub.spine import Spine, key_of
from yuanqiao.questions import LedQuestions

__all__ = ["database", "migrated_url", "postgres_url", "spine"]


class Asked:
    """What is asked most."""

    async def suggest(self, begun: str, channel: str, limit: int) -> Sequence[str]:
        return [begun][:limit]

    async def hot(self, channel: str, limit: int, asker: Asker | None = None) -> Sequence[str]:
        return ["网点几点下班", "怎样激活银行卡", "怎样改密码"][:limit]


async def test_the_editors_questions_stand_first_and_none_twice(spine: Spine) -> None:
    catalogue = Catalogue(spine.database)
    offering = OpeningOffers(catalogue, spine.database, spine.clock, ZoneInfo("Asia/Shanghai"))
    questions = LedQuestions(Asked(), [offering])
    key = key_of("visitor")
    assert await questions.hot("webchat", 2, Asker(key)) == ["网点几点下班", "怎样激活银行卡"]
    async with spine.database.write() as connection:
        for place, first in enumerate(
            (
                NewOpening(question="怎样激活银行卡", pages=("/cards",)),
                NewOpening(question="白金卡权益", segments=("gold",)),
            )
        ):
            values = first.model_dump(mode="json") | {"place": place}
            written = {"written_by": "li", "written_at": spine.clock.now()}
            await openings.add(connection, opening_id=f"o-{place}", **values, **written)
    await catalogue.look()
    on_cards = Asker(key, "/cards/loss")
    assert await questions.hot("webchat", 6, on_cards) == ["怎样激活银行卡", "网点几点下班", "怎样改密码"]
    await spine.say()
    async with spine.database.write() as connection:
        await spine.conversations.do_set_facts(connection, key, Facts(segment="gold"))
    assert await questions.hot("webchat", 2, on_cards) == ["怎样激活银行卡", "白金卡权益"]
    assert await questions.suggest("卡", "webchat", 3) == ["卡"]
