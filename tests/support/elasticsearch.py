"""A real Elasticsearch of the tests' own: with a user, a password and TLS, on free ports of loopback."""

import asyncio
import base64
import hashlib
import http.client
import json
import os
import secrets
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.errors import SetupError
from hub.settings import ROOT
from tests.support.certificates import make_certificates
from tests.support.ports import free_port

INSTALL = "make setup, after apt-get install default-jdk-headless maven"
VERSION = "8.19.21"
READY_WITHIN_S = 240.0
ROLES = """\
yuanqiao:
  cluster: [monitor]
  indices:
    - names: ["yuanqiao-kb*"]
      privileges: [all]
"""
"""What the house needs: its own indices, and to be told how the cluster does."""

LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
"""

HEAP = "-Xms384m -Xmx384m -XX:TieredStopAtLevel=1"
"""The second compiler would pay only for a server that lives for hours."""


def find_home() -> Path | None:
    """Where `make setup` has put the server; None where it has not."""
    var_dir = Path(os.environ.get("YUANQIAO_VAR_DIR", ROOT / "var"))
    home = var_dir / "elasticsearch" / f"elasticsearch-{VERSION}"
    return home if (home / ".whole").is_file() and shutil.which("java") else None


@dataclass(frozen=True)
class Access:
    """How clients come in: the same for every node of a cluster."""

    user: str
    password: str
    ca: Path

    def settings(self, nodes: Sequence["Node"], **more: Any) -> dict[str, Any]:
        """The settings of a house that uses these nodes."""
        return {
            "elasticsearch_url": ",".join(node.url for node in nodes),
            "elasticsearch_user": self.user,
            "elasticsearch_password": self.password,
            "elasticsearch_ca": str(self.ca),
        } | more


class Node:
    """One server, always on the same ports and with the same files."""

    def __init__(
        self, home: Path, folder: Path, access: Access, *, name: str = "node-1", port: int | None = None
    ) -> None:
        """`port`: where it listens already, if another process has started it."""
        self.home = home
        self.folder = folder
        self.access = access
        self.name = name
        self.port = free_port() if port is None else port
        self.transport_port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"https://127.0.0.1:{self.port}"

    def start(self, *, heap: str = HEAP, cluster: Sequence["Node"] = ()) -> int:
        """Starts it, alone or as one of a cluster; returns the number of its group of processes."""
        conf = self._configure(cluster or (self,))
        environment = {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": str(Path(str(shutil.which("java"))).resolve().parents[1]),
            "ES_JAVA_OPTS": heap,
            "ES_PATH_CONF": str(conf),
            "ES_TMPDIR": str(self.folder / f"{self.name}-tmp"),
        }
        with (self.folder / f"{self.name}.out").open("ab") as out:
            self._process = subprocess.Popen(
                [str(self.home / "bin" / "elasticsearch")],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                **_account(),
            )
        return self._process.pid

    def wait(self, status: str = "yellow", nodes: int = 1) -> None:
        """Waits until it answers, and its cluster is so well; raises `RuntimeError` where it never does."""
        deadline = time.monotonic() + READY_WITHIN_S
        path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes=>={nodes}&timeout=1s"
        while self.ask(path) is None:
            if time.monotonic() > deadline or (self._process and self._process.poll() is not None):
                told = (self.folder / f"{self.name}.out").read_text(errors="replace")[-3000:]
                raise RuntimeError(f"Elasticsearch does not start on port {self.port}:\n{told}")
            time.sleep(0.1)

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        """What it answers, None where it does not, or not with 200."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=5, context=ssl.create_default_context(cafile=self.access.ca)
        )
        word = base64.b64encode(f"{self.access.user}:{self.access.password}".encode()).decode()
        headers = {"Authorization": f"Basic {word}", "Content-Type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except OSError:
            return None
        finally:
            connection.close()
        return json.loads(content) if answer.status == 200 else None

    def kill(self) -> None:
        """Kills it with -9, if it runs."""
        if self._process is not None:
            kill_group(self._process.pid)
            self._process.wait()
            self._process = None

    def _configure(self, cluster: Sequence["Node"]) -> Path:
        conf = self.folder / f"{self.name}-config"
        conf.mkdir(exist_ok=True)
        (self.folder / f"{self.name}-tmp").mkdir(exist_ok=True)
        lines = {
            "cluster.name": "tests",
            "node.name": self.name,
            "network.host": "127.0.0.1",
            "http.port": self.port,
            "transport.port": self.transport_port,
            "path.data": self.folder / f"{self.name}-data",
            "path.logs": self.folder / f"{self.name}-logs",
            # Nobody's disk is watched: a full one is told by the tests that fail.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "xpack.security.enabled": "true",
            "xpack.license.self_generated.type": "basic",
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.http.ssl.key": "node.key",
            "xpack.security.http.ssl.certificate": "node.crt",
        }
        if len(cluster) > 1:
            seeds = [f"127.0.0.1:{node.transport_port}" for node in cluster]
            lines |= {
                "discovery.seed_hosts": json.dumps(seeds),
                "cluster.initial_master_nodes": json.dumps([node.name for node in cluster]),
                "xpack.security.transport.ssl.enabled": "true",
                "xpack.security.transport.ssl.verification_mode": "certificate",
                "xpack.security.transport.ssl.key": "node.key",
                "xpack.security.transport.ssl.certificate": "node.crt",
                "xpack.security.transport.ssl.certificate_authorities": "ca.crt",
            }
        else:
            lines["discovery.type"] = "single-node"
        (conf / "elasticsearch.yml").write_text("".join(f"{key}: {value}\n" for key, value in lines.items()))
        shutil.copy(self.home / "config" / "jvm.options", conf)
        (conf / "log4j2.properties").write_text(LOGGING)
        (conf / "roles.yml").write_text(ROLES)
        (conf / "users").write_text(f"{self.access.user}:{_hashed(self.access.password)}\n")
        (conf / "users_roles").write_text(f"yuanqiao:{self.access.user}\n")
        for name in ("node.key", "node.crt", "ca.crt"):
            shutil.copy(self.access.ca.parent / name, conf)
        _give(self.folder)
        return conf


def new_folder() -> tuple[Path, Access]:
    """A folder for nodes, with certificates and a password."""
    folder = Path(tempfile.mkdtemp(prefix="yuanqiao-es-"))
    make_certificates(folder)
    return folder, Access("yuanqiao", secrets.token_hex(16), folder / "ca.crt")


def remove_folder(folder: Path) -> None:
    """Removes what `new_folder` made; a server that was just killed may still hold some of it."""
    shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def running_nodes(count: int, *, heap: str = HEAP) -> AsyncIterator[list[Node]]:
    """A cluster of so many, green, while the block runs; raises `SetupError` where there is no server."""
    home = find_home()
    if home is None:
        raise SetupError(INSTALL)
    folder, access = new_folder()
    nodes = [Node(home, folder, access, name=f"node-{number}") for number in range(1, count + 1)]
    try:
        for node in nodes:
            node.start(heap=heap, cluster=nodes if count > 1 else ())
        for node in nodes:
            await asyncio.to_thread(node.wait, "green", count)
        yield nodes
    finally:
        for node in nodes:
            node.kill()
        remove_folder(folder)


def kill_group(number: int) -> None:
    """Kills a group of processes, if it is there."""
    with suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)


def _hashed(password: str) -> str:
    """As Elasticsearch's file of users wants it (`Hasher.PBKDF2`), in few rounds: it is a random one."""
    salt, rounds = os.urandom(32), 1000
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds, 32)
    return f"{{PBKDF2}}{rounds}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def _account() -> dict[str, Any]:
    """Elasticsearch refuses to run as root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")
