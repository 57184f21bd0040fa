"""An independent CMPP gateway in Java, fetched once from Maven Central and pinned by its hash."""

import hashlib
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.settings import ROOT
from tests.support.ports import free_port

HERE = Path(__file__).parent / "cmpp_gateway"
LIBRARIES = ROOT / "var" / "cmpp-gateway" / "2.1.13.5"
CORE = "sms-core-2.1.13.5.jar"
CORE_SHA256 = "af27604e592a9526f2837ca1c2c26aea52b291e2fe8f0ca4af38637ecc6fb8f6"
SECRET = "secret-of-the-tests"
INSTALL = "apt-get install --no-install-recommends default-jdk-headless maven"
FETCH_S = 300
START_S = 60


class JavaGateway:
    """The running gateway: what it took, and customers who write through it."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.port = port
        self._process = process
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def next_line(self, beginning: str, timeout_s: float = START_S) -> str:
        """The next line that begins so; raises `queue.Empty`."""
        while True:
            line = self._lines.get(timeout=timeout_s)
            if line.startswith(beginning):
                return line

    def write(self, number: str, text: str) -> None:
        """A customer sends words."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"MO {number} {text}\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        """Ends it, and closes its pipes."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))


@contextmanager
def java_gateway() -> Iterator[JavaGateway]:
    """Runs the gateway; skips, with the reason, where it cannot be had."""
    java, port = _java(), free_port()
    command = [java, "-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-cp", f"{LIBRARIES}/*"]
    command += [str(HERE / "Gate.java"), str(port), SECRET]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        cwd=LIBRARIES,
    )
    gateway = JavaGateway(process, port)
    try:
        gateway.next_line("listening")
        yield gateway
    finally:
        gateway.stop()


def _java() -> str:
    java, maven = shutil.which("java"), shutil.which("mvn")
    # The gateway is one source file, so that a compiler has to be there, too.
    if java is None or shutil.which("javac") is None or maven is None:
        pytest.skip(f"no Java and Maven found for the independent CMPP gateway: {INSTALL}")
    if not (LIBRARIES / CORE).exists():
        _fetch(maven)
    digest = hashlib.sha256((LIBRARIES / CORE).read_bytes()).hexdigest()
    assert digest == CORE_SHA256, "this is another gateway than the one that was tried"
    return java


def _fetch(maven: str) -> None:
    """Fetches all libraries, and puts them into their place at once: another worker may do the same."""
    LIBRARIES.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=LIBRARIES.parent) as made:
        folder = Path(made) / "libraries"
        command = [maven, "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        fetched = subprocess.run([*command, f"-DoutputDirectory={folder}"], timeout=FETCH_S, check=False)
        if fetched.returncode:
            pytest.skip("Maven Central does not give the independent CMPP gateway")
        try:
            folder.rename(LIBRARIES)
        except OSError:
            if not (LIBRARIES / CORE).exists():
                raise
