"""What the house says of its own state, by the rules of the channel: as it is, as typing, or not at all."""

from dataclasses import replace

import pytest

from hub.conversation.signs import TurnSigns
from hub.errors import BotUnavailable
from hub.messages import Arrival, EventKind, NoticeCode
from hub.ports import ShownAs
from hub.store import schema
from tests.unit.hub.spine import CHANNEL, Spine
from tests.unit.hub.test_serve import FakeAsker, server

GONE = BotUnavailable("as told", why="deadline")


@pytest.fixture
def asker(spine: Spine, monkeypatch: pytest.MonkeyPatch) -> FakeAsker:
    monkeypatch.setattr("hub.conversation.serve.RETRY_FIRST_S", 0.0)
    return FakeAsker(spine)


def show(spine: Spine, shown: ShownAs, *what: NoticeCode | EventKind) -> None:
    spine.rules[CHANNEL] = replace(spine.rules[CHANNEL], notices=dict.fromkeys(what, shown))


async def said(spine: Spine) -> list[str]:
    rows = [row for row in await spine.rows(schema.message) if row.direction == "out"]
    return [row.segments[0].get("code") or row.segments[0]["text"] for row in rows]


@pytest.mark.parametrize(
    ("shown", "told", "signs"),
    [
        (ShownAs.ITSELF, ["late", "failed"], 0),
        (ShownAs.TYPING, [], 2),
        (ShownAs.NOTHING, [], 0),
    ],
)
async def test_late_and_failed_are_told_as_the_channel_tells_them(
    spine: Spine, asker: FakeAsker, shown: ShownAs, told: list[str], signs: int
) -> None:
    show(spine, shown, NoticeCode.LATE, NoticeCode.FAILED)
    asker.plan, asker.takes_s = [GONE], 70.0
    turn = await spine.open_turn()
    await server(spine, asker)._until_closed(turn)
    assert await said(spine) == told
    assert [event.kind for event in spine.sender.shown] == [EventKind.TYPING] * signs
    (row,) = await spine.rows(schema.turn)
    assert row.state == "failed"
    assert row.noticed_at is not None
    (letter,) = await spine.rows(schema.dead_letter)
    assert letter.code == "gave_up", "people are shown it all the same"


@pytest.mark.parametrize(
    ("shown", "signs"),
    [(ShownAs.ITSELF, [EventKind.WAITING]), (ShownAs.TYPING, [EventKind.TYPING]), (ShownAs.NOTHING, [])],
)
async def test_the_sign_that_it_takes_longer_is_shown_as_the_channel_shows_it(
    spine: Spine, asker: FakeAsker, shown: ShownAs, signs: list[EventKind]
) -> None:
    show(spine, shown, EventKind.WAITING)
    shows = TurnSigns(spine.bus, spine.clock, spine.senders, spine.rules, 0.0)
    await shows.show(await spine.open_turn(), EventKind.WAITING)
    assert [event.kind for event in spine.sender.shown] == signs


@pytest.mark.parametrize(("shown", "told"), [(ShownAs.ITSELF, ["secret_removed"]), (ShownAs.NOTHING, [])])
async def test_that_a_secret_was_removed_is_told_where_the_channel_tells_it(
    spine: Spine, shown: ShownAs, told: list[str]
) -> None:
    show(spine, shown, NoticeCode.SECRET_REMOVED)
    arrival = spine.arrival("密码是 123456", provider_id="p1")
    assert isinstance(arrival, Arrival)
    assert arrival.secret_removed
    await spine.accept(arrival)
    assert await said(spine) == told
