"""Recordings at the wire: who sees which, what is in the audit, holds, copies, and what time takes away."""

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from hub.errors import SetupError
from hub.ids import identity_key
from hub.ports import Address
from hub.store import identities
from hub.store.schema import identity
from hub.store.schema_staff import audit
from hub.store.staff import accounts
from records.store import holds
from tests.flow.video.meeting import ON_SQLITE
from tests.support.bot import TestBot
from tests.support.clock import HandClock
from tests.support.house import House, make_settings, running_house
from tests.support.looking import rows
from tests.support.recordings import PROOF, add_recording
from tests.support.staff import StaffClient, make_account, make_branches, staff_client
from tests.support.try_video import seal_keys
from tests.unit.video.sealed import sealed
from video.playback.derived import picture_of, words_of
from video.playback.keeping import Keeping, read_days
from video.playback.words import SaidInCall, write_words
from video.recording.keys import read_private_key
from video.store import kept
from video.store.calls import CallKey
from video.store.schema_recordings import video_export, video_recording

LIST = "/staff/recordings"
DAYS = {"card_interview": 100}
PICTURE = bytes(range(256)) * 1000


@pytest.fixture
async def house(database_url: str, tmp_path: Path, bot: TestBot) -> AsyncIterator[House]:
    """A house that has a key of the seal, and two branches with an agent and a supervisor each."""
    private, _ = seal_keys(tmp_path / "keys")
    settings = make_settings(
        database_url,
        tmp_path,
        bot.port,
        video_seal_key=str(private),
        video_retention_days="card_interview=100",
    )
    async with running_house(settings, bot, HandClock()) as running:
        await make_branches(running.hub.staff, "east", "west")
        for branch in ("east", "west"):
            await make_account(running.hub.staff, f"agent.{branch}", ["agent"], branch)
            await make_account(running.hub.staff, f"lead.{branch}", ["supervisor"], branch)
        yield running


def key_of(branch: str) -> CallKey:
    return CallKey(identity_key("webchat", "default", branch), 1, 1)


async def recorded(house: House, branch: str, **more: Any) -> str:
    """A sealed recording of the branch's agent, in the database and on the disk."""
    async with house.database.write() as connection:
        who = await accounts.by_login(connection, f"agent.{branch}")
        assert who is not None
        now = house.hub.clock.now()
        name = await add_recording(connection, key_of(branch), who.account_id, f"坐席{branch}", now, **more)
    folder = house.settings.video_folder / name
    folder.mkdir(parents=True)
    for file, data in sealed(read_private_key(Path(house.settings.video_seal_key))).items():
        (folder / file).write_bytes(data)
    picture = picture_of(house.settings.video_folder, name)
    picture.parent.mkdir(parents=True)
    picture.write_bytes(PICTURE)
    async with house.database.write() as connection:
        await kept.change(connection, name, picture="made")
    return name


@asynccontextmanager
async def as_staff(house: House, login: str) -> AsyncIterator[StaffClient]:
    async with staff_client(house.settings.staff_port) as client:
        assert (await client.sign_in(login)).status == 200
        yield client


