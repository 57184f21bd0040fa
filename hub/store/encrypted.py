"""Columns that hold secrets or personal data: encrypted before they reach the database, with the key's id.

What a value belongs to (table, account, kind) is authenticated with it, so that nobody who can write rows can
move a value into another row. The column takes nothing but `Encrypted`: a plain string that reaches it is an
error, not a leak.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_bytes
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Dialect, Text
from sqlalchemy.types import TypeDecorator

from hub.errors import SetupError
from hub.store.ciphers import AES, CIPHERS, CannotOpen, Cipher

KEY_ID = re.compile(r"[a-z0-9_-]{1,32}")
FORM = (
    "YUANQIAO_DATA_KEYS has to be `id:base64[,id:base64]` with 32 bytes in each key (AES), "
    "or `id:sm4:base64` with 16 (SM4)"
)

BOUND_TO = "bound_to"
"""In a column's `info`: what its values belong to, with names of the row's columns in braces."""


def belonging(column: Column[Any], **row: object) -> str:
    """What a value of this column belongs to, in the row with these values."""
    return str(column.info[BOUND_TO]).format_map(row)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """An encrypted text and the id of the key that opens it."""

    key_id: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DataKeys:
    """The keys by id; `first` writes, all read."""

    first: str
    keys: Mapping[str, Cipher] = field(repr=False)

    def encrypt(self, text: str, belongs_to: str) -> Encrypted:
        """Encrypts with the first key; only who names the same `belongs_to` can read it."""
        sealed = self.keys[self.first].encrypt(text.encode(), belongs_to.encode())
        return Encrypted(self.first, sealed)

    def decrypt(self, value: Encrypted, belongs_to: str) -> str:
        """The text; raises `SetupError` where the key is missing, or is not the one that wrote it."""
        key = self.keys.get(value.key_id)
        if key is None:
            raise SetupError(f"YUANQIAO_DATA_KEYS lacks the key {value.key_id}, which stored values need")
        try:
            return key.decrypt(value.sealed, belongs_to.encode()).decode()
        except (CannotOpen, UnicodeDecodeError):
            raise SetupError(f"a stored value cannot be read with the key {value.key_id}") from None


def read_data_keys(setting: str) -> DataKeys:
    """The keys of `YUANQIAO_DATA_KEYS`; raises `SetupError`, which repeats nothing of them."""
    pairs = [pair.strip().partition(":") for pair in setting.split(",") if pair.strip()]
    if not pairs:
        raise SetupError("YUANQIAO_DATA_KEYS is empty: set it, or start the hub with `yuanqiao run`")
    keys = {key_id: _key(key_id, encoded) for key_id, _, encoded in pairs}
    if len(keys) != len(pairs):
        raise SetupError("YUANQIAO_DATA_KEYS names one id twice")
    return DataKeys(pairs[0][0], MappingProxyType(keys))


def key_ids(setting: str) -> list[str]:
    """The ids in a setting of keys, which may be empty: the one that writes first."""
    return [pair.strip().partition(":")[0] for pair in setting.split(",") if pair.strip()]


def new_data_keys(key_id: str, cipher: str = AES) -> str:
    """A setting with one fresh key for a cipher of `CIPHERS`."""
    encoded = b64encode(token_bytes(CIPHERS[cipher].key_bytes)).decode()
    return f"{key_id}:{encoded}" if cipher == AES else f"{key_id}:{cipher}:{encoded}"


def _key(key_id: str, written: str) -> Cipher:
    name, _, encoded = written.rpartition(":")
    kind = CIPHERS.get(name or AES)
    try:
        key = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise SetupError(FORM) from None
    if kind is None or len(key) != kind.key_bytes or not KEY_ID.fullmatch(key_id):
        raise SetupError(FORM)
    return kind(key)


class EncryptedText(TypeDecorator[Encrypted]):
    """Text that is stored as `key id:base64`; `LIKE 'id:%'` finds what an old key has written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Encrypted | None, dialect: Dialect) -> str | None:
        """Writes key id and sealed bytes; raises `TypeError` for anything that is not encrypted."""
        if value is None:
            return None
        if not isinstance(value, Encrypted):
            raise TypeError("a value that is not encrypted reached an encrypted column")
        return f"{value.key_id}:{b64encode(value.sealed).decode()}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Encrypted | None:
        """Reads key id and sealed bytes."""
        if value is None:
            return None
        key_id, _, sealed = value.partition(":")
        return Encrypted(key_id, b64decode(sealed))
