"""The customer's picture of their card at the wire: taken in their call at its step, and kept nowhere."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from hub.store.metadata import metadata
from tests.flow.video.meeting import ON_SQLITE, Met, come_in, met
from tests.flow.video.test_flows import case, step
from tests.support.house import House
from tests.support.id_cards import (
    FONT,
    INSTALL,
    MadeUp,
    covered,
    drawn,
    jpeg,
    made_up,
    on_a_table,
    with_check,
)
from tests.support.looking import rows
from tests.support.video import Side, customer_side, heard
from video.calls.links import Passes
from video.identity.limits import PICTURES_PER_MINUTE, UPLOAD_BYTES
from video.store import cases
from video.store.calls import parse_call_id
from video.store.schema import video_call
from video.store.schema_cases import video_step

pytestmark = pytest.mark.skipif(not FONT.is_file(), reason=f"no font to draw cards: {INSTALL}")

PERSON = next(each for each in map(made_up, range(50)) if not each.id_number.endswith("X"))
"""A number that ends with X fails in the demonstration."""


@dataclass
class AtTheStep:
    """Both sides at the identity step of a flow."""

    both: Met
    customer: Side
    call: str
    seat: str

    async def send(self, picture: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
        """The customer's page sends a picture; gives the status and what was said."""
        origin = f"http://127.0.0.1:{self.both.house.settings.port}"
        told = {"Origin": origin, "Content-Type": "image/jpeg", "Authorization": f"Bearer {self.seat}"}
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(
                f"{origin}/video/identity", data=io.BytesIO(picture), headers=told | headers
            ) as answer,
        ):
            return answer.status, await answer.json()

    async def picture(self) -> dict[str, Any]:
        """The newest that the desk was told, as soon as there is one."""
        await self.both.agent.until(lambda: bool(self.pictures()))
        return self.pictures()[-1]

    def pictures(self) -> list[dict[str, Any]]:
        """All that the desk was told of pictures."""
        return [frame for frame in self.both.agent.frames if frame["type"] == "picture"]

    async def tick(self, person: MadeUp) -> str:
        """The agent sends who it is."""
        told = {"name": person.name, "id_number": person.id_number}
        return await step(self.both, self.call, "identity", person=told)


@asynccontextmanager
async def at_the_step(house: House, *, to: str = "identity") -> AsyncIterator[AtTheStep]:
    """In a call with a flow that has come so far."""
    async with met(house) as both, customer_side(house) as customer:
        seat = await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        assert await both.agent.ask("accept", call=call) == "done"
        await customer.call_is("joined")
        (row,) = await rows(house, video_call)
        async with house.database.write() as connection:
            until = house.hub.clock.now().replace(year=2100)
            await cases.give_licence(connection, row.account_id, "card_sales", until)
        async with heard(customer), heard(both.agent):
            assert await both.agent.ask("begin", call=call, script="card_interview") == "done"
            if to == "identity":
                assert await step(both, call, "consent", answer="同意") == "done"
            yield AtTheStep(both, customer, call, seat)


def card(person: MadeUp, number: str = "") -> bytes:
    return jpeg(on_a_table(drawn(person, number), degrees=2))


async def whole_database(house: House) -> str:
    """Everything that stands in it."""
    told = []
    async with house.database.read() as connection:
        for table in metadata.sorted_tables:
            told.append(str((await connection.execute(select(table))).all()))
    return "\n".join(told)


