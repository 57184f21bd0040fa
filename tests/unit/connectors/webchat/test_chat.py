"""One open chat without a server: greeting, history, refusals, closing (docs/webchat-protocol.md)."""

import uuid
from dataclasses import replace

import pytest

from connectors.webchat.channel import open_channel
from connectors.webchat.chat import HISTORY, RESUME_LIMIT
from connectors.webchat.parts import REFUSALS_PER_MINUTE
from connectors.webchat.uploads import KINDS
from hub.errors import BadSignature, NotAllowed, Overloaded, SetupError, StoreUnavailable, TooMany
from hub.messages import EventKind
from hub.ports import Wish
from hub.settings import Settings
from tests.unit.connectors.webchat.desk import GOOD_LOGIN, Desk, FakeKnowledge, frames, hear, words


async def test_a_new_visitor_is_greeted_with_everything_the_client_needs() -> None:
    desk = Desk(bank_name="示例银行", bank_hotline="95000")
    _, (welcome, caught_up) = await desk.open()
    token = welcome.pop("token")
    assert desk.parts.tokens.check(token, desk.clock.now())
    assert welcome == {
        "type": "welcome",
        "v": 1,
        "resume": False,
        "heartbeat_s": 20,
        "text_limit": 2000,
        "bank": {"name": "示例银行", "hotline": "95000", "colour": "#0b6b74"},
        "hot": [],
        "uploads": {"bytes": 1000, "types": list(KINDS)},
    }
    assert caught_up == {"type": "caught_up", "more_before": False}


@pytest.mark.parametrize(("count", "more"), [(HISTORY, False), (HISTORY + 1, True)])
async def test_without_a_place_the_newest_are_sent(count: int, more: bool) -> None:
    desk = Desk()
    for _ in range(count):
        desk.store.add()
    _, (_, *history, caught_up) = await desk.open()
    assert [frame["message"]["seq"] for frame in history] == list(range(count - HISTORY + 1, count + 1))
    assert caught_up["more_before"] is more


@pytest.mark.parametrize(("count", "resume"), [(RESUME_LIMIT + 1, True), (RESUME_LIMIT + 2, False)])
async def test_a_client_resumes_unless_it_lies_too_far_back(count: int, resume: bool) -> None:
    desk = Desk()
    for _ in range(count):
        desk.store.add()
    _, (welcome, *history, _) = await desk.open(after={"conversation": 1, "seq": 1})
    assert welcome["resume"] is resume
    assert len(history) == (RESUME_LIMIT if resume else HISTORY)
    assert history[-1]["message"]["seq"] == count


async def test_each_greeting_renews_the_token_of_the_same_visitor() -> None:
    desk = Desk()
    _, (first, _) = await desk.open()
    desk.clock.turn(3600)
    again, (second, _) = await desk.open(token=first["token"])
    assert first["token"] != second["token"]
    assert first["token"].split(".")[1] == second["token"].split(".")[1]
    assert desk.parts.sessions.of(again.session.identity)


async def test_who_may_not_chat_is_told_why() -> None:
    desk = Desk()
    with pytest.raises(NotAllowed):
        desk.chat(embedder="https://evil.example")
    with pytest.raises(BadSignature):
        desk.chat(token="x")
    for _ in range(2):
        desk.chat()
    with pytest.raises(TooMany):
        desk.chat()
    assert desk.parts.sessions.count == 0, "who was not greeted holds nothing"


async def test_an_ack_comes_first_and_every_socket_gets_the_message() -> None:
    desk = Desk()
    one, (welcome, _) = await desk.open()
    two, _ = await desk.open(token=welcome["token"])
    frame = words()
    assert [got["type"] for got in await hear(one, **frame)] == ["ack", "message"]
    assert [got["type"] for got in frames(two)] == ["message"]
    assert [got["type"] for got in await hear(two, **frame)] == ["ack", "message"]
    assert frames(one) == [], "a repeated message is news to nobody else"


@pytest.mark.parametrize("error", [StoreUnavailable("as told"), TooMany("as told", retry_after_s=7.0)])
async def test_what_could_not_be_stored_is_refused_and_never_acked(error: Exception) -> None:
    desk = Desk()
    chat, _ = await desk.open()
    desk.store.error = error
    frame = words()
    (refused,) = await hear(chat, **frame)
    code, wait = ("unavailable", 2.0) if isinstance(error, StoreUnavailable) else ("too_many", 7.0)
    assert refused == {
        "type": "refused",
        "id": frame["id"],
        "code": code,
        "retry_after_s": wait,
        "detail": "as told",
    }
    desk.store.error = None
    assert [got["type"] for got in await hear(chat, **frame)] == ["ack", "message"]


async def test_too_many_and_too_long_messages_are_refused_before_they_reach_the_store() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    (long,) = await hear(chat, **words("长" * 2001))
    assert long["code"] == "too_large"
    answers = [(await hear(chat, **words()))[0] for _ in range(4)]
    assert [got["type"] for got in answers] == ["ack", "ack", "ack", "refused"]
    assert (answers[3]["code"], len(desk.store.messages)) == ("too_many", 3)


