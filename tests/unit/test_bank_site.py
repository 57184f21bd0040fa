"""The invented bank's site: one script tag that names the hub, and an orderly life as a process."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from hub.contacts.bank_login import BankLogin
from simulators.bank_site.login import LoginPage
from simulators.bank_site.server import SiteCannotStart, read_settings

COMMAND = [sys.executable, "-m", "simulators.bank_site"]


def start(**settings: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **settings}
    return subprocess.Popen(
        COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def site() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running site and its address."""
    process = start(YUANQIAO_BANK_SITE_PORT="0", YUANQIAO_PORT="18080")
    assert process.stdout is not None
    yield process, process.stdout.readline().split()[-1]
    process.kill()
    process.communicate()


def test_pages_embed_the_hubs_chat_with_one_script_tag_and_its_invitation_with_another(
    site: tuple[subprocess.Popen[str], str],
) -> None:
    for path in ("", "help", "cards", "branches", "wealth"):
        with urlopen(site[1] + path) as answer:  # noqa: S310  (an address of our own)
            page = answer.read().decode()
            policy = answer.headers["Content-Security-Policy"]
        scripts = re.findall(r"<script[^>]*>", page)
        assert scripts == [
            f'<script src="http://127.0.0.1:18080/{name}" async>'
            for name in ("webchat.js", "webchat-invite.js")
        ]
        assert "frame-src http://127.0.0.1:18080;" in policy
        assert "{{" not in page


def test_there_is_nothing_else(site: tuple[subprocess.Popen[str], str]) -> None:
    for path in ("../server.py", "%2e%2e/server.py", "site.css/", "admin"):
        with pytest.raises(HTTPError) as refused:
            urlopen(site[1] + path)  # noqa: S310  (an address of our own)
        assert refused.value.code == 404
        refused.value.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(site: tuple[subprocess.Popen[str], str], number: signal.Signals) -> None:
    process, _ = site
    process.send_signal(number)
    assert process.wait(5) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""


def test_a_taken_port_is_one_sentence_and_exit_code_3() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(YUANQIAO_BANK_SITE_PORT=str(port))
        out, fault = process.communicate(timeout=10)
    assert (process.returncode, out) == (3, "")
    assert fault == f"The bank's site cannot listen on port {port}: Address already in use.\n"


@pytest.mark.parametrize("port", ["", "x", "-1", "65536", "８０"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SiteCannotStart, match="YUANQIAO_PORT must be a port number"):
        read_settings({"YUANQIAO_PORT": port})


def test_a_hub_that_listens_everywhere_is_found_on_loopback() -> None:
    everywhere = {"YUANQIAO_HOST": "0.0.0.0"}  # noqa: S104  (read, never bound to)
    assert read_settings(everywhere).hub_url == "http://127.0.0.1:8080"


KEY = "0123456789abcdef0123456789abcdef"
BACK = "http://127.0.0.1:18080/wechat/phone/sign-in/done"


def test_the_login_page_signs_for_the_hub_and_leads_nowhere_else() -> None:
    page = LoginPage(KEY, "bank", ("http://127.0.0.1:18080",))
    assert f'value="{BACK}"' in str(page.page(BACK))
    form = urlencode({"customer": "100001", "return_to": BACK}).encode()
    where, _, fragment = str(page.back(form)).partition("#")
    assert where == BACK
    read = BankLogin(KEY, "bank").read(fragment.removeprefix("login="), datetime.now(UTC))
    assert (read.customer, read.facts.tier) == ("100001", "gold")
    for elsewhere in (
        "https://evil.example/",
        "http://127.0.0.1:18080.evil.example/",
        "http://127.0.0.1:18080@evil.example/",
        "//127.0.0.1:18080/",
        f"{BACK}#x",
        "http://[bad",
        "",
    ):
        assert page.page(elsewhere) is None
        assert page.back(urlencode({"customer": "100001", "return_to": elsewhere}).encode()) is None
    assert page.back(urlencode({"customer": "1", "return_to": BACK}).encode()) is None
