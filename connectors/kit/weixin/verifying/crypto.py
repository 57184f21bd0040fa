"""Recorded signatures and cipher texts: opened and made by what serves the webhook."""

from collections.abc import Callable

from connectors.kit.verifying.cases import Case, document, first, is_refusal, moment, words
from connectors.kit.verifying.matching import difference
from connectors.kit.verifying.verdicts import Differs, NotMade, Unused
from connectors.kit.weixin.callbacks import (
    Query,
    Receiver,
    check_address,
    is_plain,
    open_callback,
    write_reply,
)
from connectors.kit.weixin.cipher import MessageCipher, check_signature, signature_of
from connectors.kit.weixin.json_body import is_json, read_json
from connectors.kit.weixin.verifying.inbound import (
    check_fields,
    receiver_of,
    signed_query,
)
from connectors.kit.weixin.xml import Fields, read_xml, write_xml
from hub.errors import YuanqiaoError

NO_RECEIVER = Receiver("", MessageCipher("A" * 43, "nobody"))
CIPHER_TEXTS = ("encrypt", "encrypted", "ciphertext_base64", "ciphertext")
ECHO = "words that prove the address"


def try_crypto(case: Case, receiver: Receiver = NO_RECEIVER) -> None:
    """One recorded cipher text or plain text; raises what `judge` reads."""
    what = str(case.get("kind", "")).split(".")[1]
    if is_json(document(case) or b"") and not receiver.json:
        raise Unused("this channel takes no JSON")
    match what:
        case "verify_url":
            _refusable(case, lambda: _address(case))
        case "decrypt":
            _refusable(case, lambda: _decrypt(case, receiver_of(case, receiver)))
        case "decrypt_raw":
            _refusable(case, lambda: _decrypt_raw(case))
        case "encrypt" | "encrypt_roundtrip":
            _encrypt(case)
        case _:
            raise Unused(f"no connector does {what}")


def try_signature(case: Case) -> None:
    """One recorded signature of a callback; raises what `judge` reads."""
    parts = first(case, "parts")
    if isinstance(parts, list):
        _of_parts(case, [str(part) for part in parts])
    elif "msg_signature" in case and "token" in case:
        said = words(case, *CIPHER_TEXTS, "echostr")
        signed = (words(case, "token"), words(case, "timestamp"), words(case, "nonce"), said)
        _refusable(case, lambda: check_signature(words(case, "msg_signature"), *signed))
    elif "signature" in case and "token" in case:
        _refusable(case, lambda: _plain_address(case))
    else:
        raise Unused("no connector checks signatures such as this")


def _refusable(case: Case, attempt: Callable[[], None]) -> None:
    """Raises `Differs` where what has to be refused is taken, or the other way round."""
    refused = is_refusal(case)
    try:
        attempt()
    except YuanqiaoError as error:
        if refused is False:
            _check_time(case)
            raise Differs(f"refused ({error.code}): {error.detail}") from error
        return
    if refused:
        raise Differs("it was taken")


def _check_time(case: Case) -> None:
    """Raises `NotMade` for a case that is signed at what is no time, as the provider never does."""
    at = words(case, "timestamp")
    if at and not (at.isascii() and at.isdecimal() and len(at) <= 12):
        raise NotMade(f"the time of the case is {at[:20]}, which is refused")


def _address(case: Case) -> None:
    _check_signed(case)
    said = check_address(receiver_of(case, NO_RECEIVER), signed_query(case), moment(case))
    wanted = words(case, "expect_plaintext", "expect_echostr", "plaintext")
    if wanted and said != wanted:
        raise Differs("the words that prove the address are others")


def _check_signed(case: Case) -> None:
    """Raises `NotMade` for a case that leaves out what the provider always signs with."""
    query = signed_query(case)
    missing = [name for name in ("timestamp", "nonce") if not query.get(name)]
    missing += [] if {"signature", "msg_signature"} & set(query) else ["msg_signature"]
    if missing:
        raise NotMade(f"the case has no {missing[0]}")


