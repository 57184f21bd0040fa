"""Signs and encrypts as the vendor's page on encryption (消息加解密说明) says; the simulator's own."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from xml.etree import ElementTree as Tree
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BITS = 256
"""PKCS#7 to blocks of 32 bytes."""


class Sealer:
    """Seals what goes to an account, and opens what comes back."""

    def __init__(self, token: str, encoding_aes_key: str, app_id: str) -> None:
        self._token = token
        self._key = base64.b64decode(encoding_aes_key + "=")
        self._app_id = app_id.encode()

    def sign(self, *parts: str) -> str:
        """The signature of the parts together with the token."""
        text = "".join(sorted((self._token, *parts)))
        return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    def encrypt(self, message: str) -> str:
        """A message as cipher text."""
        words = message.encode()
        frame = secrets.token_bytes(16) + len(words).to_bytes(4, "big") + words + self._app_id
        padder = padding.PKCS7(BITS).padder()
        encryptor = self._cipher().encryptor()
        padded = padder.update(frame) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open_reply(self, body: bytes) -> dict[str, str | Tree.Element]:
        """The fields of a reply; raises `ValueError` for what the real one would not take."""
        sealed = read(body)
        encrypted, signature = sealed["Encrypt"], sealed["MsgSignature"]
        if self.sign(str(sealed["TimeStamp"]), str(sealed["Nonce"]), str(encrypted)) != signature:
            raise ValueError("the reply is not signed right")
        decryptor = self._cipher().decryptor()
        unpadder = padding.PKCS7(BITS).unpadder()
        padded = decryptor.update(base64.b64decode(str(encrypted))) + decryptor.finalize()
        frame = unpadder.update(padded) + unpadder.finalize()
        length = int.from_bytes(frame[16:20], "big")
        if frame[20 + length :] != self._app_id:
            raise ValueError("the reply is another account's")
        return read(frame[20 : 20 + length])

    def _cipher(self) -> "Cipher[modes.CBC]":
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))


def read(body: bytes) -> dict[str, str | Tree.Element]:
    """The fields below the root: words, or the element where it has others inside. Raises `ValueError`."""
    try:
        root = Tree.fromstring(body)  # noqa: S314  (what our own hub answers)
    except Tree.ParseError as error:
        raise ValueError("the reply is no XML") from error
    return {each.tag: each if len(each) else (each.text or "") for each in root}


Written = str | int | Mapping[str, "Written"]


def write(fields: Mapping[str, Written]) -> str:
    """The fields as the provider writes them: numbers bare, words in CDATA, others one inside the other."""
    return f"<xml>{''.join(_field(name, value) for name, value in fields.items())}</xml>"


def _field(name: str, value: Written) -> str:
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(_field(*each) for each in value.items())}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    inner = escape(value) if "]]>" in value else f"<![CDATA[{value}]]>"
    return f"<{name}>{inner}</{name}>"
