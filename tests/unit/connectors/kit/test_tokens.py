"""The token keeper asks seldom: once for many, in time, and once for a token that was refused."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text

from connectors.kit.accounts import AccountKey
from connectors.kit.http import AccountClient, Hosts, ProviderResponse
from connectors.kit.store import tokens
from connectors.kit.store.tokens import TokenKey
from connectors.kit.tokens import FORCED_EVERY_S, MARGIN_S, REREAD_S, Issued, TokenKeeper
from hub.errors import NotAllowed, Unavailable
from hub.store.database import Database
from hub.store.encrypted import new_data_keys, read_data_keys
from tests.support.clock import HandClock
from tests.unit.connectors.kit.provider import Provider

RETAIL = AccountKey("wechat", "retail")
TOKEN = TokenKey(RETAIL, "access")
KEYS = read_data_keys(new_data_keys("k1"))

Make = Callable[..., TokenKeeper]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def make(store: Database, provider: Provider, clock: HandClock) -> AsyncIterator[Make]:
    """Keepers as several processes have them, on one database and one provider."""
    client = AccountClient(RETAIL, Hosts(frozenset(), frozenset({provider.place})))

    async def issue(forced: bool) -> Issued:
        query = {"force": "1"} if forced else {}
        match await client.ask("GET", provider.url("/token"), query=query):
            case ProviderResponse(status=200) as answer:
                said = answer.json()
                return Issued(said["access_token"], said["expires_in"])
            case ProviderResponse(status=403):
                raise NotAllowed("the secret is wrong")
            case _:
                raise Unavailable("the provider is out of order")

    keepers: list[TokenKeeper] = []

    def one(lease_s: float = 15.0) -> TokenKeeper:
        given = {"store": store, "keys": KEYS, "clock": clock}
        keepers.append(TokenKeeper(TOKEN, issue, owner="hub-1", lease_s=lease_s, **given))
        return keepers[-1]

    yield one
    for keeper in keepers:
        await keeper.close()
    await client.close()


async def test_many_that_ask_at_once_in_two_processes_get_one_token(make: Make, provider: Provider) -> None:
    provider.may_issue.clear()
    first, second = make(), make()
    asking = asyncio.gather(*(keeper.token() for keeper in (first, second) * 10))
    await provider.arrived.wait()
    await asyncio.sleep(0.3)
    provider.may_issue.set()
    assert set(await asking) == {"token-1"}
    assert provider.issued == 1


async def test_a_token_is_kept_and_replaced_before_it_expires(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    keeper, other = make(), make()
    assert await keeper.token() == "token-1"
    clock.turn(7200 - MARGIN_S - 1)
    assert [await keeper.token(), await other.token()] == ["token-1"] * 2
    clock.turn(2)
    assert [await keeper.token(), await other.token()] == ["token-2"] * 2
    assert (provider.issued, provider.forced) == (2, 0)


async def test_a_token_of_a_short_life_is_not_asked_for_at_every_look(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    provider.expires_in_s = 300
    keeper = make()
    for _ in range(10):
        assert await keeper.token() == "token-1"
        clock.turn(14)
    assert provider.issued == 1


async def test_while_one_replaces_it_the_others_use_the_token_that_still_holds(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    first, second = make(), make()
    await first.token()
    clock.turn(7200 - MARGIN_S + 1)
    provider.may_issue.clear()
    provider.arrived.clear()
    replacing = asyncio.create_task(first.token())
    await provider.arrived.wait()
    assert await second.token() == "token-1"
    provider.may_issue.set()
    assert await replacing == "token-2"


async def test_a_refused_token_is_replaced_once_for_all(make: Make, provider: Provider) -> None:
    first, second = make(), make()
    refused = await first.token()
    assert await second.token() == refused
    got = await asyncio.gather(*(keeper.refused(refused) for keeper in (first, second) * 10))
    assert set(got) == {"token-2"}
    assert (provider.issued, provider.forced) == (2, 1)


async def test_who_comes_late_with_a_refused_token_gets_the_one_that_replaced_it(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    first, second = make(), make()
    old = await second.token()
    await first.refused(await first.token())
    # Until it looks again, the other process uses the old one, which providers let hold for five minutes.
    assert await second.token() == old
    assert await second.refused(old) == "token-2"
    clock.turn(REREAD_S + 1)
    assert await second.token() == "token-2"
    assert provider.issued == 2


async def test_a_provider_that_refuses_whatever_it_issues_is_not_stormed(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    keepers = [make(), make()]
    value = await keepers[0].token()
    waits: list[float] = []
    for second in range(60):
        try:
            value = await keepers[second % 2].refused(value)
        except Unavailable as error:
            waits.append(error.fields["retry_after_s"])
        clock.turn(1)
    assert len(waits) == 58
    assert 0 < min(waits) <= max(waits) <= FORCED_EVERY_S
    assert (provider.issued, provider.forced) == (3, 2)


async def test_a_provider_that_fails_is_asked_less_and_less_often(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    provider.status = 503
    keepers, refused = [make(), make()], 0
    for second in range(60):
        try:
            await keepers[second % 2].token()
        except Unavailable:
            refused += 1
        clock.turn(1)
    assert refused == 60
    assert 4 <= provider.wanted <= 6
    provider.status = 200
    clock.turn(61)
    assert await keepers[0].token() == "token-1"


async def test_what_asking_raises_reaches_who_waits(make: Make, provider: Provider) -> None:
    provider.status = 403
    with pytest.raises(NotAllowed, match="secret is wrong"):
        await make().token()


async def test_a_provider_that_fails_costs_nothing_while_the_token_holds(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    keeper = make()
    await keeper.token()
    provider.status = 503
    clock.turn(7200 - MARGIN_S + 1)
    assert await keeper.token() == "token-1"
    clock.turn(MARGIN_S)
    with pytest.raises(Unavailable):
        await keeper.token()


async def test_one_who_gives_up_does_not_stop_the_others(make: Make, provider: Provider) -> None:
    provider.may_issue.clear()
    keeper = make()
    one, other = asyncio.create_task(keeper.token()), asyncio.create_task(keeper.token())
    await provider.arrived.wait()
    one.cancel()
    await asyncio.gather(one, return_exceptions=True)
    provider.may_issue.set()
    assert await other == "token-1"
    assert provider.issued == 1


async def test_a_keeper_that_stops_while_it_asks_is_replaced_after_its_lease(
    make: Make, provider: Provider, clock: HandClock
) -> None:
    provider.may_issue.clear()
    dead, heir = make(), make()
    dying = asyncio.create_task(dead.token())
    await provider.arrived.wait()
    await dead.close()
    await asyncio.gather(dying, return_exceptions=True)
    provider.may_issue.set()
    waiting = asyncio.create_task(heir.token())
    await asyncio.sleep(0.6)
    assert not waiting.done(), "the lease still runs"
    clock.turn(15.5)
    assert await waiting == "token-1"


async def test_one_who_wakes_behind_its_lease_writes_nothing_over_its_heir(
    make: Make, provider: Provider, clock: HandClock, store: Database
) -> None:
    provider.may_issue.clear()
    slow, heir = make(), make()
    sleeping = asyncio.create_task(slow.token())
    await provider.arrived.wait()
    clock.turn(16)
    inheriting = asyncio.create_task(heir.token())
    while provider.wanted < 2:  # noqa: ASYNC110  (the heir gives no sign)
        await asyncio.sleep(0.02)
    provider.may_issue.set()
    got = await asyncio.gather(sleeping, inheriting)
    async with store.read() as connection:
        kept = await tokens.find(connection, TOKEN, KEYS)
    assert got == [kept.value] * 2, "the one whose lease was lost reads what its heir has stored"
    assert provider.issued == 2


async def test_a_token_is_not_to_be_seen_in_the_database(make: Make, store: Database) -> None:
    await make().token()
    async with store.read() as connection:
        (value,) = (await connection.execute(text("SELECT value FROM channel_token"))).scalars()
    assert value.startswith("k1:")
    assert "token" not in value


async def test_a_token_whose_key_is_gone_is_asked_for_anew(
    make: Make, provider: Provider, store: Database, clock: HandClock
) -> None:
    await make().token()
    async with store.read() as connection:
        other = read_data_keys(new_data_keys("k2"))
        assert (await tokens.find(connection, TOKEN, other)).value is None
        assert (await tokens.find(connection, TOKEN, KEYS)).value == "token-1"
