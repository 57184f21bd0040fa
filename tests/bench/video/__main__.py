"""`python -m tests.bench.video PYTHON [CALLS] [SECONDS]`: what so many recorded calls cost the media server.

`PYTHON`: of an environment with `aiortc==1.16.0` and `websockets`, which the house does not need. The
clients have to get their time: where the machine is busy with other things they send in bursts, and it is
them that the recordings then lack.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.support.janus import INSTALL, JanusServer, find_janus
from video.media.mjr import read_mjr
from video.recording.gaps import TOLERATED_MS

CLIENTS = Path(__file__).with_name("clients.py")
SOUND = ("-f", "lavfi", "-i", "sine=440:d=10", "-c:a", "libopus", "-b:a", "24k", "-frame_duration", "20")
PICTURE = ("-f", "lavfi", "-i", "testsrc=s=320x240:r=10:d=10", "-c:v", "libvpx", "-b:v", "120k", "-g", "20")


def used_s(pid: int) -> float:
    """Processor time of a process, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """What a process holds in memory."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def lacks(folder: Path, told: dict[str, Any]) -> list[str]:
    """Which tracks of a call have a gap, begin late, or end early, by more than the seal tolerates."""
    found = []
    for end in ("agent", "customer"):
        for medium in ("audio", "video"):
            path = next(folder.glob(f"{end}-{medium}*.mjr"), None)
            held = read_mjr(path) if path else None
            if held is None or len(held.stretches) > 1:
                found.append(f"{end} {medium}: {len(held.stretches) if held else 0} stretches")
                continue
            late_ms = held.began_us / 1000 - told["on"] * 1000
            early_ms = told["off"] * 1000 - held.began_us / 1000 - held.stretches[-1][1]
            if max(late_ms, early_ms) > TOLERATED_MS:
                found.append(f"{end} {medium}: {late_ms:.0f} ms late, ends {early_ms:.0f} ms early")
    return found


def main(python: str, calls: str = "20", seconds: str = "30") -> int:
    """Measures once, and prints what was found."""
    program = find_janus()
    if program is None:
        print(f"no media server found: {INSTALL}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="yuanqiao-video-") as name:
        folder = Path(name)
        sound, picture = folder / "sound.ogg", folder / "picture.webm"
        for how, path in ((SOUND, sound), (PICTURE, picture)):
            subprocess.run(("ffmpeg", "-v", "error", *how, str(path)), check=True)
        for number in range(int(calls)):
            (folder / str(number)).mkdir()
        server = JanusServer(program, folder / "janus")
        server.start()
        try:
            return measure(python, server, folder, calls, seconds, (str(sound), str(picture)))
        finally:
            server.kill()


def measure(
    python: str, server: JanusServer, folder: Path, calls: str, seconds: str, media: tuple[str, str]
) -> int:
    """Has the calls made, and looks at the server meanwhile; 1 where a recording is not whole."""
    config = server.config
    command = (python, str(CLIENTS), config.url, config.secret, str(folder), calls, seconds, *media)
    clients = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    told, began, ended = [], (0.0, 0.0), (0.0, 0.0)
    assert clients.stdout is not None
    for line in clients.stdout:
        ended = (used_s(server.pid), time.monotonic())
        if line.startswith("began"):
            began = ended
        else:
            told.append(json.loads(line))
    held_mb = memory_mb(server.pid)
    clients.wait()
    cores = (ended[0] - began[0]) / max(0.001, ended[1] - began[1])
    wrong = {each["call"]: found for each in told if (found := lacks(folder / str(each["call"]), each))}
    for number, found in wrong.items():
        print(f"call {number}: {'; '.join(found)}")
    print(f"{len(told) - len(wrong)} of {calls} recordings are whole")
    print(f"the media server: {cores:.3f} of a core, {held_mb:.0f} MB")
    return int(len(told) - len(wrong) < int(calls))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
