"""The keys under which personal data in the history is kept: one a case, wrapped by a master key that lies outside the database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import MasterKeyMissing
from engine.model.deflated import deflated, inflated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
ID_BYTES = 4
UNWRAPPED_AT_ONCE = 10_000
"""How many case keys stay unwrapped in memory."""
COMPRESSED_FROM = 200
"""Bytes from which a text is deflated first: nobody can compress it afterwards."""
_PLAIN, _DEFLATED = b"\0", b"\1"


class CannotOpen(Exception):  # noqa: N818 (an error is named by the fact it states)
    """What is kept was not written under this key, or was changed since."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Wraps the keys of cases; `id` is the start of its hash, and names it without telling anything."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"A master key has {KEY_BYTES} bytes.")

    @property
    def id(self) -> bytes:
        """Return the ID_BYTES bytes that every key wrapped by this one starts with."""
        return sha256(b"anumat master key" + self.secret).digest()[:ID_BYTES]


class CaseCipher:
    """Seals and opens under the key of one case (AES-256-GCM); where a text belongs is what the chain proves."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, text: str, salt: str = "") -> bytes:
        """Return nonce and ciphertext of a text with its salt, or several (hexadecimal)."""
        body = text.encode()
        kind = _PLAIN
        if len(body) >= COMPRESSED_FROM:
            body, kind = deflated(body), _DEFLATED
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, kind + bytes.fromhex(salt) + body, None)

    def open(self, sealed: bytes, salt_bytes: int = SALT_BYTES) -> tuple[str, str]:
        """Return text and salt (hexadecimal); raise CannotOpen."""
        try:
            opened = self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
            body = opened[1 + salt_bytes :]
            text = (inflated(body) if opened[:1] == _DEFLATED else body).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error
        return text, opened[1 : 1 + salt_bytes].hex()


class CaseKeys:
    """Makes, wraps and unwraps the keys of cases; safe to use from many threads."""

    def __init__(self, masters: Callable[[], Sequence[MasterKey]]) -> None:
        """Take what reads the master keys, the current one first; it is asked again when an unknown one turns up."""
        self._read_masters = masters
        self._masters: dict[bytes, AESGCM] = {}
        self._current: MasterKey | None = None
        self.cipher = lru_cache(maxsize=UNWRAPPED_AT_ONCE)(self._cipher)

    def new(self) -> bytes:
        """Return a new key, wrapped by the current master key; raise MasterKeyMissing."""
        return self._wrap(os.urandom(KEY_BYTES))

    def rewrapped(self, wrapped: bytes) -> bytes:
        """Return the same key wrapped by the current master key; raise MasterKeyMissing, CannotOpen."""
        return self._wrap(self._unwrap(wrapped))

    def current_id(self) -> bytes:
        """Return the id of the current master key; raise MasterKeyMissing."""
        self._know_masters()
        if self._current is None:
            raise MasterKeyMissing
        return self._current.id

    def known_ids(self) -> list[bytes]:
        """Return the ids of the master keys, the current one first."""
        self._know_masters()
        return list(self._masters)

    def _cipher(self, wrapped: bytes) -> CaseCipher:
        return CaseCipher(self._unwrap(wrapped))

    def _wrap(self, key: bytes) -> bytes:
        master, nonce = self.current_id(), os.urandom(NONCE_BYTES)
        return master + nonce + self._masters[master].encrypt(nonce, key, None)

    def _unwrap(self, wrapped: bytes) -> bytes:
        master = wrapped[:ID_BYTES]
        if master not in self._masters:
            self._know_masters()
        if master not in self._masters:
            raise MasterKeyMissing(master.hex())
        nonce, rest = wrapped[ID_BYTES : ID_BYTES + NONCE_BYTES], wrapped[ID_BYTES + NONCE_BYTES :]
        try:
            return self._masters[master].decrypt(nonce, rest, None)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error

    def _know_masters(self) -> None:
        masters = list(self._read_masters())
        if masters and masters[0] != self._current:
            self._masters = {master.id: AESGCM(master.secret) for master in masters}
            self._current = masters[0]


def no_master_keys() -> Sequence[MasterKey]:
    """Return none: whoever opens a database so reads and writes no personal data of its history."""
    return ()
