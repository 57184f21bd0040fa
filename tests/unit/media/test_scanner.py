"""A real ClamAV daemon with a signature of its own: found is refused, and without it nothing is taken."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.errors import MediaInfected, Unavailable
from hub.media.scanner import ClamdScanner

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STARTS_S = 30.0


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """The socket of a daemon that knows one signature, EICAR's."""
    if CLAMD is None:
        pytest.skip("no clamd found: apt-get install clamav-daemon")
    folder = Path(tempfile.mkdtemp(prefix="clamd"))  # the path of a socket has at most 107 bytes
    (folder / "db").mkdir()
    (folder / "db" / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    address = str(folder / "clamd.ctl")
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}/db\nLocalSocket {address}\nForeground yes\nLogFile {folder}/log\n"
        f"StreamMaxLength 1M\nTemporaryDirectory {folder}\n"
    )
    running = subprocess.Popen(
        [CLAMD, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        _until_it_listens(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(STARTS_S)
        shutil.rmtree(folder)


def _until_it_listens(address: str, running: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_S
    while time.monotonic() < deadline and running.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(address) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("clamd does not listen")


async def test_what_is_found_is_refused_and_what_is_clean_is_not(clamd: str, tmp_path: Path) -> None:
    scanner, file = ClamdScanner(clamd), tmp_path / "file"
    assert await scanner.healthy()
    for content, infected in (
        (b"clean" * 50_000, False),
        (b"", False),
        (EICAR, True),
        (b"x" * 99 + EICAR, True),
    ):
        file.write_bytes(content)
        if infected:
            with pytest.raises(MediaInfected):
                await scanner.scan(file)
        else:
            await scanner.scan(file)


async def test_a_file_that_the_scanner_does_not_take_is_not_clean(clamd: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(1_500_000))
    with pytest.raises(Unavailable):
        await ClamdScanner(clamd).scan(file)


@pytest.mark.parametrize(
    "said", [b"", b"stream: \0", b"UNKNOWN COMMAND\0", b"stream: OK but no\0", b"x" * 9000]
)
async def test_whatever_else_is_said_is_not_clean(tmp_path: Path, said: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said)
        await writer.drain()
        writer.close()

    (tmp_path / "file").write_bytes(b"x")
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unavailable):
            await ClamdScanner(f"127.0.0.1:{port}").scan(tmp_path / "file")
        assert not await ClamdScanner(f"127.0.0.1:{port}").healthy()


@pytest.mark.parametrize("address", ["/nonexistent/clamd.ctl", "127.0.0.1:1", "127.0.0.1:99999"])
async def test_a_scanner_that_is_not_there_says_nothing_is_clean(tmp_path: Path, address: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Unavailable):
        await ClamdScanner(address).scan(tmp_path / "file")
    assert not await ClamdScanner(address).healthy()
