"""XML in: no types, entities, depth or doubles. XML out: no text breaks out of its place."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.weixin.xml import DEEPEST, FORBIDDEN, parse_xml, read_xml, write_xml
from hub.errors import BadInput
from tests.support.recorded import cases, named, needs_recorded


@needs_recorded
@pytest.mark.parametrize("case", cases("hostile."), ids=named)
def test_hostile_documents_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="document type"):
        parse_xml(_document(case))


@needs_recorded
@pytest.mark.parametrize("case", cases("benign."), ids=named)
def test_harmless_documents_are_read(case: dict[str, Any]) -> None:
    assert parse_xml(_document(case)).name == "root"


def _document(case: dict[str, Any]) -> bytes:
    if "xml" in case:
        return str(case["xml"]).encode()
    made = case["xml_recipe"]
    inner = made["repeat_char"] * made["repeat"] + made["middle"] + made["ref"] * made["ref_repeat"]
    return f"{made['prefix']}{inner}{made['suffix']}".encode()


def test_a_document_type_is_refused_before_anything_in_it() -> None:
    hostile = b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>'
    with pytest.raises(BadInput, match="document type"):
        read_xml(hostile)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml>",
        b"<other><a>1</a></other>",
        b"<xml><MsgType>text</MsgType><MsgType>event</MsgType></xml>",
        b"<xml>" + b"<a>" * DEEPEST + b"</a>" * DEEPEST + b"</xml>",
        b"<xml>" + b"".join(b"<a%d/>" % n for n in range(3000)) + b"</xml>",
        b"<xml><a>\x00</a></xml>",
        b"\xff\xfe<xml/>",
    ],
)
def test_what_is_no_callback_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        read_xml(body)


def test_spaces_and_repeated_items_are_kept() -> None:
    fields = read_xml(
        b"<xml><Content><![CDATA[ a  ]]></Content><L><item>1</item><item><b>2</b></item></L></xml>"
    )
    assert fields == {"Content": " a  ", "L": {"item": ["1", {"b": "2"}]}}


@settings(deadline=None)
@given(text=st.text())
def test_words_that_are_written_are_read_again(text: str) -> None:
    written = write_xml({"Content": text, "CreateTime": 1})
    # Of line ends XML knows one.
    expected = FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    assert read_xml(written) == {"Content": expected, "CreateTime": "1"}
    root = ElementTree.fromstring(written)  # noqa: S314  (written a moment ago)
    assert [each.tag for each in root] == ["Content", "CreateTime"], "no markup came out of the words"


def test_the_end_of_a_section_in_words_is_only_words() -> None:
    attack = "]]></Content><MsgType>image</MsgType><Content><![CDATA["
    assert read_xml(write_xml({"Content": attack})) == {"Content": attack}
