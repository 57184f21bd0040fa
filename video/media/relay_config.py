"""Writes the relay's configuration (coturn): one address, credentials by the secret, no way to itself."""

from dataclasses import dataclass
from pathlib import Path

CONFIG = """\
listening-ip={address}
relay-ip={address}
listening-port={port}
min-port={first}
max-port={last}
realm=yuanqiao
fingerprint
use-auth-secret
static-auth-secret={secret}
stale-nonce=600
user-quota=8
total-quota=400
no-cli
no-tls
no-dtls
no-tcp-relay
no-multicast-peers
denied-peer-ip=0.0.0.0-0.255.255.255
denied-peer-ip=127.0.0.0-127.255.255.255
denied-peer-ip=169.254.0.0-169.254.255.255
pidfile={folder}/pid
log-file=stdout
"""


@dataclass(frozen=True, slots=True)
class RelayConfig:
    """How the relay is reached: `address` and `port` from browsers; it relays on `ports` (UDP)."""

    address: str
    port: int
    secret: str
    ports: tuple[int, int] = (30_000, 39_999)

    @property
    def url(self) -> str:
        """Where browsers find it."""
        return f"turn:{self.address}:{self.port}?transport=udp"


def write_relay_config(folder: Path, config: RelayConfig) -> Path:
    """Writes it into a new folder, for `turnserver -c FILE`; raises `OSError`."""
    folder.mkdir(mode=0o700, parents=True)
    path = folder / "turnserver.conf"
    path.touch(mode=0o600)
    first, last = config.ports
    values = {"address": config.address, "port": config.port, "secret": config.secret, "folder": folder}
    path.write_text(CONFIG.format(**values, first=first, last=last), encoding="utf-8")
    return path
