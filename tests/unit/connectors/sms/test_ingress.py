"""What the ingress takes where the hub is away: each provider's true calls, in the order of each customer."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from connectors.sms.account import AliyunAccount
from connectors.sms.ingress import open_checks
from connectors.sms.twilio.signing import read_form, sign
from hub.errors import BadSignature
from hub.ports import Callback
from tests.unit.connectors.sms.test_translate import ACCOUNT, PAYLOADS
from tests.unit.connectors.sms.test_twilio_signature import call

NOW = datetime.now(UTC)
HOME = AliyunAccount.model_construct(
    name="home",
    provider="aliyun",
    access_key_id="id",
    access_key_secret=SecretStr("secret"),
    callback_token=SecretStr("token-of-the-tests"),
    sign_name="远桥银行",
)
CHECKS = open_checks([ACCOUNT, HOME])


def test_each_address_has_its_check() -> None:
    assert set(CHECKS) == {"/sms/abroad", "/sms/abroad/status", "/sms/home/up", "/sms/home/report"}


@pytest.mark.parametrize(
    ("name", "path", "customer"),
    [
        ("said-text", "/sms/abroad", "+12025550123"),
        ("opted-out", "/sms/abroad", "+12025550123"),
        ("told-delivered", "/sms/abroad/status", None),
    ],
)
def test_twilios_calls(name: str, path: str, customer: str | None) -> None:
    body = (PAYLOADS / f"twilio-{name}.form").read_bytes().strip()
    signature = sign("t", f"{ACCOUNT.public_url}{path}", read_form(body))
    taken = CHECKS[path].check(call(body, path=path, signature=signature), NOW)
    assert taken is not None
    assert (taken.ordered_by, b"<Response>" in taken.body) == (customer, True)
    with pytest.raises(BadSignature):
        CHECKS[path].check(call(body + b"&A=1", path=path, signature=signature), NOW)


def test_the_gateways_calls() -> None:
    body, path = (PAYLOADS / "aliyun-said.json").read_bytes(), "/sms/home/up"
    taken = CHECKS[path].check(Callback("POST", path, "token=token-of-the-tests", {}, body), NOW)
    assert taken is not None
    assert taken.ordered_by == "13900001234"
    with pytest.raises(BadSignature):
        CHECKS[path].check(Callback("POST", path, "token=token", {}, body), NOW)
    assert CHECKS[path].check(Callback("GET", path, "", {}, b""), NOW) is None
