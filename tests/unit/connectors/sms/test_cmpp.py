"""CMPP without a line: parts, receipts and answers; a gateway of others tries the packets themselves."""

import struct
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.kit.ignored import Ignored
from connectors.sms.cmpp import pdu
from connectors.sms.cmpp.joining import Joining
from connectors.sms.cmpp.pdu import BrokenPacket, DeliveryReport, Upward
from connectors.sms.cmpp.provider import to_told, to_tried
from connectors.sms.translate import SmsReceipt
from hub.messages import Status
from hub.ports import SendOutcome

LOST = TimeoutError()


def answer(result: int, number: int = 7) -> bytes:
    """CMPP_SUBMIT_RESP of 2.0."""
    return struct.pack(">QB", number, result)


async def acknowledge() -> None:
    """Tells nobody."""


def delivered(content: bytes, *, udhi: int = 0, coding: int = pdu.UCS2, report: int = 0) -> bytes:
    """The body of a CMPP_DELIVER of 2.0."""
    head = struct.pack(">Q21s10sBBB21sBB", 9, b"10695599", b"", 0, udhi, coding, b"13800138000", report, 0)
    return head[:-1] + bytes([len(content)]) + content + bytes(8)


@given(st.text(alphabet="挂失a😀\n", min_size=1, max_size=200), st.randoms(use_true_random=False))
def test_parts_in_any_order_and_twice_are_the_message_again(text: str, order: Random) -> None:
    parts = pdu.to_parts(text, 300)
    assert all(len(each) <= pdu.ONE_BYTES for each in parts)
    read = [pdu.read_delivered(delivered(each, udhi=int(len(parts) > 1)), pdu.V2) for each in parts]
    order.shuffle(read)
    joining, wholes = Joining(), []
    for each in [*read[:-1], *read]:
        assert isinstance(each, Upward)
        whole = joining.add(each, acknowledge)
        wholes += [] if whole is None else [whole]
    assert [each.text for each in wholes[-1:]] == [text]
    assert len(wholes[-1].acknowledge) == len(parts)


def test_no_part_ends_inside_a_character() -> None:
    family = "👨‍👩‍👧"
    first, second = pdu.to_parts("挂" * 62 + family + "失" * 10, 1)
    assert first[6:].decode("utf-16-be") == "挂" * 62
    assert second[6:].decode("utf-16-be") == family + "失" * 10


def test_parts_of_two_customers_do_not_mix() -> None:
    joining = Joining()
    for number in ("13800138000", "13900139000"):
        one = Upward(1, number, "挂".encode("utf-16-be"), pdu.UCS2, reference=5, total=2, place=1)
        assert joining.add(one, acknowledge) is None


@pytest.mark.parametrize("reference", [b"\x05\x00\x03\x09\x02\x01", b"\x06\x08\x04\x00\x09\x02\x01"])
def test_both_forms_of_a_header_are_read(reference: bytes) -> None:
    read = pdu.read_delivered(delivered(reference + b"\x63\x02", udhi=1), pdu.V2)
    assert isinstance(read, Upward)
    assert (read.content, read.reference, read.total, read.place) == (b"\x63\x02", 9, 2, 1)


@pytest.mark.parametrize(
    ("content", "coding", "text"),
    [("挂失", pdu.UCS2, "挂失"), ("挂失", pdu.GBK, "挂失"), ("a", pdu.ASCII, "a")],
)
def test_words_come_in_three_codings(content: str, coding: int, text: str) -> None:
    names = {pdu.UCS2: "utf-16-be", pdu.GBK: "gb18030", pdu.ASCII: "ascii"}
    assert pdu.decode(content.encode(names[coding]), coding) == text


@given(st.binary(max_size=200))
def test_alien_bytes_are_broken_and_nothing_else(body: bytes) -> None:
    for version in (pdu.V2, pdu.V3):
        try:
            pdu.read_delivered(body, version)
        except BrokenPacket:
            continue


def test_a_report_is_about_the_part_that_it_names() -> None:
    body = delivered(struct.pack(">Q7s10s10s21sI", 42, b"UNDELIV", b"", b"", b"", 0), report=1)
    read = pdu.read_delivered(body, pdu.V2)
    assert read == DeliveryReport(42, "UNDELIV")
    assert to_told(DeliveryReport(42, "UNDELIV")) == SmsReceipt(f"{42:016x}", Status.FAILED, "cmpp_UNDELIV")
    assert to_told(DeliveryReport(42, "DELIVRD")) == SmsReceipt(f"{42:016x}", Status.DELIVERED)
    assert to_told(DeliveryReport(42, "MI:0024")) == SmsReceipt(f"{42:016x}", Status.FAILED, "cmpp_MI:0024")
    assert to_told(DeliveryReport(42, "a b\n")) == SmsReceipt(f"{42:016x}", Status.FAILED, "cmpp_unknown")
    assert to_told(DeliveryReport(42, "ACCEPTD")) == Ignored("status.passing")


@pytest.mark.parametrize(
    ("answers", "outcome", "code"),
    [
        ([answer(0)], SendOutcome.SENT, ""),
        ([answer(0), answer(0, 8)], SendOutcome.SENT, ""),
        ([answer(8), answer(8)], SendOutcome.RETRY, "cmpp_8"),
        ([answer(5), answer(5)], SendOutcome.REJECTED, "cmpp_5"),
        ([answer(0), answer(8)], SendOutcome.UNSURE, "cmpp_8"),
        ([answer(0), LOST], SendOutcome.UNSURE, "no_answer"),
        ([LOST, LOST], SendOutcome.UNSURE, "no_answer"),
        ([b"short"], SendOutcome.UNSURE, "not_understood"),
    ],
)
def test_what_answers_mean(answers: list[bytes | BaseException], outcome: SendOutcome, code: str) -> None:
    tried = to_tried(answers, pdu.V2)
    assert (tried.delivery.outcome, tried.delivery.code) == (outcome, code)
