"""Keys of the seal: Ed25519 (RFC 8032), in PEM files."""

from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from hub.errors import BadInput, SetupError

PURPOSE = b"yuanqiao recording manifest 1\0"
"""Stands before what is signed: no signature made for anything else can be one of a recording."""


def new_key_pair() -> tuple[bytes, bytes]:
    """A private and a public key in PEM."""
    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    """The key in a PEM file; raises `BadInput`."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput("the key is no public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadInput("the key is none for Ed25519")
    return key


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """The key with which recordings are sealed; raises `SetupError`, which quotes nothing of the file."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SetupError(f"{path} holds no private key in PEM that opens without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SetupError(f"{path} holds no key for Ed25519")
    return key


def sign(key: Ed25519PrivateKey, manifest: bytes) -> bytes:
    """64 bytes."""
    return key.sign(PURPOSE + manifest)


def is_signed(key: Ed25519PublicKey, manifest: bytes, signature: bytes) -> bool:
    """Whether the signature is this key's over this manifest."""
    try:
        key.verify(signature, PURPOSE + manifest)
    except InvalidSignature:
        return False
    return True
