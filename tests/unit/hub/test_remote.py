"""Whose request it is: a header is believed from named proxies alone, and only as far as they wrote it."""

from dataclasses import dataclass, field

import pytest
from sanic.compat import Header

from hub.errors import SetupError
from hub.remote import client_address, read_address, read_networks, remote_address
from hub.settings import Settings

PROXY, INNER, CLIENT = "10.0.0.5", "10.0.1.7", "198.51.100.20"
TRUSTED = read_networks(f"{PROXY}, 10.0.1.0/24, 2001:db8:1::/64,fe80::/10")


@dataclass
class Asked:
    """What `remote_address` reads of Sanic's request."""

    ip: str
    headers: Header = field(default_factory=Header)


@pytest.mark.parametrize(
    ("peer", "listed", "expected"),
    [
        # Nobody wrote anything.
        (CLIENT, "", CLIENT),
        (PROXY, "", PROXY),
        (PROXY, "   ", PROXY),
        # Whoever comes past the proxy is not believed.
        (CLIENT, "192.0.2.1", CLIENT),
        (CLIENT, PROXY, CLIENT),
        ("10.0.0.6", "192.0.2.1", "10.0.0.6"),
        # What the proxy saw, and what the client made up before it.
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"192.0.2.1, {CLIENT}", CLIENT),
        (PROXY, f"{PROXY}, {CLIENT}", CLIENT),
        (PROXY, f"127.0.0.1,::1,garbage,{CLIENT}", CLIENT),
        # Proxies in a row.
        (PROXY, f"192.0.2.1, {CLIENT}, {INNER}", CLIENT),
        (PROXY, f"{CLIENT},  {INNER},{PROXY}", CLIENT),
        (PROXY, INNER, INNER),
        (PROXY, f"10.0.1.9, {INNER}", "10.0.1.9"),
        # What is no address leaves the peer's own.
        (PROXY, "unknown", PROXY),
        (PROXY, f"{CLIENT}, unknown", PROXY),
        (PROXY, f"{CLIENT}, unknown, {INNER}", PROXY),
        (PROXY, f"{CLIENT},", PROXY),
        (PROXY, "_hidden", PROXY),
        (PROXY, "198.51.100.20.evil.example", PROXY),
        (PROXY, "198.51.100.020", PROXY),
        (PROXY, "１９８.51.100.20", PROXY),
        (PROXY, "198.51.100.20:http", PROXY),
        (PROXY, "' OR 1=1 --", PROXY),
        (PROXY, "1" * 5000, PROXY),
        # Ports, IPv6, zones.
        (PROXY, f"{CLIENT}:50123", CLIENT),
        (PROXY, "[2001:DB8::1]:443", "2001:db8::1"),
        (PROXY, "[2001:db8::1]", "2001:db8::1"),
        (PROXY, "2001:db8:0::1", "2001:db8::1"),
        (PROXY, "2001:db8::1%eth0", "2001:db8::1"),
        (PROXY, f"::ffff:{CLIENT}", CLIENT),
        (f"::ffff:{PROXY}", CLIENT, CLIENT),
        ("2001:db8:1::5", CLIENT, CLIENT),
        ("2001:db8:2::5", CLIENT, "2001:db8:2::5"),
        ("fe80::5%eth0", CLIENT, CLIENT),
        ("", CLIENT, ""),
    ],
)
def test_the_right_most_address_that_is_no_trusted_proxy(peer: str, listed: str, expected: str) -> None:
    assert client_address(peer, listed, TRUSTED) == expected


@pytest.mark.parametrize("listed", [CLIENT, f"{CLIENT}, {INNER}", "garbage"])
def test_without_a_setting_nothing_is_believed(listed: str) -> None:
    assert client_address(PROXY, listed, ()) == PROXY


def test_several_lines_of_the_header_are_one_list() -> None:
    asked = Asked(
        PROXY, Header([("X-Forwarded-For", "192.0.2.1"), ("x-forwarded-for", f"{CLIENT}, {INNER}")])
    )
    assert remote_address(asked, TRUSTED) == CLIENT
    assert remote_address(Asked(PROXY), TRUSTED) == PROXY


def test_other_headers_are_not_believed() -> None:
    others = Header([("Forwarded", f"for={CLIENT}"), ("X-Real-IP", CLIENT), ("X-Client-IP", CLIENT)])
    assert remote_address(Asked(PROXY, others), TRUSTED) == PROXY


def test_one_client_has_one_name() -> None:
    names = ["2001:db8::a", "2001:DB8:0:0::A", "[2001:db8::a]:1", "2001:db8::a%1"]
    assert {str(read_address(name)) for name in names} == {"2001:db8::a"}


@pytest.mark.parametrize("wrong", ["10.0.0.0/33", "proxy.bank.internal", "10.0.0.5 10.0.0.6", "10.0.0.1/24"])
def test_a_proxy_that_is_no_network_is_said_at_the_start(wrong: str) -> None:
    with pytest.raises(SetupError) as refused:
        Settings(_env_file=None, trusted_proxies=f"127.0.0.1,{wrong}")
    assert "YUANQIAO_TRUSTED_PROXIES" in refused.value.detail
    assert repr(wrong) in refused.value.detail


def test_proxies_are_read_once_and_may_be_none() -> None:
    assert Settings(_env_file=None).proxies == ()
    named = Settings(_env_file=None, trusted_proxies=" 127.0.0.1 , ::1/128,").proxies
    assert [str(network) for network in named] == ["127.0.0.1/32", "::1/128"]
