"""A call of which any byte was changed is refused; Twilio's own package agrees on what is signed."""

import hashlib
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from connectors.sms.twilio.signing import FORM, HEADER, open_callback, read_form, sign
from hub.errors import BadInput, BadSignature, TooLarge
from hub.ports import Callback

TOKEN = "auth-token-of-the-tests"
PUBLIC = "https://sms.bank.example"
FIELDS = {
    "AccountSid": "AC" + "a" * 32,
    "Body": "",
    "From": "+12025550123",
    "MessageSid": "MM" + "1" * 32,
    "NumMedia": "1",
    "To": "+12025550100",
    "ToCity": "",
    "Words": "挂失 + 补卡 & 费用",
}
BODY = urlencode(FIELDS).encode()


def call(
    body: bytes = BODY,
    *,
    path: str = "/sms/abroad",
    query: str = "",
    kind: str = FORM,
    signature: str | None = None,
) -> Callback:
    headers = {"content-type": kind} | ({} if signature is None else {HEADER: signature})
    return Callback("POST", path, query, headers, body)


def signed(body: bytes = BODY, *, query: str = "", kind: str = FORM) -> Callback:
    url = f"{PUBLIC}/sms/abroad" + (f"?{query}" if query else "")
    signature = sign(TOKEN, url, FIELDS if kind == FORM else {})
    return call(body, query=query, kind=kind, signature=signature)


def opened(callback: Callback, public: str = PUBLIC) -> dict[str, str] | None:
    """What it says, None where it is refused."""
    try:
        return open_callback(TOKEN, public, callback)
    except (BadInput, BadSignature):
        return None


def changes(text: str) -> list[str]:
    """The text with each of its characters changed, taken out, and doubled."""
    found = []
    for place, char in enumerate(text):
        others = ("0" if char != "0" else "1", chr(ord(char) ^ 1), "&", "=", "", char * 2)
        found += [text[:place] + each + text[place + 1 :] for each in others]
    return [each for each in found if each != text]


def test_the_true_one_is_opened_with_its_blank_fields() -> None:
    assert opened(signed()) == FIELDS


def test_every_byte_of_the_signature_counts() -> None:
    true = signed()
    for each in changes(true.headers[HEADER]):
        assert opened(call(signature=each)) is None
    assert opened(call()) is None


def test_every_byte_of_the_body_counts() -> None:
    signature, tried = signed().headers[HEADER], 0
    for each in changes(BODY.decode()):
        try:
            same = read_form(each.encode()) == FIELDS  # %e6 for %E6 says the same
        except BadInput:
            same = False
        if not same:
            tried += 1
            assert opened(call(each.encode(), signature=signature)) is None, each
    assert tried > 1000


@pytest.mark.parametrize("query", ["", "a=1&b=2"])
def test_every_byte_of_the_address_counts(query: str) -> None:
    true = signed(query=query)
    assert opened(true) == FIELDS
    for each in changes(true.path):
        assert opened(call(path=each, query=query, signature=true.headers[HEADER])) is None
    for each in changes(query):
        assert opened(call(query=each, signature=true.headers[HEADER])) is None
    assert opened(true, "https://sms.bank.example.net") is None
    assert opened(true, "http://sms.bank.example") is None


def test_the_port_may_stand_in_what_is_signed_or_not() -> None:
    with_port = sign(TOKEN, f"{PUBLIC}:443/sms/abroad", FIELDS)
    assert opened(call(signature=with_port)) == FIELDS
    assert opened(signed(), f"{PUBLIC}:443") == FIELDS
    assert opened(signed(), f"{PUBLIC}:8443") == FIELDS, "Twilio leaves out the port of an https address"
    other_port = sign(TOKEN, f"{PUBLIC}:8443/sms/abroad", FIELDS)
    assert opened(call(signature=other_port), f"{PUBLIC}:8443") == FIELDS
    assert opened(call(signature=other_port)) is None
    assert opened(call(signature=other_port), f"{PUBLIC}:9443") is None


def test_a_json_body_counts_by_its_digest() -> None:
    body = '{"words":"挂失"}'.encode()
    query = f"bodySHA256={hashlib.sha256(body).hexdigest()}"
    true = signed(body, query=query, kind="application/json")
    assert opened(true) == {}
    for place in range(len(body)):
        forged = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
        changed = call(forged, query=query, kind="application/json", signature=true.headers[HEADER])
        assert opened(changed) is None
    assert opened(signed(body, kind="application/json")) is None, (
        "without a digest nothing says what was signed"
    )


@pytest.mark.parametrize("body", [b"Body=a&Body=a", b"Body=a&Body=b", b"Body", b"Body=%ff", b"\xff=1"])
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        read_form(body)


def test_a_body_has_a_bound() -> None:
    with pytest.raises(TooLarge):
        open_callback(TOKEN, PUBLIC, call(b"Body=" + b"a" * 70_000))


def test_twilios_own_package_signs_the_same() -> None:
    validator = RequestValidator(TOKEN)
    for url in (PUBLIC, f"{PUBLIC}/sms/abroad", f"{PUBLIC}/sms/abroad?a=1&b=%20"):
        assert validator.compute_signature(url, FIELDS) == sign(TOKEN, url, FIELDS)
        assert validator.validate(url, FIELDS, sign(TOKEN, url, FIELDS))


def test_twilios_published_example() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sign("12345", url, fields) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="
