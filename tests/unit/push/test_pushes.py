"""Customers who are away are told by the bank's app: whom, when, how often, and no word of the chat."""

import hashlib
import hmac
import json

import pytest

from hub.contacts import BankLogin, ContactBook, StoredContacts
from hub.messages import Author, AuthorKind, Event, EventKind, Text
from hub.ports import Address
from hub.reactions import Said
from hub.store.encrypted import new_data_keys, read_data_keys
from push.pushes import CLAIMED_S, QUIET_S, TRIES, Pushes
from push.service import PushService
from push.store import pushes
from tests.support.ports import free_port
from tests.unit.hub.contacts.signing import ISSUER, SECRET, login
from tests.unit.hub.spine import CHANNEL, Spine, key_of
from tests.unit.push.conftest import BankPushes

PUSH_SECRET = "s" * 32
AFTER_S = 10.0
IDENTITY = key_of("visitor")


class Chat:
    """A customer in the chat, the bank's answers to them, and the pushes of one process."""

    def __init__(self, spine: Spine, url: str) -> None:
        self.spine = spine
        contacts = ContactBook(spine.conversations, spine.clock, read_data_keys(new_data_keys("k1")))
        self._login = StoredContacts(spine.database, spine.clock, contacts, BankLogin(SECRET, ISSUER))
        self.pushes = self.process(url)
        spine.hooks.reactions.inside(Said, self.pushes.do_note)

    def process(self, url: str) -> Pushes:
        return Pushes(
            self.spine.database,
            self.spine.clock,
            PushService(url, PUSH_SECRET),
            self._login.customer_number,
            after_s=AFTER_S,
            bank="示范银行",
        )

    async def sign_in(self, visitor: str = "visitor") -> None:
        token = login(self.spine.clock.now(), sub=f"C-{visitor}", jti=visitor)
        await self._login.sign_in(Address(CHANNEL, "default", visitor), token)

    async def say(self, text: str) -> None:
        author = Author(kind=AuthorKind.AGENT, name="小李")
        async with self.spine.database.write() as connection:
            await self.spine.conversations.do_say(connection, IDENTITY, 1, [Text(text=text)], author=author)

    async def later(self, seconds: float) -> int:
        self.spine.clock.turn(seconds)
        return await self.pushes.tell_due()

    async def seen(self, seq: int) -> None:
        event = Event(
            kind=EventKind.DELIVERED,
            identity=IDENTITY,
            conversation=1,
            seq=seq,
            at=self.spine.clock.now(),
        )
        await self.spine.inbox.report([event])


@pytest.fixture
async def chat(spine: Spine, bank: BankPushes) -> Chat:
    made = Chat(spine, bank.url)
    await spine.say("你好")
    return made


async def test_who_is_away_is_told_once_and_of_no_words(chat: Chat, bank: BankPushes) -> None:
    await chat.sign_in()
    await chat.say("余额是一百元")
    await chat.spine.send()
    assert await chat.later(AFTER_S - 1) == 0
    assert await chat.later(1) == 1
    assert await chat.later(600) == 0
    assert bank.taken == [
        {
            "customer": "C-visitor",
            "title": "示范银行：您有新的客服消息",
            "conversation": f"{IDENTITY}.1",
            "message": f"{IDENTITY}.1.2",
        }
    ]


async def test_the_call_is_signed_with_its_time(chat: Chat, bank: BankPushes) -> None:
    await chat.sign_in()
    await chat.say("x")
    await chat.later(AFTER_S)
    ((body, header),) = bank.calls
    millis = int(chat.spine.clock.now().timestamp() * 1000)
    signed = hmac.new(PUSH_SECRET.encode(), f"{millis}.".encode() + body, hashlib.sha256).hexdigest()
    assert header == f"t={millis},v1={signed}"


async def test_what_has_arrived_is_no_news(chat: Chat, bank: BankPushes) -> None:
    await chat.sign_in()
    await chat.say("x")
    await chat.spine.send()
    await chat.seen(2)
    assert await chat.later(AFTER_S) == 0
    assert bank.calls == []


async def test_who_is_not_known_to_the_bank_is_not_told(chat: Chat, bank: BankPushes) -> None:
    await chat.say("x")
    assert await chat.later(600) == 0
    assert bank.calls == []


async def test_however_much_is_said_a_customer_is_told_once_a_minute(chat: Chat, bank: BankPushes) -> None:
    await chat.sign_in()
    for _ in range(4):
        await chat.say("x")
    assert await chat.later(AFTER_S) == 1
    await chat.say("y")
    assert await chat.later(AFTER_S) == 0
    assert await chat.later(QUIET_S) == 1
    assert [json.loads(body)["message"].rpartition(".")[2] for body, _ in bank.calls] == ["2", "6"]


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_a_service_that_refuses_is_asked_again_and_given_up(
    chat: Chat, bank: BankPushes, status: int
) -> None:
    bank.status = status
    await chat.sign_in()
    await chat.say("x")
    for _ in range(TRIES + 3):
        await chat.later(600)
    assert len(bank.calls) == TRIES
    bank.status = 204
    await chat.say("y")
    assert await chat.later(600) == 1, "what comes later is told again"


async def test_a_service_that_is_away_is_told_once_it_is_back(chat: Chat, bank: BankPushes) -> None:
    away = chat.process(f"http://127.0.0.1:{free_port()}/push")
    await chat.sign_in()
    await chat.say("x")
    chat.spine.clock.turn(AFTER_S)
    assert await away.tell_due() == 0
    assert await chat.later(600) == 1
    assert len(bank.taken) == 1


async def test_two_processes_tell_a_customer_once(chat: Chat, bank: BankPushes) -> None:
    other = chat.process(bank.url)
    await chat.sign_in()
    await chat.say("x")
    chat.spine.clock.turn(AFTER_S)
    told = [await other.tell_due(), await chat.pushes.tell_due()]
    assert sorted(told) == [0, 1]
    assert len(bank.calls) == 1


async def test_what_a_dead_process_had_in_hand_is_told_by_another(chat: Chat, bank: BankPushes) -> None:
    dead = chat.process(bank.url)
    await chat.sign_in()
    await chat.say("x")
    chat.spine.clock.turn(AFTER_S)
    async with chat.spine.database.read() as connection:
        (row,) = await pushes.due(connection, chat.spine.clock.now(), 10)
    assert await dead._claim(row) is not None
    assert await chat.later(1) == 0
    assert await chat.later(CLAIMED_S) == 1
    assert len(bank.taken) == 1
