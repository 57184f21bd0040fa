"""WeCom answers 0 and lists those who get nothing."""

import pytest

from connectors.kit.http import Unknown
from connectors.wecom.send import INVALID, UNLICENSED, why_missed


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"errcode": 0, "msgid": "m"}, ""),
        ({"errcode": 0, "invaliduser": ""}, ""),
        ({"errcode": 0, "invaliduser": "HanMeimei|lilei"}, INVALID),  # ids know no case
        ({"errcode": 0, "unlicenseduser": "LiLei"}, UNLICENSED),
        ({"errcode": 0, "invaliduser": "LiLeiJr"}, ""),
        (Unknown("silence"), ""),
    ],
)
def test_who_is_listed_gets_nothing(said: object, why: str) -> None:
    assert why_missed(said, "LiLei") == why