def _plain_address(case: Case) -> None:
    _check_signed(case)
    receiver = Receiver(words(case, "token"), NO_RECEIVER.cipher)
    query = {**signed_query(case), "echostr": words(case, "echostr") or ECHO}
    if check_address(receiver, query, moment(case)) != query["echostr"]:
        raise Differs("the words that prove the address are others")


def _of_parts(case: Case, parts: list[str]) -> None:
    wanted = words(case, "expect_sha1", "expect_signature", "signature", "msg_signature")
    if not wanted:
        raise NotMade("the case has no signature")
    _refusable(case, lambda: check_signature(wanted, *parts))


def _decrypt(case: Case, receiver: Receiver) -> None:
    query = signed_query(case)
    encrypted = words(case, *CIPHER_TEXTS)
    body = document(case) or (write_xml({"Encrypt": encrypted}) if encrypted else None)
    if body is None:
        raise NotMade("the case has no cipher text")
    if is_plain(query):
        _decrypt_raw({**case, "encrypt": encrypted or _cipher_text(body)})
        return
    fields = open_callback(receiver, query, body, moment(case))
    check_fields(case, fields)
    _check_words(case, receiver, body)


def _check_words(case: Case, receiver: Receiver, body: bytes) -> None:
    wanted = words(case, "expect_plaintext", "plaintext")
    if not wanted:
        return
    if receiver.cipher.decrypt(_cipher_text(body)).decode() != wanted:
        raise Differs("the plain text is another")


def _cipher_text(body: bytes) -> str:
    read = read_json(body) if is_json(body) else read_xml(body)
    return str(read.get("Encrypt", ""))


def _decrypt_raw(case: Case) -> None:
    encrypted = words(case, *CIPHER_TEXTS, "echostr")
    said = receiver_of(case, NO_RECEIVER).cipher.decrypt(encrypted).decode("utf-8", "replace")
    if is_refusal(case) is False and said != words(case, "expect_plaintext", "plaintext"):
        raise Differs("the plain text is another")


def _encrypt(case: Case) -> None:
    """What was made is read again, and made a second time with the recorded random bytes."""
    receiver, plain = receiver_of(case, NO_RECEIVER), words(case, "plaintext", "expect_plaintext").encode()
    random = words(case, "random16", "random").encode() or None
    if random is not None and len(random) != 16:
        raise NotMade("the random bytes of a frame are 16")
    at, nonce = moment(case), words(case, "nonce") or "nonce"
    reply = read_xml(write_reply(receiver, plain, at=int(at.timestamp()), nonce=nonce))
    _check_reads_back(receiver, reply, plain)
    made = receiver.cipher.encrypt(plain, random=random)
    if receiver.cipher.decrypt(made) != plain:
        raise Differs("what was encrypted reads otherwise")
    _check_recorded(case, receiver, reply, made)


def _check_reads_back(receiver: Receiver, reply: Fields, plain: bytes) -> None:
    query: Query = {
        "msg_signature": reply["MsgSignature"],
        "timestamp": reply["TimeStamp"],
        "nonce": reply["Nonce"],
    }
    parts = (receiver.token, query["timestamp"], query["nonce"], reply["Encrypt"])
    check_signature(query["msg_signature"], *parts)
    if receiver.cipher.decrypt(reply["Encrypt"]) != plain:
        raise Differs("the reply reads otherwise")


def _check_recorded(case: Case, receiver: Receiver, reply: Fields, made: str) -> None:
    """Where the case has the very bytes that another program made."""
    wanted = words(case, "expect_encrypted_xml", "encrypted_xml")
    if wanted:
        recorded = read_xml(wanted.encode())
        signed = (receiver.token, reply["TimeStamp"], reply["Nonce"], made)
        ours = {"Encrypt": made, "MsgSignature": signature_of(*signed)}
        ours |= {"TimeStamp": reply["TimeStamp"], "Nonce": reply["Nonce"]}
        found = difference(ours, recorded)
        if found:
            raise Differs(found)
    text = words(case, "expect_ciphertext", "ciphertext_base64", "ciphertext", "expect_encrypt")
    if text and text != made:
        raise Differs("the cipher text is another")
