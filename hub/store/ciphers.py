"""The ciphers of data keys, by the word that a key begins with: each authenticates what it encrypts.

AES-256-GCM (NIST SP 800-38D) and SM4-GCM (GB/T 32907-2016 in the mode of RFC 8998), both with a random nonce
of 96 bits before what they encrypt, and a tag of 128 bits behind it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from secrets import token_bytes
from types import MappingProxyType
from typing import ClassVar

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher as Mode
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from hub.errors import SetupError

NONCE_BYTES = 12
TAG_BYTES = 16


class CannotOpen(Exception):
    """The bytes were changed, are no such thing at all, or belong to another key or place."""


class Cipher(ABC):
    """One key of one cipher."""

    title: ClassVar[str]
    key_bytes: ClassVar[int]

    @abstractmethod
    def __init__(self, key: bytes) -> None:
        """Raises `SetupError` where this machine lacks the cipher."""

    def encrypt(self, text: bytes, place: bytes) -> bytes:
        """Nonce, cipher text and tag; `place` is authenticated, and not in it."""
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._seal(nonce, text, place)

    def decrypt(self, sealed: bytes, place: bytes) -> bytes:
        """What was encrypted for this place; raises `CannotOpen`."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise CannotOpen
        try:
            return self._open(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
        except InvalidTag:
            raise CannotOpen from None

    @abstractmethod
    def _seal(self, nonce: bytes, text: bytes, place: bytes) -> bytes: ...

    @abstractmethod
    def _open(self, nonce: bytes, sealed: bytes, place: bytes) -> bytes: ...


class AesGcm(Cipher):
    """AES with a key of 256 bits."""

    title = "AES-256-GCM"
    key_bytes = 32

    def __init__(self, key: bytes) -> None:
        self._key = AESGCM(key)

    def _seal(self, nonce: bytes, text: bytes, place: bytes) -> bytes:
        return self._key.encrypt(nonce, text, place)

    def _open(self, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        return self._key.decrypt(nonce, sealed, place)


class Sm4Gcm(Cipher):
    """SM4, the cipher of the Chinese standards for commercial cryptography; its keys have 128 bits."""

    title = "SM4-GCM"
    key_bytes = 16

    def __init__(self, key: bytes) -> None:
        self._key = SM4(key)
        try:
            Mode(self._key, GCM(bytes(NONCE_BYTES))).encryptor()
        except UnsupportedAlgorithm:
            raise SetupError("OpenSSL lacks SM4 in GCM here: use AES keys, or a build that has it") from None

    def _seal(self, nonce: bytes, text: bytes, place: bytes) -> bytes:
        work = Mode(self._key, GCM(nonce)).encryptor()
        work.authenticate_additional_data(place)
        return work.update(text) + work.finalize() + work.tag

    def _open(self, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        work = Mode(self._key, GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
        work.authenticate_additional_data(place)
        return work.update(sealed[:-TAG_BYTES]) + work.finalize()


AES = "aes"
CIPHERS: Mapping[str, type[Cipher]] = MappingProxyType({AES: AesGcm, "sm4": Sm4Gcm})
