"""Signature and cipher of callbacks: AES-256-CBC in a frame that names its receiver.

(developers.weixin.qq.com, 消息加解密说明; work.weixin.qq.com/api/doc/10514.) Built on `cryptography`, and
not on wechatpy: its newest release (1.8.18, 2021) compares signatures in a time that tells how far they
agree, takes any padding, and answers broken input with half a dozen kinds of errors.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from hub.errors import BadSignature, SetupError

KEY_LENGTH = 43
"""Characters of an EncodingAESKey: base64 of 32 bytes without the sign at its end."""

BLOCK = 32
"""PKCS#7 fills up to 32 bytes here, and not to the 16 of AES."""

RANDOM = 16
HEAD = RANDOM + 4


def signature_of(*parts: str) -> str:
    """The hex SHA-1 of the parts, sorted and joined: what Weixin calls signature and msg_signature."""
    joined = "".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()  # the provider's choice of hash


def check_signature(signature: str, *parts: str) -> None:
    """Raises `BadSignature` unless the parts (one is the token) have this signature; in constant time."""
    if not hmac.compare_digest(signature_of(*parts).encode(), signature.encode("utf-8", "surrogatepass")):
        raise BadSignature("the provider did not sign this")


class MessageCipher:
    """The cipher of one account; `receiver` is its app id, or the id of its corporation."""

    def __init__(self, encoding_aes_key: str, receiver: str) -> None:
        """Raises `SetupError` where the key is none."""
        self._receiver = receiver.encode()
        # Tencent's own example key has spare bits at its end, which a strict decoder refuses.
        try:
            self._key = base64.b64decode(encoding_aes_key + "=", validate=True)
        except binascii.Error as error:
            raise SetupError("an EncodingAESKey has 43 letters and digits") from error
        if len(encoding_aes_key) != KEY_LENGTH or len(self._key) != 32:
            raise SetupError("an EncodingAESKey has 43 letters and digits")

    def decrypt(self, text: str) -> bytes:
        """What a cipher text says; raises `BadSignature` where it is not a whole frame for this receiver."""
        frame = _without_padding(self._decrypted(text))
        if len(frame) < HEAD:
            raise _broken("it is too short")
        (length,) = struct.unpack(">I", frame[RANDOM:HEAD])
        if length > len(frame) - HEAD:
            raise _broken("its length is not true")
        if not hmac.compare_digest(frame[HEAD + length :], self._receiver):
            raise _broken("it is meant for another receiver")
        return frame[HEAD : HEAD + length]

    def encrypt(self, message: bytes, *, random: bytes | None = None) -> str:
        """The message in a frame, encrypted, in base64; `random` (16 bytes) is for recorded examples."""
        frame = (random or secrets.token_bytes(RANDOM)) + struct.pack(">I", len(message))
        frame += message + self._receiver
        missing = BLOCK - len(frame) % BLOCK
        frame += bytes([missing]) * missing
        encryptor = self._aes().encryptor()
        return base64.b64encode(encryptor.update(frame) + encryptor.finalize()).decode()

    def _decrypted(self, text: str) -> bytes:
        try:
            encrypted = base64.b64decode(text, validate=True)
        except ValueError as error:  # not only what is no base64, but also what is no ASCII
            raise _broken("it is not base64") from error
        if not encrypted or len(encrypted) % BLOCK:
            raise _broken("it is no whole number of blocks")
        decryptor = self._aes().decryptor()
        return decryptor.update(encrypted) + decryptor.finalize()

    def _aes(self) -> "Aes[modes.CBC]":
        return Aes(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def _without_padding(padded: bytes) -> bytes:
    count = padded[-1]
    if not 1 <= count <= BLOCK or padded[-count:] != bytes([count]) * count:
        raise _broken("its padding is not right")
    return padded[:-count]


def _broken(why: str) -> BadSignature:
    return BadSignature(f"the cipher text cannot be read: {why}")
