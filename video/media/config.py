"""Writes the media server's configuration: one plugin, one line on loopback, no admin's interface.

Janus loads whatever lies in its folders, so it is given folders that hold one file each.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

from hub.errors import SetupError

PLUGIN, TRANSPORT = "libjanus_videocall.so", "libjanus_websockets.so"
INSTALLED = Path("/usr/lib")

MAIN = """\
general: {{
  configs_folder = "{folder}"
  plugins_folder = "{folder}/plugins"
  transports_folder = "{folder}/transports"
  events_folder = "{folder}/none"
  loggers_folder = "{folder}/none"
  debug_level = 3
  debug_colors = false
  server_name = "yuanqiao"
  api_secret = "{secret}"
  admin_secret = "{admin}"
  session_timeout = 60
  hide_dependencies = true
}}
media: {{
  ipv6 = false
  rtp_port_range = "{ports}"
}}
nat: {{
  full_trickle = false
  ice_enforce_list = "{interface}"
}}
"""

SOCKET = """\
general: {{
  json = "compact"
  ws = true
  ws_ip = "127.0.0.1"
  ws_port = {port}
  wss = false
}}
admin: {{
  admin_ws = false
  admin_wss = false
}}
"""


@dataclass(frozen=True, slots=True)
class MediaConfig:
    """How the media server is reached.

    `port`: of its line to the hub, on loopback. `ports`: those of sound and picture (UDP), on `interface`,
    where browsers reach it; Janus itself never uses loopback for them.
    """

    port: int
    secret: str
    interface: str
    ports: str = "20000-29999"

    @property
    def url(self) -> str:
        """Where the hub finds it."""
        return f"ws://127.0.0.1:{self.port}"


def write_config(folder: Path, config: MediaConfig) -> None:
    """Writes the configuration into a new folder, for `janus -F FOLDER`; raises `SetupError`, `OSError`."""
    folder.mkdir(mode=0o700, parents=True)
    for kind, name in (("plugins", PLUGIN), ("transports", TRANSPORT), ("none", "")):
        (folder / kind).mkdir()
        if name:
            (folder / kind / name).symlink_to(_installed(kind, name))
    values = {"folder": folder, "secret": config.secret, "admin": secrets.token_hex(32)}
    main = MAIN.format(**values, ports=config.ports, interface=config.interface)
    for file, text in (
        ("janus.jcfg", main),
        ("janus.transport.websockets.jcfg", SOCKET.format(port=config.port)),
    ):
        path = folder / file
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")


def _installed(kind: str, name: str) -> Path:
    found = next(INSTALLED.glob(f"*/janus/{kind}/{name}"), None)
    if found is None:
        raise SetupError(f"{name} is not there: apt-get install --no-install-recommends janus")
    return found


def first_interface() -> str:
    """A network interface that is up and is not loopback; raises `SetupError` where there is none."""
    for state in ("up", "unknown"):  # some drivers do not tell
        for path in sorted(Path("/sys/class/net").iterdir()):
            if path.name != "lo" and (path / "operstate").read_text().strip() == state:
                return path.name
    raise SetupError("sound and picture need a network interface beside loopback, and none is up")
