"""An urgent customer while nobody is here hears the truth once, and who is on duty has one letter."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from handoff.coming import AGAIN, FIRST, LIFE, Staffed
from handoff.nights import DUTY, RIGHTS, Nights
from handoff.setup import AgentSetup, ChannelSetup
from handoff.setups import Setups
from handoff.store import agents
from handoff.store.schema import task
from handoff.wanting_video import NOBODY_AT_ALL
from handoff.wanting_video import WORDS as VIDEO_WORDS
from hub.conversation.close import do_answer
from hub.messages import RequestPerson
from hub.staff import Staff, open_staff
from hub.store.database import Database
from hub.store.encrypted import new_data_keys
from hub.store.staff import accounts
from tests.support.house import make_settings
from tests.support.letters import Post
from tests.support.staff import make_account
from tests.unit.handoff.floor import Floor
from tests.unit.hub.spine import Spine, answer_of

LOST = RequestPerson(reason="urgent.card_lost", urgent=True)


class Night:
    """The house at night, with a supervisor on duty who has an address."""

    def __init__(self, spine: Spine, staff: Staff) -> None:
        self.spine = spine
        self.staff = staff
        self.floor = Floor(spine)
        self.post = Post()
        staff.notices.use(self.post)
        nights = Nights(staff.settings, staff, self.floor.callbacks)
        spine.hooks.commands.register_speaking(RequestPerson, nights.do_request)

    async def tells(self, text: str, wish: RequestPerson = LOST, provider_id: str = "p1") -> str:
        """What a customer is answered whom the house finds to want a person."""
        turn = await self.spine.open_turn(text, provider_id=provider_id)
        now = self.spine.clock.now()
        done = answer_of(turn, "请马上挂失。", commands=[wish])
        async with self.spine.database.write() as connection:
            closing = await do_answer(connection, turn, done, self.spine.hooks, now, now)
        assert closing.written is not None
        return "\n".join(getattr(each, "text", "") for each in closing.written.message.segments)


@pytest.fixture
async def night(spine: Spine, database: Database, tmp_path: Path) -> Night:
    url, keys = database.url.render_as_string(hide_password=False), SecretStr(new_data_keys("k1"))
    settings = make_settings(url, tmp_path, 1, data_keys=keys, bank_hotline="95588")
    staff = open_staff(settings, database, spine.clock)
    await staff.give_defaults(RIGHTS)
    made = Night(spine, staff)
    for login, role in (("duty", "supervisor"), ("agent", "agent")):
        account = await make_account(staff, login, [role])
        async with database.write() as connection:
            sealed = staff.notices.seal(account, f"{login}@bank.example")
            await accounts.set_values(connection, account, email=sealed)
    return made


async def test_it_is_told_once_in_the_answer_itself(night: Night) -> None:
    words = await night.tells("我的卡丢了，我叫张三")
    assert words == f"请马上挂失。\n{FIRST['zh'][Staffed.NOBODY].format(hotline='95588')}"
    assert await night.tells("昨天丢的", provider_id="p2") == "请马上挂失。"
    (letter,) = night.post.letters
    assert (letter.kind, letter.to) == ("duty.urgent", "duty@bank.example")
    assert night.staff.settings.staff_origins[0] in letter.text
    assert "张三" not in letter.subject + letter.text
    assert [(row.urgent, row.turn) for row in await night.spine.rows(task)] == [(True, 1)]


async def test_who_only_wished_for_a_person_is_told_when_it_turns_urgent(night: Night) -> None:
    calm = RequestPerson(reason="转人工")
    assert await night.tells("转人工", calm) == "请马上挂失。"
    assert night.post.letters == []
    assert "95588" in await night.tells("my card is lost", provider_id="p2")
    assert len(night.post.letters) == 1


async def test_english_is_answered_in_english_and_lives_come_before_the_hotline(night: Night) -> None:
    words = await night.tells("I want to end my life", RequestPerson(reason="urgent.life", urgent=True))
    assert "asked a colleague to contact you, but none of our staff is online" in words
    assert words.index("12356") < words.index("95588")


@pytest.mark.parametrize("away", [False, True])
async def test_somebody_is_here_as_long_as_their_desk_is_heard(night: Night, away: bool) -> None:
    await night.floor.available("agent")
    if away:
        night.spine.clock.turn(46)
    assert ("95588" in await night.tells("卡丢了")) is away
    assert len(night.post.letters) == away


@pytest.mark.parametrize("there", Staffed)
async def test_who_asks_and_asks_again_is_told_the_truth_in_one_sentence(
    night: Night, there: Staffed
) -> None:
    if there is not Staffed.NOBODY:
        await night.floor.available("agent")
    if there is Staffed.BUSY:
        async with night.spine.database.write() as connection:
            await agents.change(connection, "agent", used=100)
    wish = LOST.model_copy(update={"tells": True})
    for number, texts in enumerate((FIRST, AGAIN)):
        words = await night.tells("卡丢了，转人工", wish, provider_id=f"p{number}")
        assert words == f"请马上挂失。\n{texts['zh'][there].format(hotline='95588')}"
    assert len(night.post.letters) == (there is Staffed.NOBODY)


def test_only_where_nobody_is_here_it_is_said_so() -> None:
    for texts in (FIRST, AGAIN, LIFE):
        for told in texts.values():
            nobody = [any(words in each for words in ("在线", "online")) for each in told.values()]
            assert nobody == [each is Staffed.NOBODY for each in told]


async def test_a_letter_that_cannot_be_written_does_not_keep_the_answer_back(night: Night) -> None:
    async with night.spine.database.write() as connection:
        (duty,) = await night.staff.directory.with_right(connection, DUTY)
        sealed = night.staff.notices.seal("somebody-else", "duty@bank.example")
        await accounts.set_values(connection, duty.account_id, email=sealed)
    assert "95588" in await night.tells("卡丢了")
    assert night.post.letters == []


@pytest.mark.parametrize("there", Staffed)
async def test_who_wants_a_call_is_told_whether_somebody_with_video_is_here(
    night: Night, there: Staffed
) -> None:
    wish = RequestPerson(reason="客户要求视频", medium="video", tells=True)
    setup = AgentSetup(account_id="chats", channels={"chat": ChannelSetup(most=5, cost=20)})
    async with night.spine.database.write() as connection:
        await Setups(night.spine.clock).do_put_profile(connection, setup, version=0)
    await night.floor.available("chats")
    if there is not Staffed.NOBODY:
        await night.floor.available("agent")
    if there is Staffed.BUSY:
        async with night.spine.database.write() as connection:
            await agents.change(connection, "agent", used=20)
    assert await night.tells("视频", wish) == f"请马上挂失。\n{VIDEO_WORDS['zh'][there]}"
    assert (await night.tells("video", wish, "p2")).endswith(VIDEO_WORDS["en"][there])
    (row,) = await night.spine.rows(task)
    assert row.medium == ("chat" if there is Staffed.NOBODY else "video")


async def test_a_rule_leads_to_video_in_silence_unless_nobody_serves_it(night: Night) -> None:
    wish = RequestPerson(reason="分流：理财", medium="video")
    assert await night.tells("我要买理财", wish) == f"请马上挂失。\n{NOBODY_AT_ALL['zh']}"
    await night.floor.available("agent")
    assert await night.tells("我要买理财", wish, "p2") == "请马上挂失。"
    (row,) = await night.spine.rows(task)
    assert row.medium == "video", "who waits for a chat is led to a call, too"