async def bytes_of(client: StaffClient, path: str, **headers: str) -> tuple[int, bytes, Any]:
    async with client.session.get(client.url + path, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers


async def audited(house: House, action: str) -> list[Any]:
    return [row for row in await rows(house, audit) if row.action == action]


async def test_each_sees_their_own_and_a_look_stands_in_the_audit(house: House) -> None:
    lack = "customer's video is missing from 30000 to 60000 ms"
    east, west = await recorded(house, "east", lacks=(lack,)), await recorded(house, "west")
    async with as_staff(house, "agent.east") as client:
        (shown,) = (await client.ask("GET", LIST)).body["recordings"]
        assert (shown["recording_id"], shown["lacks"], shown["state"]) == (east, [lack], "sealed")
        assert (await client.ask("GET", f"{LIST}/{west}")).status == 404
        assert await audited(house, "recording.opened") != [], "reaching for it is written down, too"
        opened = (await client.ask("GET", f"{LIST}/{east}")).body
        steps = [(each["step"], each["result"], each["at_ms"]) for each in opened["steps"]]
        assert steps[0] == ("consent", "done", 6500)
        assert steps[-1] == ("signature", "", None), "what was never done is shown, too"
        proofs = {each["step"]: each["proof"] for each in opened["steps"] if each["proof"]}
        nothing = {"demo": False, "liveness_score": None, "expires_at": None}
        told = {name: value for name, value in PROOF.items() if name != "reference"}
        assert proofs == {"identity": told | nothing}
        assert opened["begins_ms"] == 2000
        assert opened["happened"] == [{"at_ms": 20_000, "kind": "lost", "side": "customer"}]
        assert (await client.ask("POST", f"{LIST}/{east}/exports", {"reason": "监管调阅"})).status == 403
        assert (await client.ask("POST", f"{LIST}/{east}/holds", {"reference": "案1"})).status == 403
    done = [row for row in await audited(house, "recording.opened") if row.result == "done"]
    assert [row.object_id for row in done] == [east]
    async with as_staff(house, "lead.west") as client:
        assert [each["recording_id"] for each in (await client.ask("GET", LIST)).body["recordings"]] == [west]
        assert (await client.ask("GET", f"{LIST}?lacking=true")).body["recordings"] == []


async def test_it_is_played_by_whoever_opened_it_and_by_ranges(house: House) -> None:
    east = await recorded(house, "east")
    async with as_staff(house, "lead.east") as lead, as_staff(house, "agent.east") as agent:
        assert (await bytes_of(lead, f"{LIST}/{east}/file"))[0] == 409, "nobody plays what they did not open"
        ticket = (await lead.ask("GET", f"{LIST}/{east}")).body["ticket"]
        at = f"{LIST}/{east}/file?ticket={ticket}"
        status, data, headers = await bytes_of(lead, at, Range="bytes=256-1023")
        assert (status, data) == (206, PICTURE[256:1024])
        assert headers["Content-Range"] == f"bytes 256-1023/{len(PICTURE)}"
        assert headers["Content-Type"] == "video/mp4"
        assert headers["Cache-Control"] == "private, no-store"
        assert (await bytes_of(lead, at))[1] == PICTURE
        assert (await bytes_of(lead, f"{at}&file=customer-a-1.webm"))[0] == 200
        for wrong in ("manifest.json", "../keys/seal.pem", "x.webm"):
            assert (await bytes_of(lead, f"{at}&file={wrong}"))[0] in (400, 404), wrong
        assert (await bytes_of(agent, at))[0] == 409, "a ticket is one account's"
        house.hub.clock.turn(7201)  # type: ignore[attr-defined]
        assert (await lead.sign_in("lead.east")).status == 200
        assert (await bytes_of(lead, at))[0] == 409, "it is over after two hours"


async def test_what_was_said_is_shown_where_it_was_heard(house: House) -> None:
    east = await recorded(house, "east")
    said = [
        SaidInCall(side="agent", at_ms=9000, text="是否同意"),
        SaidInCall(side="customer", at_ms=7000, text="您好"),
    ]
    write_words(words_of(house.settings.video_folder, east), said)
    async with as_staff(house, "agent.east") as client:
        opened = (await client.ask("GET", f"{LIST}/{east}")).body
    assert [(each["at_ms"], each["text"]) for each in opened["said"]] == [(7000, "您好"), (9000, "是否同意")]


async def test_a_copy_needs_a_reason_and_is_what_was_sealed(house: House) -> None:
    east = await recorded(house, "east")
    async with as_staff(house, "lead.east") as client:
        assert (await client.ask("POST", f"{LIST}/{east}/exports", {"reason": ""})).status == 400
        assert (await bytes_of(client, f"{LIST}/{east}/archive"))[0] == 409
        opened = (await client.ask("GET", f"{LIST}/{east}")).body["ticket"]
        assert (await bytes_of(client, f"{LIST}/{east}/archive?ticket={opened}"))[0] == 409
        got = await client.ask("POST", f"{LIST}/{east}/exports", {"reason": "监管检查调阅"})
        status, data, headers = await bytes_of(client, f"{LIST}/{east}/archive?ticket={got.body['ticket']}")
        assert (status, headers["Content-Disposition"]) == (
            200,
            f'attachment; filename="recording-{east}.zip"',
        )
        shown = (await client.ask("GET", f"{LIST}/{east}")).body["exports"]
        assert [each["reason"] for each in shown] == ["监管检查调阅"]
        assert (await client.ask("POST", f"{LIST}/{east}/check")).body == {"broken": [], "incomplete": []}
        packed = zipfile.ZipFile(io.BytesIO(data))
        assert packed.testzip() is None
        for path in (house.settings.video_folder / east).iterdir():
            assert packed.read(f"recording/{path.name}") == path.read_bytes()
        assert packed.read("picture.mp4") == PICTURE
        (house.settings.video_folder / east / "agent-v-1.webm").write_bytes(b"x")
        checked = (await client.ask("POST", f"{LIST}/{east}/check")).body
        assert checked["broken"] == ["agent-v-1.webm is not what was sealed"]
    (row,) = await rows(house, video_export)
    assert row.recording == east
    assert len(await audited(house, "recording.exported")) == 1


def sweep_of(house: House) -> Keeping:
    return Keeping(house.database, house.hub.clock, house.settings.video_folder, DAYS)


async def test_time_takes_it_away_and_nothing_else_does(house: House) -> None:
    east, west = await recorded(house, "east"), await recorded(house, "west")
    clock, folder = house.hub.clock, house.settings.video_folder
    assert isinstance(clock, HandClock)
    async with as_staff(house, "lead.east") as client:
        opened = (await client.ask("GET", f"{LIST}/{east}")).body
        assert opened["kept_until"] is not None
        assert (await client.ask("DELETE", f"{LIST}/{east}")).status == 405
        assert (await client.ask("POST", f"{LIST}/{east}/holds", {"reference": "协查 7"})).status == 204
        assert (await client.ask("POST", f"{LIST}/{east}/holds", {"reference": "协查 7"})).status == 409
    clock.turn(99 * 86_400)
    await sweep_of(house).sweep()
    assert (folder / west).is_dir()
    clock.turn(2 * 86_400)
    await sweep_of(house).sweep()
    assert not (folder / west).exists()
    assert not picture_of(folder, west).exists()
    assert (folder / east).is_dir(), "it is held"
    assert [row.object_id for row in await audited(house, "recording.expired")] == [west]
    async with as_staff(house, "lead.west") as client:
        (shown,) = (await client.ask("GET", LIST)).body["recordings"]
        assert shown["state"] == "removed", "that there was one is known for good"
        assert (await client.ask("POST", f"{LIST}/{west}/exports", {"reason": "监管调阅"})).status == 409
    async with as_staff(house, "lead.east") as client:
        assert (await client.ask("GET", f"{LIST}/{east}")).body["holds"][0]["reference"] == "协查 7"
        assert (await client.ask("POST", f"{LIST}/{east}/holds/lift", {"reference": "协查 7"})).status == 204
    await sweep_of(house).sweep()
    assert not (folder / east).exists()


@ON_SQLITE
async def test_days_count_from_the_end_of_the_product(house: House) -> None:
    east = await recorded(house, "east")
    clock, folder = house.hub.clock, house.settings.video_folder
    assert isinstance(clock, HandClock)
    ends: date = (clock.now() + timedelta(days=200)).date()
    async with as_staff(house, "lead.east") as client:
        at = f"{LIST}/{east}/product-end"
        assert (await client.ask("PUT", at, {"ends_on": ends.isoformat()})).status == 204
        sooner = (ends - timedelta(days=1)).isoformat()
        assert (await client.ask("PUT", at, {"ends_on": sooner})).status == 409
        assert (await client.ask("PUT", at, {"ends_on": None})).status == 409
    clock.turn(290 * 86_400)
    await sweep_of(house).sweep()
    assert (folder / east).is_dir()
    clock.turn(12 * 86_400)
    await sweep_of(house).sweep()
    assert not (folder / east).exists()


@ON_SQLITE
async def test_a_customer_who_is_held_keeps_their_recordings(house: House) -> None:
    east = await recorded(house, "east")
    clock = house.hub.clock
    assert isinstance(clock, HandClock)
    async with house.database.write() as connection:
        now = clock.now()
        key = key_of("east").identity
        await identities.ensure(connection, key, Address("webchat", "default", "east"), now)
        of = select(identity.c.contact_id).where(identity.c.identity_key == key)
        contact_id = (await connection.execute(of)).scalar_one()
        await holds.place(connection, contact_id, "法院", now)
    clock.turn(500 * 86_400)
    await sweep_of(house).sweep()
    assert (house.settings.video_folder / east).is_dir()
    (row,) = await rows(house, video_recording)
    assert row.removed_at is None


@pytest.mark.parametrize(
    "wrong", ["card_interview", "Nothing=3", "card_interview=0", "card_interview=1,card_interview=2"]
)
def test_days_name_flows(wrong: str) -> None:
    with pytest.raises(SetupError, match="each flow once"):
        read_days(wrong)
