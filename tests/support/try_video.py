"""Runs a media server and a relay for trying, and says which settings use it: `make video`."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from hub.settings import ROOT
from tests.support.coturn import INSTALL as INSTALL_COTURN
from tests.support.coturn import RelayServer, find_coturn
from tests.support.janus import INSTALL, JanusServer, find_janus
from video.recording.keys import new_key_pair

TOLD = """\
The media server takes calls. A house uses it with these settings (in .env, or in the environment):

YUANQIAO_VIDEO_SERVER_URL={url}
YUANQIAO_VIDEO_SERVER_SECRET={secret}
YUANQIAO_VIDEO_SEAL_KEY={key}
YUANQIAO_VIDEO_DEMO_SERVICES=true

{relay}
What is recorded is checked with `yuanqiao recording verify FOLDER --key {public}`.
Ctrl-C stops it; recordings and keys stay."""


RELAY = """\
YUANQIAO_VIDEO_RELAY_URLS={url}
YUANQIAO_VIDEO_RELAY_SECRET={secret}
"""
NO_RELAY = f"No relay was found, calls go without one: {INSTALL_COTURN}\n"


def seal_keys(folder: Path) -> tuple[Path, Path]:
    """The private and the public key for trying, made once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = folder / "seal.pem", folder / "seal.pub.pem"
    if not private.exists():
        pems = new_key_pair()
        private.touch(mode=0o600)
        private.write_bytes(pems[0])
        public.write_bytes(pems[1])
    return private, public


def main() -> int:
    """Starts it, tells, waits for Ctrl-C, and takes it away."""
    program = find_janus()
    if program is None:
        print(f"no media server found: {INSTALL}", file=sys.stderr)
        return 2
    # What a shell starts in the background ignores Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    private, public = seal_keys(Path(os.environ.get("YUANQIAO_VAR_DIR", ROOT / "var")).absolute() / "video")
    folder = Path(tempfile.mkdtemp(prefix="yuanqiao-video-"))
    server = JanusServer(program, folder / "janus")
    turnserver = find_coturn()
    relay = RelayServer(turnserver, folder / "coturn") if turnserver else None
    try:
        server.start()
        if relay is not None:
            relay.start()
        config = server.config
        told = RELAY.format(url=relay.config.url, secret=relay.config.secret) if relay else NO_RELAY
        print(
            TOLD.format(url=config.url, secret=config.secret, key=private, public=public, relay=told),
            flush=True,
        )
        while True:
            signal.pause()
    except KeyboardInterrupt:
        for number in (signal.SIGINT, signal.SIGTERM):  # a terminal tells the whole group, `make` once more
            signal.signal(number, signal.SIG_IGN)
        return 0
    finally:
        server.kill()
        if relay is not None:
            relay.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
