"""JSON of callbacks: the fields that XML would have, and nothing that plays with them."""

import pytest

from connectors.kit.weixin.json_body import is_json, read_json
from connectors.kit.weixin.xml import read_xml
from hub.errors import BadInput


def test_both_forms_give_the_same_fields() -> None:
    xml = b"<xml><A>1</A><B>x</B><C><D>12345678901234567890</D></C><E>2</E><E>3</E></xml>"
    json = b' {"A": 1, "B": "x", "C": {"D": 12345678901234567890}, "E": [2, "3"]}'
    assert is_json(json)
    assert not is_json(xml)
    assert read_json(json) == {"A": "1", "B": "x", "C": {"D": "12345678901234567890"}, "E": ["2", "3"]}
    assert read_xml(xml.replace(b"<E>2</E><E>3</E>", b"")) == {
        name: value for name, value in read_json(json).items() if name != "E"
    }


HOSTILE = [
    b"",
    b"{",
    b"[]",
    b'"words"',
    b'{"A": 1, "A": 2}',
    b'{"A": {"B": 1, "B": 2}}',
    b'{"A": NaN}',
    b'{"A": ' + b"9" * 5000 + b"}",
    b'{"A": "\xff"}',
    b'{"A": ' * 20 + b"1" + b"}" * 20,
    b'{"A": ' * 20_000 + b"1" + b"}" * 20_000,
    b'{"A": [' + b"1," * 3000 + b"1]}",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_what_plays_with_fields_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        read_json(body)