async def test_a_card_is_read_confirmed_and_kept_nowhere(
    house: House, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with at_the_step(house) as at:
        shown = await at.customer.one(lambda frame: frame["type"] == "step" and frame["kind"] == "identity")
        assert shown["picture"] is True
        assert await at.send(card(PERSON)) == (200, {"trouble": ""})
        told = await at.picture()
        assert (told["name"], told["id_number"], told["trouble"]) == (PERSON.name, PERSON.id_number, "")
        assert (told["call"], told["step"]) == (at.call, "identity")
        assert await at.tick(PERSON) == "done"
        proof = case(at.both)["proofs"]["identity"]
    (row,) = [each for each in await rows(house, video_step) if each.step == "identity"]
    assert row.detail == proof
    assert (proof["provider"], proof["demo"], proof["score"]) == ("DEMO", True, 100)
    assert proof["document_by"] == "ocr"
    assert proof["expires_at"] > proof["checked_at"]
    assert "face_score" not in proof, "nothing is recorded here: no face could be looked at"
    assert len(proof["picture"]) == 64
    everything = await whole_database(house)
    logged = "".join(capfd.readouterr())
    for secret in (PERSON.name, PERSON.id_number):
        assert secret not in everything
        assert secret not in logged
    kept = await asyncio.to_thread(pictures_below, tmp_path)
    assert kept == []


def pictures_below(folder: Path) -> list[Path]:
    """Every file that begins as a JPEG does."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if path.read_bytes().startswith(b"\xff\xd8\xff")]


@ON_SQLITE
async def test_the_agent_corrects_a_name_and_types_where_nothing_can_be_read(house: House) -> None:
    async with at_the_step(house) as at:
        assert await at.send(jpeg(covered(on_a_table(drawn(PERSON))))) == (200, {"trouble": "number_unseen"})
        told = await at.picture()
        assert (told["id_number"], told["trouble"]) == ("", "number_unseen")
        assert await at.tick(PERSON) == "done"
        assert case(at.both)["proofs"]["identity"]["document_by"] == "typed"


@ON_SQLITE
async def test_another_number_than_the_picture_shows_is_refused_until_they_agree(house: House) -> None:
    other = MadeUp(PERSON.name, with_check("00000019770707" + "123"))
    async with at_the_step(house) as at:
        assert (await at.send(card(PERSON)))[0] == 200
        await at.picture()
        assert await at.tick(other) == "document_differs"
        assert "identity" not in case(at.both)["done"]
        assert await at.tick(PERSON) == "done"


@ON_SQLITE
async def test_a_wrong_check_digit_is_told_and_not_taken_for_read(house: House) -> None:
    wrong = PERSON.id_number[:17] + ("1" if PERSON.id_number[17] != "1" else "2")
    async with at_the_step(house) as at:
        assert await at.send(card(PERSON, wrong)) == (200, {"trouble": "check_digit"})
        assert (await at.picture())["id_number"] == ""


@ON_SQLITE
async def test_only_the_seat_of_this_call_at_this_step_sends_a_picture(house: House) -> None:
    picture = jpeg(on_a_table(drawn(PERSON)))
    async with at_the_step(house, to="consent") as at:
        assert (await at.send(picture))[0] == 409, "consent comes first"
        await step(at.both, at.call, "consent", answer="同意")
        port = house.settings.port
        for headers, status in (
            ({"Authorization": ""}, 403),
            ({"Authorization": f"Bearer {at.seat[:-1]}{'0' if at.seat[-1] != '0' else '1'}"}, 403),
            ({"Authorization": f"Bearer {another_call(house, at.call)}"}, 409),
            ({"Origin": "https://elsewhere.example"}, 403),
            ({"Origin": f"http://localhost:{port + 1}"}, 403),
            ({"Content-Type": "image/png"}, 400),
        ):
            assert (await at.send(picture, **headers))[0] == status, headers
        assert (await at.send(b""))[1]["code"] == "media_type"
        assert (await at.send(b"<svg/>"))[1]["code"] == "media_type"
        assert (await at.send(picture[: len(picture) // 2]))[1]["code"] == "media_broken"
        assert at.pictures() == []
        assert await at.tick(PERSON) == "done"
        assert (await at.send(picture))[0] == 409, "the step is done: nothing is wanted any more"
        assert at.pictures() == []


def another_call(house: House, call: str) -> str:
    """A seat that the hub gave in a call that is not open: its next one."""
    key = parse_call_id(call)
    passes = Passes(house.settings.visitor_secret.get_secret_value())
    return passes.seat(key._replace(number=key.number + 1), house.hub.clock.now().replace(year=2100))


@ON_SQLITE
async def test_a_picture_is_bounded_in_size_and_number(house: House) -> None:
    async with at_the_step(house) as at:
        status, said = await at.send(b"\xff\xd8\xff" + bytes(UPLOAD_BYTES))
        assert (status, said["code"]) == (413, "too_large")
        for _ in range(PICTURES_PER_MINUTE - 1):
            assert (await at.send(b"nothing"))[0] == 422
        status, said = await at.send(b"nothing")
        assert (status, said["code"]) == (429, "too_many")
        at.both.later(61)
        assert (await at.send(b"nothing"))[0] == 422


@ON_SQLITE
async def test_where_cards_are_not_read_the_agent_compares_and_everything_else_works(
    house_without_reading: House,
) -> None:
    async with at_the_step(house_without_reading) as at:
        flows = await at.both.agent.one(lambda frame: frame["type"] == "flows")
        assert flows["ocr"] is False
        assert await at.send(card(PERSON)) == (200, {"trouble": "not_installed"})
        told = await at.picture()
        assert (told["id_number"], told["trouble"]) == ("", "not_installed")
        assert len(told["picture"]) > 1000, "the agent sees the picture all the same"
        assert await at.tick(PERSON) == "done"
        assert case(at.both)["proofs"]["identity"]["document_by"] == "typed"


@ON_SQLITE
async def test_while_the_agents_line_is_gone_no_picture_is_taken(house: House) -> None:
    async with at_the_step(house) as at:
        assert (await at.send(card(PERSON)))[0] == 200
        await at.picture()
        await at.both.agent.socket.close()
        await at.customer.call_is("lost")
        assert (await at.send(card(PERSON)))[0] == 409, "nobody is there to see it"


@ON_SQLITE
async def test_where_no_service_checks_anybody_no_picture_is_wanted(house_without_services: House) -> None:
    async with at_the_step(house_without_services) as at:
        shown = await at.customer.one(lambda frame: frame["type"] == "step" and frame["kind"] == "identity")
        assert shown["picture"] is False
        assert (await at.send(card(PERSON)))[0] == 409
        assert await at.tick(PERSON) == "conflict"
