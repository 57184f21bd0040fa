"""Credentials that the hub makes open a real relay, for as long as they say, and for nobody else."""

import hashlib
import hmac
import secrets
import socket
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.errors import SetupError
from tests.flow.video.meeting import ON_SQLITE, come_in, met
from tests.support.clock import HandClock
from tests.support.coturn import INSTALL, RelayServer, find_coturn
from tests.support.house import House, make_settings
from tests.support.video import customer_side
from video.media.relay import Relay, credentials
from video.part import open_relay

ALLOCATE, ALLOCATED, REFUSED = 0x0003, 0x0103, 0x0113
USERNAME, INTEGRITY, ERROR, REALM, NONCE, TRANSPORT = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015, 0x0019
COOKIE = 0x2112A442
UDP = b"\x11\x00\x00\x00"


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayServer]:
    program = find_coturn()
    if program is None:
        pytest.skip(f"no relay found: {INSTALL}")
    server = RelayServer(program, tmp_path_factory.mktemp("relay") / "coturn")
    server.start()
    yield server
    server.kill()


def attribute(kind: int, value: bytes) -> bytes:
    """An attribute of STUN (RFC 8489, 14), padded."""
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def asked(attributes: bytes, more: int = 0) -> bytes:
    """A request for an allocation; `more`: bytes that are still to come."""
    return (
        struct.pack("!HHI", ALLOCATE, len(attributes) + more, COOKIE) + secrets.token_bytes(12) + attributes
    )


def answered(told: bytes) -> tuple[int, dict[int, bytes]]:
    """Kind and attributes of an answer."""
    kind, at, found = struct.unpack_from("!H", told)[0], 20, {}
    while at < len(told):
        name, length = struct.unpack_from("!HH", told, at)
        found[name] = told[at + 4 : at + 4 + length]
        at += 4 + length + -length % 4
    return kind, found


def allocate(server: RelayServer, name: str, password: str) -> int:
    """The kind of the answer to somebody with these credentials (RFC 8656, 7.1)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(10)
        line.connect((server.config.address, server.config.port))
        line.send(asked(attribute(TRANSPORT, UDP)))
        kind, told = answered(line.recv(2048))
        assert kind == REFUSED, "nobody gets in without credentials"
        realm = told[REALM].decode()
        body = attribute(TRANSPORT, UDP) + attribute(USERNAME, name.encode())
        body += attribute(REALM, told[REALM]) + attribute(NONCE, told[NONCE])
        request = asked(body, more=24)
        key = hashlib.md5(f"{name}:{realm}:{password}".encode(), usedforsecurity=False).digest()
        line.send(request + attribute(INTEGRITY, hmac.new(key, request, hashlib.sha1).digest()))
        return answered(line.recv(2048))[0]


def test_the_relay_lets_in_who_has_credentials_for_as_long_as_they_say(relay: RelayServer) -> None:
    now, secret = datetime.fromtimestamp(time.time(), UTC), relay.config.secret
    assert allocate(relay, *credentials(secret, now + timedelta(minutes=1))) == ALLOCATED
    assert allocate(relay, *credentials(secret, now - timedelta(seconds=2))) == REFUSED
    assert allocate(relay, *credentials("0" * 64, now + timedelta(minutes=1))) == REFUSED
    name, password = credentials(secret, now + timedelta(minutes=1))
    later = f"{int(name.partition(':')[0]) + 3600}:{name.partition(':')[2]}"
    assert allocate(relay, later, password) == REFUSED, "nobody gives themselves more time"


def test_without_a_relay_nothing_of_one_is_told() -> None:
    frame = Relay(HandClock(), (), "", only=False).frame("x")
    assert (frame["servers"], frame["relay_only"]) == ([], False)


@pytest.mark.parametrize(
    "wrong", [{"video_relay_urls": "turn:relay.example:3478"}, {"video_relay_only": True}]
)
def test_half_a_relay_is_none(wrong: dict[str, str | bool], tmp_path: Path) -> None:
    settings = make_settings("sqlite://", tmp_path, 1, **wrong)
    with pytest.raises(SetupError):
        open_relay(settings, HandClock())


@ON_SQLITE
async def test_each_side_is_told_how_to_connect_before_it_does(house: House) -> None:
    async with met(house) as both, customer_side(house) as customer:
        await come_in(customer, await both.link())
        call = (await both.agent.call_is("ringing"))["call"]
        await both.agent.ask("accept", call=call)
        for side in (both.agent, customer):
            await side.call_is("joined")
            kinds = [frame["type"] for frame in side.frames]
            assert kinds.count("ice") == 1
            joined = next(
                place for place, frame in enumerate(side.frames) if '"joined"' in str(frame).replace("'", '"')
            )
            assert kinds.index("ice") < joined
