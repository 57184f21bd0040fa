"""Logins of the bank: what is taken, what is refused, and what becomes of their claims."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hub.contacts import BankLogin
from hub.errors import BadSignature, SetupError
from hub.messages import Facts, Verification
from tests.unit.hub.contacts.signing import ISSUER, SECRET, claims, login

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())


def pem(private: Any) -> str:
    made: bytes = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return made.decode()


def test_a_login_says_who_and_what_is_certain() -> None:
    words = {
        "audience": "staff",
        "region": "310000",
        "segment": "retail",
        "tier": "gold",
        "language": "zh-CN",
    }
    told = {"level": 2, "level_until": AT + 900, **words}
    read = BankLogin(SECRET, ISSUER).read(login(NOW, **told), NOW)
    assert (read.issuer, read.customer, read.until) == (ISSUER, "C-1001", NOW + timedelta(seconds=120))
    until = NOW + timedelta(seconds=900)
    facts = Facts(verification=Verification(level=2, until=until), **words)
    assert read.facts == facts
    assert "C-1001" not in repr(read)


def test_what_is_not_said_stays_unknown_and_a_level_ends_with_the_login() -> None:
    reader = BankLogin(SECRET, ISSUER)
    assert reader.read(login(NOW), NOW).facts.model_fields_set == set()
    verification = reader.read(login(NOW, level=1), NOW).facts.verification
    assert verification == Verification(level=1, until=NOW + timedelta(seconds=120))


@pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (lambda: rsa.generate_private_key(65537, 2048), "RS256"),
    ],
)
def test_the_banks_public_key_is_enough(make: Callable[[], Any], algorithm: str) -> None:
    own, other = make(), make()
    reader = BankLogin(pem(own).replace("\n", "\\n"), ISSUER)
    assert reader.read(login(NOW, key=own, algorithm=algorithm), NOW).customer == "C-1001"
    with pytest.raises(BadSignature):
        reader.read(login(NOW, key=other, algorithm=algorithm), NOW)


def test_the_key_decides_about_the_algorithm_and_not_the_token() -> None:
    public = pem(ec.generate_private_key(ec.SECP256R1()))
    reader = BankLogin(public, ISSUER)
    unsigned = jwt.encode(claims(NOW), "", algorithm="none")
    # A public key used as if it were a shared secret; the library refuses to sign so, an attacker does not.
    confused = jwt.PyJWS()
    confused.unregister_algorithm("HS256")
    confused.register_algorithm("HS256", _Careless(jwt.algorithms.HMACAlgorithm.SHA256))
    forged = confused.encode(json.dumps(claims(NOW)).encode(), public, algorithm="HS256")
    for token in (unsigned, forged, login(NOW)):
        with pytest.raises(BadSignature):
            reader.read(token, NOW)


class _Careless(jwt.algorithms.HMACAlgorithm):
    def prepare_key(self, key: Any) -> bytes:
        return key.encode() if isinstance(key, str) else bytes(key)


@pytest.mark.parametrize(
    "changed",
    [
        *({name: None} for name in ("iss", "aud", "sub", "iat", "exp", "jti")),
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"sub": ""},
        {"sub": "x" * 129},
        {"jti": ""},
        {"exp": AT + 301},
        {"exp": AT},
        {"exp": AT - 1, "iat": AT - 60},
        {"iat": AT + 11},
        {"exp": "soon"},
        {"iat": 10**12, "exp": 10**12 + 60},
        {"level": 4},
        {"level": "high"},
        {"level": 1, "level_until": "never"},
        {"segment": "金 卡"},
        {"tier": 7},
    ],
)
def test_another_login_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadSignature) as refused:
        BankLogin(SECRET, ISSUER).read(login(NOW, **changed), NOW)
    assert refused.value.status == 403
    assert "C-1001" not in refused.value.detail


def test_a_changed_byte_is_refused_wherever_it_stands() -> None:
    token, reader = login(NOW), BankLogin(SECRET, ISSUER)
    taken = 0
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        try:
            reader.read(changed, NOW)
        except BadSignature:
            continue
        # The last character of an unpadded signature has bits that say nothing.
        taken += 1
        assert place == len(token) - 1
    assert taken <= 1


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "x" * 5000, "\x00", "é.é.é"])
def test_what_is_no_login_at_all_is_refused(token: str) -> None:
    with pytest.raises(BadSignature):
        BankLogin(SECRET, ISSUER).read(token, NOW)


@pytest.mark.parametrize(
    ("key", "issuer"),
    [
        ("short", ISSUER),
        ("x" * 31, ISSUER),
        (SECRET, ""),
        ("-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----", ISSUER),
        (pem(ec.generate_private_key(ec.SECP384R1())), ISSUER),
        (pem(rsa.generate_private_key(65537, 1024)), ISSUER),  # noqa: S505 - that it is weak is the point
    ],
)
def test_keys_that_are_none_are_refused_at_the_start(key: str, issuer: str) -> None:
    with pytest.raises(SetupError) as refused:
        BankLogin(key, issuer)
    assert "YUANQIAO_BANK_LOGIN" in refused.value.detail
    assert key not in refused.value.detail
