"""What a recorded call comes to when something of it is killed, or the disk is full: rows V1 to V4."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Error, expect

from handoff.store.schema import task
from tests.faults.call_house import (
    AgentBrowser,
    CallHouse,
    RecordedCall,
    agent_browser,
    begin_call,
    running_call_house,
)
from tests.faults.result import Result, commit_of_the_checkout
from tests.faults.stage import Stage
from video.recording.files import FolderFiles
from video.recording.keys import read_public_key
from video.recording.verify import RecordingVerdict, verify
from video.store.schema import video_call
from video.store.schema_cases import video_case
from video.store.schema_recordings import video_recording

ROOM_BYTES = 96 << 20
RECORDED_S = 3
"""So long a call is recorded before something happens to it."""

TOLD_WITHIN_S = 60.0
SEALED_WITHIN_S = 90.0
UNWRITTEN_MS = 3000
"""What the media server has in hand when it is killed, and pictures that a busy machine has not sent yet."""


@dataclass
class Cut:
    """A call in which something is harmed. `mend` is called once the customer was told."""

    house: CallHouse
    call: RecordedCall
    agent: AgentBrowser
    disk: Path

    async def hub(self) -> None:
        """Kills the hub, and starts it again at once."""
        await self.house.hub.kill()
        await self.house.start_hub()

    async def media_server(self) -> None:
        """Kills the media server."""
        assert self.house.janus is not None
        self.house.janus.kill()

    async def agents_browser(self) -> None:
        """Kills the agent's browser."""
        self.agent.kill()

    async def disk_full(self) -> None:
        """Leaves no room for anything."""
        await asyncio.to_thread(_fill, self.disk)

    async def mend(self) -> None:
        """Brings back what a house needs to seal what it has."""
        (self.disk / "ballast").unlink(missing_ok=True)


Harm = Callable[[Cut], Awaitable[None]]


def _fill(disk: Path) -> None:
    with suppress(OSError), (disk / "ballast").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 16))


