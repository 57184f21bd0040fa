"""Serves the bank's site on loopback, from an origin that is not the hub's.

Environment: `YUANQIAO_BANK_SITE_PORT` (8081; 0 lets the system choose), `YUANQIAO_HOST` and `YUANQIAO_PORT`
(127.0.0.1 and 8080), which say where the hub is. The process prints its address, ends with 0 on SIGTERM and
SIGINT, and with 3 and one sentence when it cannot start.
"""

import os
import signal
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from simulators.bank_site.pages import Page, load_pages

LOOPBACK = "127.0.0.1"
CANNOT_START = 3
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  (compared with, never bound to)


class SiteSettings(NamedTuple):
    """Where the site listens, and where its pages find the hub."""

    port: int
    hub_url: str


class CannotStart(Exception):
    """The site cannot start; the text is one sentence for the operator."""


def read_settings(environment: Mapping[str, str]) -> SiteSettings:
    """Settings from the environment; raises `CannotStart` when a port is no port."""
    hub_host = environment.get("YUANQIAO_HOST", LOOPBACK)
    if hub_host in _EVERYWHERE:
        hub_host = LOOPBACK  # a hub that listens everywhere also listens here
    hub_port = _port(environment, "YUANQIAO_PORT", 8080)
    # Behind a proxy, browsers know the hub by its public address only.
    hub_url = environment.get("YUANQIAO_PUBLIC_URL", "").rstrip("/") or f"http://{hub_host}:{hub_port}"
    return SiteSettings(_port(environment, "YUANQIAO_BANK_SITE_PORT", 8081), hub_url)


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise CannotStart(f"{name} must be a port number, but is {text!r}.")
    return int(text)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from memory; there is nothing else on the site."""

    server_version = "YuanqiaoBank"
    sys_version = ""
    server: "Site"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        page = self.server.pages.get(self.path.partition("?")[0])
        status = 200 if page else 404
        body, media_type = page or Page("没有这个页面。".encode(), "text/plain; charset=utf-8")
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", self.server.content_policy)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name in the base class)
        """Says nothing for each request: the site is scenery."""


class Site(ThreadingHTTPServer):
    """The site as a server on loopback. Raises `CannotStart` when the port is taken."""

    daemon_threads = True

    def __init__(self, settings: SiteSettings) -> None:
        self.pages = load_pages(settings.hub_url)
        self.content_policy = (
            f"default-src 'self'; script-src {settings.hub_url}; frame-src {settings.hub_url}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        try:
            super().__init__((LOOPBACK, settings.port), _Handler)
        except OSError as error:
            raise CannotStart(
                f"The bank's site cannot listen on port {settings.port}: {error.strerror}."
            ) from error

    @property
    def url(self) -> str:
        """Where the site is."""
        return f"http://{LOOPBACK}:{self.server_port}/"


def serve(settings: SiteSettings) -> None:
    """Serves until SIGTERM or SIGINT. Raises `CannotStart`."""
    with Site(settings) as site:
        for number in (signal.SIGTERM, signal.SIGINT):
            # `shutdown` waits for the serving loop, which runs in this very thread: call it from another.
            signal.signal(number, lambda *_: threading.Thread(target=site.shutdown).start())
        print(f"bank site: {site.url}", flush=True)
        site.serve_forever(poll_interval=0.1)


def main() -> int:
    """Runs the site; the result is the exit code."""
    try:
        serve(read_settings(os.environ))
    except CannotStart as fault:
        print(fault, file=sys.stderr)
        return CANNOT_START
    return 0
