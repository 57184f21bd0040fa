"""A nudge is verified where the hub is away; any byte changed in what is signed, and it is refused."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from connectors.wecom_kf.ingress import open_checks
from hub.errors import BadInput, BadSignature
from hub.ports import Callback, CallbackCheck
from simulators.wecom_kf.provider import make_provider
from simulators.wecom_kf.pushing import KfPusher
from tests.unit.connectors.wecom_kf.accounts import KEY, OPEN_KFID, account

ACCOUNT = {
    "name": "retail",
    "corp_id": "ww5823bf96d3bd56c7",
    "open_kfid": OPEN_KFID,
    "secret": "secret",
    "token": "token-of-the-tests",
    "encoding_aes_key": KEY,
}


def now() -> datetime:
    return datetime.now(UTC)


def check() -> CallbackCheck:
    return open_checks([account()])["/wecom_kf/retail"]


def sealed() -> tuple[dict[str, str], bytes]:
    return KfPusher(make_provider(ACCOUNT, "")).sealed("token")


def callback(query: dict[str, str], body: bytes, method: str = "POST") -> Callback:
    return Callback(method, "/wecom_kf/retail", urlencode(query), {}, body)


def test_a_nudge_is_taken_and_the_proof_of_the_address_is_left_to_the_hub() -> None:
    query, body = sealed()
    taken = check().check(callback(query, body), now())
    assert taken is not None
    assert taken.body == b"success"
    assert check().check(callback(query, b"", "GET"), now()) is None


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
def test_every_byte_of_what_is_signed_counts(name: str) -> None:
    query, body = sealed()
    changed = 0
    for place, char in enumerate(query[name]):
        other = query[name][:place] + ("0" if char != "0" else "1") + query[name][place + 1 :]
        changed += 1
        with pytest.raises((BadSignature, BadInput)):
            check().check(callback(query | {name: other}, body), now())
    assert changed > 0


def test_another_time_and_another_corporation_are_refused() -> None:
    query, body = sealed()
    with pytest.raises(BadSignature):
        check().check(callback(query, body), now() + timedelta(minutes=6))
    other = open_checks([account(corp_id="ww0000000000000000")])["/wecom_kf/retail"]
    with pytest.raises(BadSignature):
        other.check(callback(query, body), now())
