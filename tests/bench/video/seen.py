"""A recorded call as a user starts it: `make video`, a hub with the settings that it prints, two Chromiums.

`python -m tests.bench.video.seen [CALLS]` says when the first picture is there, and what `ffprobe` finds.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hub.settings import ROOT
from tests.faults.call_house import CallHouse, agent_browser, begin_call, running_call_house
from tests.faults.child import THE_HUB
from tests.faults.result import commit_of_the_checkout
from tests.faults.stage import Stage
from video.store.schema_recordings import video_recording

STARTED_WITHIN_S = 60.0
RECORDED_S = 10
SEALED_WITHIN_S = 120.0


@asynccontextmanager
async def make_video(var_dir: Path) -> AsyncIterator[dict[str, str]]:
    """`make video`, while the block runs; gives the settings that it prints."""
    process = await asyncio.create_subprocess_exec(
        "make",
        "video",
        cwd=ROOT,
        env=os.environ | {"YUANQIAO_VAR_DIR": str(var_dir)},
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    told: dict[str, str] = {}
    try:
        async with asyncio.timeout(STARTED_WITHIN_S):
            while not (line := (await process.stdout.readline()).decode()).startswith("Ctrl-C"):
                name, equals, value = line.strip().partition("=")
                if equals and name.startswith("YUANQIAO_"):
                    told[name] = value
        yield told
    finally:
        os.killpg(process.pid, signal.SIGINT)
        await process.wait()


async def measure(calls: int) -> None:
    """So many calls, each in a house of its own."""
    print(f"commit {commit_of_the_checkout()}")
    with tempfile.TemporaryDirectory(prefix="yuanqiao-seen-") as name:
        async with make_video(Path(name)) as settings:
            public = Path(settings["YUANQIAO_VIDEO_SEAL_KEY"]).with_name("seal.pub.pem")
            for number in range(calls):
                folder = Path(name) / str(number)
                (folder / "recordings").mkdir(parents=True)
                stage = Stage(folder, f"sqlite:///{folder}/yuanqiao.db")
                async with (
                    running_call_house(stage, THE_HUB, folder / "recordings", settings, public) as house,
                    agent_browser(house) as agent,
                ):
                    call = await begin_call(house, agent.browser)
                    print(f"picture {call.first_picture_s:.2f} s after the agent answered")
                    await call.tick("面部清晰")
                    await call.runs(RECORDED_S)
                    await call.tick("风险揭示书")
                    await call.tick("已了解", "flow-answer")
                    await call.desk.get_by_test_id("hang-up").click()
                    await _told(house)


async def _told(house: CallHouse) -> None:
    async with asyncio.timeout(SEALED_WITHIN_S):
        while (row := (await house.rows(video_recording))[0]).state != "sealed":  # noqa: ASYNC110  (nothing tells when)
            await asyncio.sleep(0.5)
    for path in sorted((house.recordings / row.recording).glob("*.[wo]*")):
        words = ("-v", "error", "-count_packets", "-show_streams", "-of", "json", str(path))
        probe = await asyncio.create_subprocess_exec("ffprobe", *words, stdout=asyncio.subprocess.PIPE)
        told, _ = await probe.communicate()
        for stream in json.loads(told)["streams"]:
            size = f", {stream['width']} × {stream['height']}" if "width" in stream else ""
            print(f"{path.name}: {stream['codec_name']}{size}, {stream['nb_read_packets']} packets")
    print(f"lacks: {row.lacks}")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
