"""Calls through the media server whose pages are programs: media encoded beforehand, decoded by nobody.

A process of its own, in an environment of its own (`aiortc`, `websockets`); it knows nothing of the house:

    clients.py URL SECRET FOLDER CALLS SECONDS SOUND PICTURE

Prints `began` once all are connected and recorded from now on, and one JSON line for each call at its end.
"""

import asyncio
import fractions
import json
import secrets
import sys
import time
from typing import Any

import av
import websockets
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription

EVERY_S = {"audio": 0.02, "video": 0.1}
MS = fractions.Fraction(1, 1000)
WITHIN_S = 60.0


async def _drop(_self: Any, _packet: Any, arrival_time_ms: int) -> None:
    """What arrives is dropped: decoding is not what is measured."""


RTCRtpReceiver._handle_rtp_packet = _drop


class Encoded(MediaStreamTrack):
    """Sends packets over and over, at their pace."""

    def __init__(self, kind: str, packets: list[bytes]) -> None:
        super().__init__()
        self.kind = kind
        self._packets = packets
        self._sent = 0
        self._began = 0.0

    async def recv(self) -> Any:
        """The next packet, when it is its time."""
        self._began = self._began or time.monotonic()
        at_s = self._sent * EVERY_S[self.kind]
        await asyncio.sleep(max(0.0, self._began + at_s - time.monotonic()))
        packet = av.Packet(self._packets[self._sent % len(self._packets)])
        packet.time_base, packet.pts = MS, int(at_s * 1000)
        self._sent += 1
        return packet


class Session:
    """One session with the media server."""

    def __init__(self, url: str, secret: str) -> None:
        self._url, self._secret = url, secret
        self._id = 0
        self._asked: dict[str, tuple[asyncio.Future[Any], bool]] = {}
        self._told: asyncio.Queue[Any] = asyncio.Queue()

    async def begin(self) -> None:
        self._line = await websockets.connect(self._url, subprotocols=["janus-protocol"], proxy=None)
        self._listening = asyncio.create_task(self._listen())
        self._id = (await self.ask(janus="create"))["data"]["id"]
        self._alive = asyncio.create_task(self._keep_alive())

    async def attach(self) -> int:
        found = await self.ask(janus="attach", plugin="janus.plugin.videocall")
        return int(found["data"]["id"])

    async def say(self, handle: int, body: Any, jsep: Any = None) -> None:
        more = {"jsep": jsep} if jsep else {}
        await self.ask(behind_ack=True, janus="message", handle_id=handle, body=body, **more)

    async def ask(self, *, behind_ack: bool = False, **frame: Any) -> Any:
        transaction = secrets.token_hex(8)
        asked = self._asked[transaction] = (asyncio.get_running_loop().create_future(), behind_ack)
        whole = frame | {"transaction": transaction, "apisecret": self._secret}
        await self._line.send(json.dumps(whole | ({"session_id": self._id} if self._id else {})))
        return await asyncio.wait_for(asked[0], WITHIN_S)

    async def until(self, event: str) -> Any:
        while True:
            frame = await asyncio.wait_for(self._told.get(), WITHIN_S)
            data = frame.get("plugindata", {}).get("data", {})
            if data.get("result", data).get("event") == event:
                return frame

    async def _listen(self) -> None:
        async for text in self._line:
            frame = json.loads(text)
            asked = self._asked.get(frame.get("transaction", ""))
            if asked is None or asked[0].done():
                self._told.put_nowait(frame)
            elif not (asked[1] and frame["janus"] == "ack"):
                asked[0].set_result(frame)

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(20)
            await self.ask(janus="keepalive")


def side(media: dict[str, list[bytes]]) -> Any:
    """One side's connection."""
    peer = RTCPeerConnection()
    for kind, packets in media.items():
        peer.addTrack(Encoded(kind, packets))
    return peer


async def call(number: int, media: dict[str, list[bytes]], gate: asyncio.Barrier, told: list[str]) -> None:
    """One call from the offer to the end, recorded on both sides for so long."""
    url, secret, folder, _, seconds = told
    session = Session(url, secret)
    await session.begin()
    handles = [await session.attach(), await session.attach()]
    names = [secrets_of(number, end) for end in ("agent", "customer")]
    for handle, name in zip(handles, names, strict=True):
        await session.say(handle, {"request": "register", "username": name})
    agent, customer = side(media), side(media)
    await agent.setLocalDescription(await agent.createOffer())
    offer = {"type": "offer", "sdp": agent.localDescription.sdp}
    await session.say(handles[0], {"request": "call", "username": names[1]}, offer)
    comes = await session.until("incomingcall")
    await customer.setRemoteDescription(RTCSessionDescription(comes["jsep"]["sdp"], "offer"))
    await customer.setLocalDescription(await customer.createAnswer())
    answer = {"type": "answer", "sdp": customer.localDescription.sdp}
    await session.say(handles[1], {"request": "accept"}, answer)
    taken = await session.until("accepted")
    await agent.setRemoteDescription(RTCSessionDescription(taken["jsep"]["sdp"], "answer"))
    async with asyncio.timeout(WITHIN_S):
        while {agent.connectionState, customer.connectionState} != {"connected"}:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    if await gate.wait() == 0:
        print("began", flush=True)
    for handle, end in zip(handles, ("agent", "customer"), strict=True):
        name = f"{folder}/{number}/{end}"
        await session.say(handle, {"request": "set", "record": True, "filename": name})
    on = time.time()
    await asyncio.sleep(float(seconds))
    print(json.dumps({"call": number, "on": on, "off": time.time()}), flush=True)
    for handle in handles:
        await session.say(handle, {"request": "hangup"})
    await asyncio.gather(agent.close(), customer.close())


def secrets_of(number: int, end: str) -> str:
    return f"{end}-{number}-{secrets.token_hex(8)}"


def packets_of(path: str) -> list[bytes]:
    with av.open(path) as file:
        return [bytes(packet) for packet in file.demux(file.streams[0]) if packet.size]


async def main(told: list[str], sound: str, picture: str) -> None:
    media = {"audio": packets_of(sound), "video": packets_of(picture)}
    gate = asyncio.Barrier(int(told[3]))
    await asyncio.gather(*(call(number, media, gate, told) for number in range(int(told[3]))))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:6], *sys.argv[6:8]))
