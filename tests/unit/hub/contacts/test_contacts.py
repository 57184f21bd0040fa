"""One person on several channels: joined, taken apart, and nothing that was said is lost."""

import asyncio
from typing import Any

import pytest

from hub.contacts import BankLogin, ContactBook, Handle, HandleKind
from hub.contacts.stored import StoredContacts
from hub.errors import Conflict, NotFound
from hub.ids import identity_key
from hub.messages import Facts
from hub.ports import Address
from hub.store import contacts as queries
from hub.store import identities
from hub.store.encrypted import new_data_keys, read_data_keys
from tests.unit.hub.contacts.signing import ISSUER, SECRET, login
from tests.unit.hub.spine import CHANNEL, Spine, key_of

PLATFORM = "open-platform-1"
KEYS = read_data_keys(new_data_keys("k1"))


class People:
    """Contacts on the spine, and short names for what the tests do."""

    def __init__(self, spine: Spine) -> None:
        self.spine = spine
        self.contacts = ContactBook(spine.conversations, spine.clock, KEYS)
        reader = BankLogin(SECRET, ISSUER)
        self.port = StoredContacts(spine.database, spine.clock, self.contacts, reader)

    async def do(self, name: str, *arguments: Any, **more: Any) -> Any:
        self.spine.clock.turn(1)  # what was done has an order
        async with self.spine.database.write() as connection:
            return await getattr(self.contacts, name)(connection, *arguments, **more)

    async def learn(self, visitor: str, value: str) -> None:
        await self.port.learn_union_id(address(visitor), PLATFORM, value)

    async def sign_in(self, visitor: str, customer: str, jti: str) -> None:
        await self.port.sign_in(address(visitor), login(self.spine.clock.now(), sub=customer, jti=jti))

    async def together(self, visitor: str) -> set[str]:
        """Who is one person with this visitor."""
        return {row.external_id for row in await self.do("identities", key_of(visitor))}

    async def contact(self, visitor: str) -> str:
        async with self.spine.database.write() as connection:
            row = await identities.lock(connection, key_of(visitor))
            assert row is not None
            return await queries.standing_for(connection, row.contact_id)


async def test_the_last_way_in_is_a_fact_and_what_is_no_name_of_one_is_let_pass(people: "People") -> None:
    for way in ("poster-7", "/restart", "a b", "x" * 65, "海报-8", "<b>", ""):
        await people.port.learn_source(address("a"), way)
    async with people.spine.database.read() as connection:
        person = await identities.person_of(connection, key_of("a"))
    assert person.facts.source == "海报-8"


@pytest.fixture
def people(spine: Spine) -> People:
    return People(spine)


def address(visitor: str) -> Address:
    return Address(CHANNEL, "default", visitor)


async def test_the_same_union_id_makes_one_person_and_history_stays(people: People) -> None:
    said = await people.spine.say("第一句", visitor="a", provider_id="p1")
    other = await people.spine.say("第二句", visitor="b", provider_id="p2")
    await people.learn("a", "U1")
    assert await people.together("a") == {"a"}
    await people.learn("b", "U1")
    assert await people.together("a") == await people.together("b") == {"a", "b"}
    assert (said.identity, other.identity) == (key_of("a"), key_of("b")), "conversations stay whose they are"
    await people.learn("c", "U2")
    assert await people.together("c") == {"c"}, "who has written nothing yet is known, too"


async def test_learning_again_changes_nothing(people: People) -> None:
    for _ in range(3):
        await people.learn("a", "U1")
        await people.learn("b", "U1")
    contact = await people.contact("a")
    async with people.spine.database.read() as connection:
        changes = await queries.changes_of(connection, contact)
    assert [change.what for change in changes] == ["merged"]


async def test_another_realm_is_another_person(people: People) -> None:
    await people.port.learn_union_id(address("a"), "platform-1", "U1")
    await people.port.learn_union_id(address("b"), "platform-2", "U1")
    assert await people.together("a") == {"a"}


async def test_a_login_joins_whatever_the_channel(people: People) -> None:
    await people.learn("wechat", "U1")
    await people.sign_in("wechat", "C1", "j1")
    await people.sign_in("page", "C1", "j2")
    assert await people.together("page") == {"wechat", "page"}
    assert await people.do("customer_number", key_of("wechat")) == "C1"
    await people.learn("miniprogram", "U1")
    assert await people.do("customer_number", key_of("miniprogram")) == "C1"


async def test_a_shared_telephone_goes_with_who_signs_in(people: People) -> None:
    """Another customer on the same page takes that identity along, and nothing else of the first."""
    await people.sign_in("shared", "C1", "j1")
    await people.sign_in("own", "C1", "j2")
    await people.sign_in("shared", "C2", "j3")
    assert await people.together("own") == {"own"}
    assert await people.together("shared") == {"shared"}
    assert await people.do("customer_number", key_of("shared")) == "C2"
    await people.sign_in("second", "C2", "j4")
    assert await people.together("second") == {"shared", "second"}
    await people.sign_in("shared", "C1", "j5")
    assert await people.together("own") == {"own", "shared"}
    assert await people.together("second") == {"second"}