@asynccontextmanager
async def small_disk(parent: Path) -> AsyncIterator[Path]:
    """A disk of 96 MB while the block runs; raises `RuntimeError` where nobody may mount one."""
    place = parent / "recordings"
    place.mkdir()
    words = ("mount", "-t", "tmpfs", "-o", f"size={ROOM_BYTES},mode=700", "tmpfs", str(place))
    mounted = await asyncio.to_thread(subprocess.run, words, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise RuntimeError(f"no small disk can be mounted: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        await asyncio.to_thread(subprocess.run, ("umount", "-l", str(place)), check=False)


async def cut_calls(
    row: str, stage: Stage, faults: int, seed: int, harm: Harm, *, launcher: tuple[str, ...], goes_on: bool
) -> Result:
    """So many calls, each in a house of its own. `goes_on`: both come back into the same call."""
    result, began = Result(row, seed, "sqlite", commit=commit_of_the_checkout()), time.monotonic()
    missing_ms: list[int] = []
    for number in range(faults):
        folder = stage.folder / f"{row}-{number}"
        folder.mkdir()
        own = Stage(folder, f"sqlite:///{folder}/yuanqiao.db")
        async with (
            small_disk(folder) as disk,
            running_call_house(own, launcher, disk) as house,
            agent_browser(house) as agent,
        ):
            call = await begin_call(house, agent.browser)
            await call.tick("面部清晰")
            await call.runs(RECORDED_S)
            cut = Cut(house, call, agent, disk)
            at = datetime.now(UTC)
            await harm(cut)
            result.faults += 1
            stage.on_fault()
            await (_goes_on(cut, result) if goes_on else _is_told(cut, result))
            await cut.mend()
            missing_ms.append(await _judge(cut, result, at, goes_on=goes_on))
    result.accepted = result.faults
    result.seconds = time.monotonic() - began
    if missing_ms:
        result.figures["longest_gap_ms"] = max(missing_ms)
    return result


async def _goes_on(cut: Cut, result: Result) -> None:
    """Both are recorded again; then the flow comes to its end, and the agent hangs up."""
    call = cut.call
    try:
        expect.set_options(timeout=TOLD_WITHIN_S * 1000)
        await expect(call.desk.get_by_test_id("flow-words")).to_contain_text("风险揭示书")
        await _tick_again(call, "风险揭示书", "flow-tick", "flow-words", "已了解")
        await call.is_recorded()
        await call.runs(1)
        await _tick_again(call, "已了解", "flow-answer", "flow-over", "封存")
        await call.desk.get_by_test_id("hang-up").click()
    except (AssertionError, Error) as error:
        result.unanswered += 1
        result.first_findings.append(f"the call did not go on: {str(error)[:300]}")
        await cut.call.customer.close()
        await cut.call.desk.close()


async def _tick_again(call: RecordedCall, words: str, how: str, then: str, next_words: str) -> None:
    """Ticks as an agent does: once more where it was refused, as long as both are not recorded again."""
    deadline = time.monotonic() + TOLD_WITHIN_S
    while True:
        await call.tick(words, how)
        try:
            await expect(call.desk.get_by_test_id(then)).to_contain_text(next_words, timeout=4000)
        except AssertionError:
            if time.monotonic() > deadline:
                raise
        else:
            return


async def _is_told(cut: Cut, result: Result) -> None:
    """The customer reads on the page and in the chat that they come first."""
    expect.set_options(timeout=TOLD_WITHIN_S * 1000)
    try:
        await expect(cut.call.customer.get_by_test_id("state")).to_contain_text("优先为您接通")
        await expect(cut.call.chat.get_by_test_id("log")).to_contain_text("优先为您接通")
    except AssertionError as error:
        result.untold += 1
        result.first_findings.append(f"the customer was not told: {str(error)[:300]}")
        await cut.call.customer.close()  # so that the call ends all the same
        return
    (waits,) = await cut.house.rows(task)
    if not waits.returned:
        result.effects += 1
        result.first_findings.append(f"the customer does not come first: {waits.state}")


async def _judge(cut: Cut, result: Result, at: datetime, *, goes_on: bool) -> int:
    """What is sealed, against what was recorded; the longest stretch that is said to be missing, in ms."""
    house = cut.house
    recorded = await _sealed(house)
    if recorded is None:
        result.lost += 1
        result.first_findings.append("the recording was not sealed")
        return 0
    folder = house.recordings / recorded.recording
    verdict = await asyncio.to_thread(
        lambda: verify(FolderFiles(folder), read_public_key(house.public_key.read_bytes()))
    )
    (call,) = await house.rows(video_call)
    at_ms = int((at - call.joined_at).total_seconds() * 1000)
    result.lost += len(findings := [*verdict.broken, *_cut_too_early(verdict, at_ms)])
    result.first_findings += findings
    (case,) = await house.rows(video_case)
    wrong = [
        *(["it is not said what is missing"] if not verdict.incomplete else []),
        *(["the house says something else than the seal"] if recorded.lacks != verdict.incomplete else []),
        *(["the product counts as sold"] if case.state == "done" else []),
        *(["nothing says that a line was lost"] if not recorded.happened else []),
    ]
    result.effects += len(wrong)
    result.first_findings += wrong
    return max(map(_gap_ms, verdict.incomplete), default=0)


async def _sealed(house: CallHouse) -> Any | None:
    deadline = time.monotonic() + SEALED_WITHIN_S
    while time.monotonic() < deadline:
        (row,) = await house.rows(video_recording)
        if row.state == "sealed":
            return row
        await asyncio.sleep(0.5)
    return None


def _cut_too_early(verdict: RecordingVerdict, at_ms: int) -> list[str]:
    """Tracks of which less is kept than was recorded when something happened."""
    if verdict.manifest is None:
        return []
    found = []
    for track in verdict.manifest.tracks:
        ends = [
            part.ends_ms
            for part in verdict.manifest.parts
            if (part.side, part.medium) == (track.side, track.medium)
        ]
        if max(ends, default=0) < at_ms - UNWRITTEN_MS:
            found.append(f"{track.side}'s {track.medium} is kept to {max(ends, default=0)} of {at_ms} ms")
    return found


def _gap_ms(lack: str) -> int:
    """How long a stretch is that is missing; 0 for what is no stretch."""
    words = lack.split()
    if "from" not in words:
        return 0
    at = words.index("from")
    return int(words[at + 3]) - int(words[at + 1])
