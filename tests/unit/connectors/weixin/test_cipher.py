"""Cipher and signature of callbacks: official examples both ways, and whatever is broken is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kit.weixin.callbacks import Receiver, check_address, open_callback
from connectors.kit.weixin.cipher import MessageCipher, check_signature, signature_of
from connectors.kit.weixin.xml import read_xml
from hub.errors import BadInput, BadSignature, SetupError, YuanqiaoError
from tests.support.recorded import cases, named, needs_recorded

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APP = "wx5823bf96d3bd56c7"


def receiver(case: dict[str, Any]) -> Receiver:
    return Receiver(case["token"], MessageCipher(case["encoding_aes_key"], case["receive_id"]))


def query(case: dict[str, Any]) -> dict[str, str]:
    return {name: case[name] for name in ("msg_signature", "timestamp", "nonce")}


def at(case: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(int(case["timestamp"]), UTC)


@needs_recorded
@pytest.mark.parametrize("case", cases("crypto.decrypt"), ids=named)
def test_recorded_callbacks_are_opened_and_hostile_ones_refused(case: dict[str, Any]) -> None:
    if case["kind"] == "crypto.decrypt_raw":
        text = MessageCipher(case["encoding_aes_key"], case["receive_id"]).decrypt(case["ciphertext_base64"])
        assert read_xml(text)
    elif case["kind"] == "crypto.decrypt":
        assert read_xml_of(case)["MsgType"]
    else:
        with pytest.raises((BadSignature, BadInput)):
            read_xml_of(case)


def read_xml_of(case: dict[str, Any]) -> dict[str, Any]:
    return open_callback(receiver(case), query(case), case["body_xml"].encode(), at(case))


@needs_recorded
@pytest.mark.parametrize("case", cases("crypto.verify_url"), ids=named)
def test_recorded_addresses_are_proved(case: dict[str, Any]) -> None:
    asked = query(case) | {"echostr": case["echostr"]}
    if str(case.get("expect", "accept")).startswith("reject"):
        with pytest.raises(BadSignature):
            check_address(receiver(case), asked, at(case))
    else:
        told = check_address(receiver(case), asked, at(case))
        assert told == case.get("expect_plaintext", told)
        assert told.isprintable()


@needs_recorded
@pytest.mark.parametrize("case", cases("crypto.encrypt"), ids=named)
def test_recorded_messages_are_encrypted(case: dict[str, Any]) -> None:
    cipher = MessageCipher(case["encoding_aes_key"], case["receive_id"])
    random = case["random16"].encode() if "random16" in case else None
    encrypted = cipher.encrypt(case["plaintext"].encode(), random=random)
    assert cipher.decrypt(encrypted).decode() == case["plaintext"]
    if "expect_encrypted_xml" in case:
        assert encrypted == read_xml(case["expect_encrypted_xml"].encode())["Encrypt"]


@needs_recorded
@pytest.mark.parametrize("case", cases("signature.mp_plain"), ids=named)
def test_recorded_signatures(case: dict[str, Any]) -> None:
    if "parts" in case:
        assert signature_of(*case["parts"]) == case["expect_sha1"]
        return
    parts = case["token"], case["timestamp"], case["nonce"]
    if case["expect"] == "accept":
        check_signature(case["signature"], *parts)
    else:
        with pytest.raises(BadSignature):
            check_signature(case["signature"], *parts)


@settings(deadline=None)
@given(message=st.binary(max_size=5000))
def test_what_is_encrypted_is_read(message: bytes) -> None:
    cipher = MessageCipher(KEY, APP)
    assert cipher.decrypt(cipher.encrypt(message)) == message


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_whatever_is_no_cipher_text_is_refused_in_one_way(text: str) -> None:
    with pytest.raises(BadSignature):
        MessageCipher(KEY, APP).decrypt(text)


def test_another_receivers_message_is_refused() -> None:
    encrypted = MessageCipher(KEY, "wx0000000000000000").encrypt(b"<xml/>")
    with pytest.raises(BadSignature, match="another receiver"):
        MessageCipher(KEY, APP).decrypt(encrypted)


@pytest.mark.parametrize("key", ["", "short", KEY[:-1], KEY + "x", "!" * 43])
def test_a_key_that_is_none_ends_the_start(key: str) -> None:
    with pytest.raises(SetupError):
        MessageCipher(key, APP)


@pytest.mark.parametrize("signature", ["", "é" * 40, "0" * 40, "\ud800"])
def test_a_signature_of_any_form_is_compared(signature: str) -> None:
    with pytest.raises(YuanqiaoError):
        check_signature(signature, "token", "1", "2")
