"""What a checkpoint says and how it is signed: canonical JSON under Ed25519 (RFC 8032), leaves of the tree of RFC 6962."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from engine.history.canonical_json import canonical
from engine.history.event_hash import time_text

if TYPE_CHECKING:
    from datetime import datetime

    from engine.model.checkpoint import ChainHead

FORMAT = "anumat-checkpoint/1"


class NotASigningKey(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The file holds no Ed25519 key."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs checkpoints with a key that the database does not have."""

    private_key: Ed25519PrivateKey

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that others verify with."""
        return self.private_key.public_key()

    def sign(self, document: str) -> str:
        """Return the signature over the document's UTF-8 bytes, in hexadecimal."""
        return self.private_key.sign(document.encode()).hex()


def new_key_pem() -> bytes:
    """Return a new private key as PEM (PKCS #8, not encrypted: the file's permissions protect it)."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def read_signer(pem: bytes) -> Signer:
    """Read a private key; raise NotASigningKey."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise NotASigningKey(str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotASigningKey("Checkpoints are signed with Ed25519.")
    return Signer(key)


def public_key_pem(key: Ed25519PublicKey) -> bytes:
    """Return a public key as PEM."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    """Read a public key; raise NotASigningKey."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise NotASigningKey(str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotASigningKey("Checkpoints are signed with Ed25519.")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Return the name of a key: the first 16 digits of the SHA-256 of its 32 bytes."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def is_signed(document: str, signature: str, key: Ed25519PublicKey) -> bool:
    """Tell whether the signature is the key's."""
    try:
        key.verify(bytes.fromhex(signature), document.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def document_of(number: int, at: datetime, tree_size: int, root: bytes, previous: str, signed_by: str) -> str:
    """Return what is signed; `previous` is the SHA-256 of the document before (empty for the first), in hexadecimal."""
    return canonical(
        {
            "at": time_text(at),
            "format": FORMAT,
            "keyId": signed_by,
            "number": number,
            "previous": previous,
            "root": root.hex(),
            "treeSize": tree_size,
        }
    )


def document_hash(document: str) -> str:
    """Return what the next checkpoint names as `previous`."""
    return hashlib.sha256(document.encode()).hexdigest()


def leaf_text(head: ChainHead) -> str:
    """Return the canonical JSON of a leaf: which chain, how long, its last hash."""
    return f'{{"chain":"{head.kind.value}:{head.chain_key}","head":"{head.head}","length":{head.length}}}'
