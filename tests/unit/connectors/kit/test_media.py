"""Media is fetched from the provider's hosts at public addresses, whatever a message says."""

import socket
from collections.abc import Iterator

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from connectors.kit.accounts import AccountKey
from connectors.kit.http import Hosts, NotSent, ProviderResponse, Unknown, fetch_media
from connectors.kit.http.public_only import PublicOnly, is_public
from hub.errors import NotAllowed, SetupError
from tests.unit.connectors.kit.provider import Provider

KEY = AccountKey("sms", "main")
HOSTS = Hosts(frozenset({"api.twilio.com", ".twiliocdn.com"}), frozenset({"127.0.0.1:9"}))

FINE = [
    "https://api.twilio.com/2010-04-01/Accounts/AC1/Media/ME1",
    "https://API.twilio.com:443/x?y=z#part",
    "https://mms.twiliocdn.com/a%20b",
    "http://127.0.0.1:9/simulated",
]

HOSTILE = [
    "http://api.twilio.com/",
    "https://api.twilio.com:8443/",
    "https://api.twilio.com./",
    "https://api.twilio.com.evil.example/",
    "https://evil.example/api.twilio.com",
    "https://evil.example#api.twilio.com",
    "https://evil.example?api.twilio.com",
    "https://evil.example\\@api.twilio.com/",
    "https://api.twilio.com\\.evil.example/",
    "https://api.twilio.com@evil.example/",
    "https://api.twilio.com:443@evil.example/",
    "https://user@api.twilio.com/",
    "https://user:pass@api.twilio.com/",
    "https://:@api.twilio.com/",
    "https://@evil.example/",
    "https://twiliocdn.com/",
    "https://.twiliocdn.com/",
    "https://eviltwiliocdn.com/",
    "https://api.twilio.com%2eevil.example/",
    "https://api.twilio.com%00.evil.example/",
    "https://api.twilio.com%0d%0aHost:evil.example/",
    "https://api.twilio.com\r\nHost: evil.example/",
    "https://api.twilio.com /",
    " https://api.twilio.com/",
    "https://api.twilio.com/\x00",
    "https://api.twilio.com/\x7f",
    "https://аpi.twilio.com/",
    "https://api.twilio。com/",
    "https://ⓐpi.twilio.com/",
    "https://api.twilio.com/图",
    "//api.twilio.com/",
    "api.twilio.com/",
    "/relative",
    "",
    "https://",
    "https:///api.twilio.com/",
    "https:api.twilio.com/",
    "ftp://api.twilio.com/",
    "file:///etc/passwd",
    "gopher://api.twilio.com/",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "ws://api.twilio.com/",
    "unix:///var/run/docker.sock",
    "https://127.0.0.1/",
    "https://127.0.0.1:9/",
    "http://127.0.0.1:90/",
    "http://127.0.0.1:8080/",
    "http://127.0.0.1/",
    "http://127.1:9/",
    "http://0x7f000001:9/",
    "http://2130706433:9/",
    "http://017700000001:9/",
    "http://localhost:9/",
    "http://0.0.0.0:9/",
    "http://[::1]:9/",
    "http://[::ffff:127.0.0.1]:9/",
    "http://169.254.169.254/latest/meta-data/",
    "https://[fd00:ec2::254]/",
    "https://metadata.google.internal/",
    "http://10.0.0.1/",
    "https://[::1/",
    "https://api.twilio.com:99999/",
    "https://api.twilio.com:x/",
    "https://api.twilio.com/" + "a" * 3000,
]


@pytest.mark.parametrize("address", FINE)
def test_the_providers_own_addresses_may_be_called(address: str) -> None:
    assert str(HOSTS.check(address).raw_host).lower() in {"api.twilio.com", "mms.twiliocdn.com", "127.0.0.1"}


def test_there_are_enough_hostile_addresses() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("address", HOSTILE)
async def test_a_hostile_address_is_refused(address: str) -> None:
    with pytest.raises(NotAllowed):
        await fetch_media(KEY, address, HOSTS, 1000)


@pytest.mark.parametrize(
    ("names", "loopback"),
    [
        ({"10.0.0.1"}, set()),
        ({"*.twilio.com"}, set()),
        ({"twilio"}, set()),
        ({"."}, set()),
        ({".com"}, set()),
        ({""}, set()),
        (set(), {"10.0.0.1:80"}),
        (set(), {"localhost:80"}),
        (set(), {"127.0.0.1"}),
        (set(), {"127.0.0.1:0"}),
        (set(), {"0.0.0.0:80"}),
    ],
)
def test_a_list_that_would_let_too_much_through_is_refused(names: set[str], loopback: set[str]) -> None:
    with pytest.raises(SetupError):
        Hosts(frozenset(names), frozenset(loopback))


PRIVATE = """
0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::a00:1
2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1:: 2001:db8::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
ff02::1 fec0::1
not-an-address
""".split()  # noqa: SIM905  (a list of words reads best as words)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_some_inner_net_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "54.172.60.0", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


class Names(AbstractResolver):
    """Names that lead where the test says: another place each time, as one who rebinds does it."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers: Iterator[list[str]] = iter(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        self.asked += 1
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in next(self._answers)
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["169.254.169.254"]])
async def test_a_name_of_the_provider_that_leads_inside_is_refused(answer: list[str]) -> None:
    with pytest.raises(NotAllowed, match="not public"):
        await fetch_media(KEY, FINE[0], HOSTS, 1000, resolver=Names(answer))


async def test_a_name_is_looked_up_once_and_its_checked_addresses_are_the_ones_that_count() -> None:
    names = Names(["1.1.1.1"], ["127.0.0.1"])
    guarded = PublicOnly(names)
    assert [each["host"] for each in await guarded.resolve("api.twilio.com", 443)] == ["1.1.1.1"]
    assert names.asked == 1
    with pytest.raises(NotAllowed):
        await guarded.resolve("api.twilio.com", 443)


class Nowhere(Names):
    """No name leads anywhere."""

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        raise OSError("no such name")


async def test_a_name_that_does_not_exist_is_not_sent() -> None:
    result = await fetch_media(KEY, FINE[0], HOSTS, 1000, resolver=Nowhere())
    assert isinstance(result, NotSent)


async def test_media_is_fetched_up_to_its_limit_and_redirects_are_handed_back(provider: Provider) -> None:
    hosts = Hosts(frozenset(), frozenset({provider.place}))
    address = provider.url("/large?bytes=5000")
    whole = await fetch_media(KEY, address, hosts, 5000)
    assert isinstance(whole, ProviderResponse)
    assert len(whole.body) == 5000
    assert isinstance(await fetch_media(KEY, address, hosts, 4999), Unknown)
    away = await fetch_media(KEY, provider.url("/away?to=http://10.0.0.1/"), hosts, 5000)
    assert isinstance(away, ProviderResponse)
    assert (away.status, away.headers["Location"]) == (302, "http://10.0.0.1/")