async def test_a_login_is_good_for_once_and_sets_what_is_certain(people: People) -> None:
    now = people.spine.clock.now()
    token = login(now, sub="C1", jti="j1", tier="gold")
    await people.port.sign_in(address("a"), token)
    for visitor in ("a", "b"):
        with pytest.raises(Conflict):
            await people.port.sign_in(address(visitor), token)
    async with people.spine.database.read() as connection:
        assert (await identities.person_of(connection, key_of("a"))).facts == Facts(tier="gold")
    people.spine.clock.turn(500)
    await people.sign_in("a", "C1", "j9")  # and forgets the expired one on its way
    async with people.spine.database.write() as connection:
        assert await queries.use_login(connection, "x", now, people.spine.clock.now())


async def test_the_same_login_at_the_same_moment_is_taken_once(people: People) -> None:
    token = login(people.spine.clock.now(), sub="C1", jti="j1")
    tries = [people.port.sign_in(address(f"v{n}"), token) for n in range(6)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(each) for each in done if each is not None] == [Conflict] * 5


async def test_many_who_are_one_person_at_the_same_moment(people: People) -> None:
    await asyncio.gather(*(people.learn(f"v{n}", "U1") for n in range(8)))
    assert await people.together("v0") == {f"v{n}" for n in range(8)}


async def test_people_merge_and_take_apart_again(people: People) -> None:
    for visitor in ("a", "b", "c"):
        await people.spine.say(visitor=visitor, provider_id=visitor)
    one, two, three = [await people.contact(visitor) for visitor in ("a", "b", "c")]
    await people.do("do_merge", one, two, by="agent-1")
    await people.do("do_merge", two, three, by="agent-1")
    assert await people.together("a") == {"a", "b", "c"}
    with pytest.raises(Conflict):
        await people.do("do_merge", one, three, by="agent-1")
    with pytest.raises(NotFound):
        await people.do("do_merge", one, "0" * 32, by="agent-1")
    await people.do("do_undo_merge", two, by="agent-2")
    assert await people.together("a") == {"a", "b"}, "what was merged before stays merged"
    assert await people.together("c") == {"c"}
    with pytest.raises(Conflict):
        await people.do("do_undo_merge", three, by="agent-2")
    async with people.spine.database.read() as connection:
        changes = await queries.changes_of(connection, two)
    assert [(change.what, change.by) for change in changes] == [
        ("merged", "agent-1"),
        ("merged", "agent-1"),
        ("unmerged", "agent-2"),
    ]


async def test_what_was_taken_apart_is_not_joined_by_the_house_again(people: People) -> None:
    await people.learn("a", "U1")
    await people.learn("b", "U1")
    await people.do("do_split", key_of("b"), by="agent-1")
    assert await people.together("b") == {"b"}
    await people.learn("b", "U1")
    assert await people.together("b") == {"b"}
    with pytest.raises(Conflict):
        await people.do("do_split", key_of("b"), by="agent-1")
    await people.sign_in("a", "C1", "j1")
    await people.sign_in("b", "C1", "j2")
    assert await people.together("b") == {"a", "b"}, "the customer's own login says more than an agent"


async def test_an_undone_merge_is_not_made_again_by_the_house(people: People) -> None:
    await people.learn("a", "U1")
    await people.spine.say(visitor="b", provider_id="b")
    merged = await people.contact("b")
    await people.learn("b", "U1")
    await people.do("do_undo_merge", merged, by="agent-1")
    await people.learn("b", "U1")
    assert await people.together("b") == {"b"}


async def test_nobody_is_not_found(people: People) -> None:
    handle = Handle(HandleKind.UNION_ID, PLATFORM, "U1")
    nobody = identity_key("x", "y", "z")
    for name, arguments in (("do_learn", (nobody, handle)), ("identities", (nobody,))):
        with pytest.raises(NotFound):
            await people.do(name, *arguments)


async def test_a_customers_number_lies_encrypted_and_its_handle_tells_nothing(people: People) -> None:
    await people.sign_in("a", "C-SECRET-1", "j1")
    async with people.spine.database.read() as connection:
        (row,) = await queries.handles_of(connection, [await people.contact("a")])
        raw = (await connection.exec_driver_sql("SELECT value, digest FROM contact_handle")).one()
    assert "C-SECRET-1" not in f"{raw.value}{raw.digest}"
    assert row.value is not None
    assert "C-SECRET-1" not in repr(Handle(HandleKind.BANK_CUSTOMER, ISSUER, "C-SECRET-1"))
