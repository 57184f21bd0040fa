"""A real nginx with the configuration of deploy/nginx, on loopback, with ports and keys of its own."""

import datetime
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hub.settings import ROOT
from tests.support.ports import free_port
from tests.support.redis import BOUND

INSTALL = "apt-get install --no-install-recommends nginx-light"
CHAT, MEDIA, DESK = "chat.bank.example", "media.bank-content.example", "desk.bank.example"
READY_WITHIN_S = 20.0


def find_nginx() -> str | None:
    """The program; Debian keeps it where ordinary users do not look."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@dataclass(frozen=True, slots=True)
class Nginx:
    """Where it listens: for customers with TLS, and for operators."""

    port: int
    operators_port: int
    trust: ssl.SSLContext


def shipped() -> str:
    """The configuration that an installation gets."""
    return (ROOT / "deploy" / "nginx" / "yuanqiao.conf").read_text("utf-8")


@contextmanager
def running_nginx(
    program: str, folder: Path, *, hub_port: int, media_port: int, staff_port: int
) -> Iterator[Nginx]:
    """A server in front of a hub while the block runs."""
    port, operators_port = free_port(), free_port()
    _make_certificate(folder)
    http = shipped()
    for shown, own in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 127.0.0.1:9090", f"listen 127.0.0.1:{operators_port}"),
        ("server 127.0.0.1:8080", f"server 127.0.0.1:{hub_port}"),
        ("server 127.0.0.1:8084", f"server 127.0.0.1:{media_port}"),
        ("server 127.0.0.1:8087", f"server 127.0.0.1:{staff_port}"),
        ("/etc/ssl/yuanqiao/", f"{folder}/"),
    ):
        assert shown in http, f"deploy/nginx/yuanqiao.conf shows no {shown!r} any more"
        http = http.replace(shown, own)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    owner = "user root;\n" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{owner}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{temporary}{http}}}\n"
    )
    with (folder / "nginx.out").open("wb") as out:
        process = subprocess.Popen(
            (sys.executable, "-I", "-S", str(BOUND), program, "-p", str(folder), "-c", str(configuration)),
            stdout=out,
            stderr=out,
        )
    try:
        _wait_ready(process, folder)
        yield Nginx(port, operators_port, ssl.create_default_context(cafile=folder / "chat.pem"))
    finally:
        process.terminate()  # the master ends its worker
        process.wait(READY_WITHIN_S)


def _wait_ready(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not (folder / "nginx.pid").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"nginx does not start:\n{(folder / 'nginx.out').read_text()}")
        time.sleep(0.02)


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, CHAT)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in (CHAT, MEDIA, DESK)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    shown = certificate.public_bytes(serialization.Encoding.PEM)
    hidden = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for server in ("chat", "media", "desk"):
        (folder / f"{server}.pem").write_bytes(shown)
        (folder / f"{server}.key").write_bytes(hidden)
