"""A picture goes to the agent's side in parts: only the whole one is told."""

import json

import pytest

from hub.bus.pubsub import PAYLOAD_LIMIT
from hub.compact_json import write_json
from tests.support.id_cards import with_check
from video.calls.rooms import FRAMES_LIMIT, Frame
from video.flows.identity import check_document, document_detail
from video.flows.progress import StepRefused
from video.identity.card import CardRead
from video.identity.limits import PICTURE_BYTES
from video.identity.passing import CustomerPictures, PictureSeal, TakenPicture, parts_of
from video.services.ports import ClaimedPerson

CALL = "0" * 24 + ".1.1"
NUMBER = with_check("00000019900101000")
CARD = CardRead("张伟铭", NUMBER)
TAKEN = TakenPicture("identity", bytes(range(256)) * 500, CARD)
SEAL = PictureSeal("s" * 32)


def parts(taken: TakenPicture = TAKEN, call: str = CALL) -> list[Frame]:
    return list(parts_of(SEAL.close(call, taken)))


def heard(pictures: CustomerPictures, frames: list[Frame]) -> list[TakenPicture | None]:
    return [pictures.hear(CALL, json.loads(write_json(frame))) for frame in frames]


def test_the_whole_picture_is_told_with_its_last_part() -> None:
    pictures = CustomerPictures(SEAL)
    assert heard(pictures, parts()) == [None, None, TAKEN]
    assert pictures.at(CALL, "identity") == TAKEN
    assert pictures.at(CALL, "licence") is None
    assert pictures.at(CALL[:-1] + "2", "identity") is None
    pictures.forget(CALL)
    assert pictures.at(CALL, "identity") is None


def test_what_is_between_the_processes_learns_nothing_and_opens_no_other_call() -> None:
    piece = SEAL.close(CALL, TAKEN)
    for plain in (TAKEN.jpeg[:64], CARD.name.encode(), NUMBER.encode()):
        assert plain not in piece
    assert SEAL.open(CALL, piece) == TAKEN
    assert SEAL.open(CALL[:-1] + "2", piece) is None
    assert PictureSeal("t" * 32).open(CALL, piece) is None
    assert SEAL.open(CALL, b"") is None


def test_each_part_fits_the_line_between_processes() -> None:
    largest = TakenPicture("identity", bytes(PICTURE_BYTES), CARD)
    frames = parts(largest)
    said = [write_json({"call": CALL, "to": "agent", "frame": frame}) for frame in frames]
    assert max(len(each) for each in said) < PAYLOAD_LIMIT
    assert len(frames) < FRAMES_LIMIT, "they may all wait at once"
    assert heard(CustomerPictures(SEAL), frames)[-1] == largest


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_where_a_part_is_lost_nothing_is_told_and_the_next_picture_is(lost: int) -> None:
    pictures, frames = CustomerPictures(SEAL), parts()
    assert heard(pictures, [frame for place, frame in enumerate(frames) if place != lost]) == [None, None]
    assert heard(pictures, parts())[-1] == TAKEN


def test_parts_of_two_pictures_make_none() -> None:
    assert heard(CustomerPictures(SEAL), [parts()[0], *parts()[1:]]) == [None, None, None]


def test_the_picture_and_what_is_sent_have_to_agree() -> None:
    check_document(ClaimedPerson("另一个人", NUMBER), TAKEN)
    check_document(ClaimedPerson("张伟铭", with_check("00000019900101001")), None)
    unread = TakenPicture("identity", b"", CardRead(trouble="check_digit"))
    check_document(ClaimedPerson("张伟铭", NUMBER), unread)
    with pytest.raises(StepRefused) as refused:
        check_document(ClaimedPerson("张伟铭", with_check("00000019900101001")), TAKEN)
    assert refused.value.fields["why"] == "document_differs"


def test_what_is_written_of_a_document_is_by_whom_and_a_hash() -> None:
    person = ClaimedPerson("张伟铭", NUMBER)
    assert document_detail(person, None) == {"document_by": "typed"}
    assert document_detail(person, TAKEN) == {"document_by": "ocr", "picture": TAKEN.sha256}
    corrected = ClaimedPerson("张玮铭", NUMBER)
    assert document_detail(corrected, TAKEN) == {"document_by": "typed", "picture": TAKEN.sha256}
