"""The packets of CMPP: packed and read; pure functions.

Numbers are big-endian, words padded with noughts. 3.0 has longer numbers of terminals, longer results, and a
LinkID in the place of eight reserved bytes.
"""

import hashlib
import struct
from dataclasses import dataclass

from connectors.sms.segments import ucs_parts

CONNECT, TERMINATE, SUBMIT, DELIVER, ACTIVE_TEST = 1, 2, 4, 5, 8
ANSWER = 0x8000_0000

HEADER = struct.Struct(">III")
LARGEST = 4096
V2, V3 = 0x20, 0x30

UCS2, GBK, ASCII = 8, 15, 0
ONE_BYTES = 140
"""Bytes of a message that stands alone, or of a part with its six bytes of UDH."""


class BrokenPacket(Exception):
    """What came is no packet of CMPP."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet without its length."""

    command: int
    sequence: int
    body: bytes


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of a part: by the id that the gateway gave it; `state`: DELIVRD, UNDELIV, …"""

    submitted: int
    state: str


@dataclass(frozen=True, slots=True)
class Upward:
    """A customer's message, or a part of one: `reference`, `total` and `number` of the UDH."""

    message_id: int
    number: str
    content: bytes
    coding: int
    reference: int = 0
    total: int = 1
    place: int = 1


def pack(command: int, sequence: int, body: bytes) -> bytes:
    """A whole packet."""
    return HEADER.pack(HEADER.size + len(body), command, sequence) + body


def connect_body(sp_id: str, secret: str, version: int, stamp: str) -> tuple[bytes, bytes]:
    """The body of CMPP_CONNECT and its authenticator; `stamp`: MMDDHHMMSS."""
    digest = hashlib.md5(sp_id.encode() + bytes(9) + secret.encode() + stamp.encode(), usedforsecurity=False)
    source = digest.digest()
    return _padded(sp_id, 6) + source + bytes([version]) + struct.pack(">I", int(stamp)), source


def read_connected(body: bytes, version: int) -> tuple[int, bytes]:
    """The status of CMPP_CONNECT_RESP (0: connected), and the gateway's own authenticator."""
    size = 4 if version == V3 else 1
    if len(body) < size + 17:
        raise BrokenPacket("a short answer to a connect")
    return int.from_bytes(body[:size]), body[size : size + 16]


def gateway_digests(status: int, source: bytes, secret: str) -> tuple[bytes, bytes]:
    """The authenticators by which a gateway shows that it knows the secret.

    The status in it has one byte in 2.0, and four in 3.0; some gateways hash four whatever they speak.
    """
    one, four = (
        hashlib.md5(status.to_bytes(size) + source + secret.encode(), usedforsecurity=False).digest()
        for size in (1, 4)
    )
    return one, four


def to_parts(text: str, reference: int) -> list[bytes]:
    """The text in UCS-2, in as many parts as it takes; no character is divided between two."""
    parts = [part.encode("utf-16-be") for part in ucs_parts(text)]
    if len(parts) == 1:
        return parts
    return [
        bytes((5, 0, 3, reference & 0xFF, len(parts), number)) + each
        for number, each in enumerate(parts, start=1)
    ]


def submit_body(
    *, content: bytes, total: int, place: int, version: int, sp_id: str, service_id: str, source: str, to: str
) -> bytes:
    """The body of CMPP_SUBMIT, which asks for a receipt."""
    new = version == V3
    number = 32 if new else 21
    kind = bytes(1) if new else b""
    return b"".join(
        (
            bytes(8),  # Msg_Id: the gateway's
            bytes((total, place, 1, 1)),  # Pk_total, Pk_number, Registered_Delivery, Msg_level
            _padded(service_id, 10),
            bytes((0,)),  # Fee_UserType: the terminal that it goes to pays nothing
            bytes(number),  # Fee_terminal_Id
            kind,
            bytes((0, 1 if total > 1 else 0, UCS2)),  # TP_pId, TP_udhi, Msg_Fmt
            _padded(sp_id, 6),
            b"01" + _padded("0", 6),  # FeeType, FeeCode
            bytes(17 + 17),  # ValId_Time, At_Time
            _padded(source, 21),
            bytes((1,)),  # DestUsr_tl
            _padded(to, number),
            kind,
            bytes((len(content),)),
            content,
            bytes(20 if new else 8),
        )
    )


def read_submitted(body: bytes, version: int) -> tuple[int, int]:
    """The gateway's id of a part, and the result (0: taken)."""
    size = 4 if version == V3 else 1
    if len(body) < 8 + size:
        raise BrokenPacket("a short answer to a submit")
    return int.from_bytes(body[:8]), int.from_bytes(body[8 : 8 + size])


def delivered_body(body: bytes, version: int) -> bytes:
    """The body of CMPP_DELIVER_RESP: taken."""
    return body[:8] + bytes(4 if version == V3 else 1)


def read_delivered(body: bytes, version: int) -> DeliveryReport | Upward:
    """What CMPP_DELIVER brings; raises `BrokenPacket`."""
    number, kind = (32, 1) if version == V3 else (21, 0)
    fixed = 8 + 21 + 10 + 3 + number + kind + 2
    if len(body) < fixed or len(body) < fixed + body[fixed - 1]:
        raise BrokenPacket("a short deliver")
    udhi, coding = body[40], body[41]
    content = body[fixed : fixed + body[fixed - 1]]
    if body[fixed - 2]:
        if len(content) < 15:
            raise BrokenPacket("a short report")
        return DeliveryReport(int.from_bytes(content[:8]), _words(content[8:15]))
    read = Upward(int.from_bytes(body[:8]), _words(body[42 : 42 + number]), content, coding)
    return _part(read) if udhi else read


def decode(content: bytes, coding: int) -> str:
    """The words of a customer's message; what cannot be read is marked, and not lost."""
    names = {UCS2: "utf-16-be", GBK: "gb18030", ASCII: "ascii"}
    return content.decode(names.get(coding, "gb18030"), "replace")


def _part(read: Upward) -> Upward:
    header = read.content[: read.content[0] + 1] if read.content else b""
    rest = read.content[len(header) :]
    match header[1:3], len(header):
        case (b"\x00\x03", 6):
            reference, total, place = header[3], header[4], header[5]
        case (b"\x08\x04", 7):
            reference, total, place = int.from_bytes(header[3:5]), header[5], header[6]
        case _:
            return Upward(read.message_id, read.number, rest, read.coding)
    if not 0 < place <= total:
        raise BrokenPacket("a part that is none of its message")
    return Upward(read.message_id, read.number, rest, read.coding, reference, total, place)


def _padded(text: str, size: int) -> bytes:
    return text.encode("ascii")[:size].ljust(size, b"\0")


def _words(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("ascii", "replace").strip()