async def test_small_frames_have_small_answers() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    assert await hear(chat, type="ping") == [{"type": "pong"}]
    assert await hear(chat, type="typing") == []
    assert await hear(chat, type="close", conversation=1, seq=1) == [], "there is nothing to close yet"
    desk.store.add()
    (closed,) = await hear(chat, type="close", conversation=1, seq=1)
    assert closed == {"type": "event", "event": "closed", "conversation": 1, "seq": 0}
    assert await hear(chat, type="read", conversation=1, seq=1) == []
    await desk.parts.receipts.flush()
    assert desk.store.reported[-1].kind is EventKind.READ


def test_the_channel_opens_with_a_secret_only() -> None:
    desk = Desk()
    channel = open_channel(desk.context)
    assert (channel.name, channel.rules.quiet_s, channel.rules.idle_close_s) == ("webchat", 0.0, 1800.0)
    bare = Settings(_env_file=None)
    with pytest.raises(SetupError):
        open_channel(replace(desk.context, settings=bare))


async def test_a_house_that_is_too_far_behind_takes_no_new_chat_but_keeps_the_old_ones() -> None:
    desk = Desk()
    _, (welcome, _) = await desk.open()
    desk.door.refused = {Wish.CHAT}
    with pytest.raises(Overloaded):
        desk.chat()
    desk.chat(token=welcome["token"])


async def test_what_is_refused_for_overload_is_not_stored_and_says_when_to_come_again() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    desk.door.refused = {Wish.MESSAGE}
    (refused,) = await hear(chat, **words("您好"))
    assert (refused["type"], refused["code"], refused["retry_after_s"]) == ("refused", "overloaded", 7.5)
    assert desk.store.messages == []
    desk.door.refused = set()
    ack, _ = await hear(chat, **words("您好"))
    assert ack["type"] == "ack"


async def test_no_suggestions_are_searched_while_the_house_is_behind() -> None:
    knowledge = FakeKnowledge()
    desk = Desk(knowledge)
    chat, _ = await desk.open()
    desk.door.refused = {Wish.SUGGESTION}
    assert await hear(chat, type="suggest", id=1, text="信用卡") == [
        {"type": "suggestions", "id": 1, "questions": []}
    ]


async def test_a_new_chat_begins_without_questions_while_the_house_is_behind() -> None:
    desk = Desk(FakeKnowledge(questions=["银行卡丢了怎么办"]))
    _, (welcome, _) = await desk.open()
    assert welcome["hot"] == ["银行卡丢了怎么办"]
    desk.door.refused = {Wish.SUGGESTION}
    _, (welcome, _) = await desk.open(token=welcome["token"])
    assert welcome["hot"] == []


async def test_a_verdict_waits_while_the_house_is_behind() -> None:
    desk = Desk(FakeKnowledge())
    chat, _ = await desk.open()
    rate = {"type": "rate", "id": str(uuid.uuid4()), "conversation": 1, "seq": 2, "verdict": "up"}
    desk.door.refused = {Wish.ANALYTICS}
    (refused,) = await hear(chat, **rate)
    assert (refused["type"], refused["code"], refused["id"]) == ("refused", "overloaded", rate["id"])
    assert desk.knowledge.rated == []
    desk.door.refused = set()
    assert await hear(chat, **rate) == [{"type": "rated", "id": rate["id"]}]


async def test_a_login_of_the_bank_is_handed_on_and_answered() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    good, bad = str(uuid.uuid4()), str(uuid.uuid4())
    assert await hear(chat, type="sign_in", id=good, login=GOOD_LOGIN) == [{"type": "signed_in", "id": good}]
    assert [desk.context.key_of(address) for address in desk.contacts.signed_in] == [chat.session.identity]
    (refused,) = await hear(chat, type="sign_in", id=bad, login="forged")
    assert (refused["type"], refused["id"], refused["code"]) == ("refused", bad, "bad_signature")


async def test_logins_count_among_the_visitors_messages() -> None:
    desk = Desk()
    chat, _ = await desk.open()
    answers = [await hear(chat, type="sign_in", id=str(uuid.uuid4()), login=GOOD_LOGIN) for _ in range(4)]
    assert [frame["type"] for (frame,) in answers] == ["signed_in"] * 3 + ["refused"]
    assert answers[-1][0]["code"] == "too_many"


async def test_who_goes_on_with_what_is_refused_is_hung_up_on_and_an_overload_is_nobodys_fault() -> None:
    desk = Desk(webchat_messages_per_minute=1000)
    chat, _ = await desk.open()
    desk.door.refused = {Wish.MESSAGE, Wish.ANALYTICS}
    for _ in range(3 * REFUSALS_PER_MINUTE):
        assert (await hear(chat, **words()))[0]["code"] == "overloaded"
    desk.door.refused = set()
    for _ in range(REFUSALS_PER_MINUTE):
        assert (await hear(chat, **words("长" * 2001)))[0]["code"] == "too_large"
    with pytest.raises(TooMany, match="refusals"):
        await hear(chat, **words("长" * 2001))
    desk.clock.turn(60)
    assert (await hear(chat, **words("长" * 2001)))[0]["code"] == "too_large"


async def test_an_overloaded_house_neither_cleans_nor_looks_anything_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing is cleaned that is refused")

    desk = Desk()
    chat, _ = await desk.open()
    monkeypatch.setattr("connectors.webchat.chat.to_arrival", never)
    monkeypatch.setattr(type(chat), "_uploaded", never)
    desk.door.refused = {Wish.MESSAGE}
    assert (await hear(chat, **words()))[0]["code"] == "overloaded"
