"""Password hashes (argon2id) and a memory of credentials that were verified a moment ago."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""The parameters that OWASP's password storage cheat sheet names for argon2id."""
_decoy = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Return an argon2id hash of the password with its own salt."""
    return _hasher.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Tell whether the password fits; takes equally long when there is no hash, so that names cannot be guessed by time."""
    try:
        return _hasher.verify(password_hash or _decoy, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


class VerifiedCredentials:
    """Remembers by keyed hash (BLAKE2b, RFC 7693) which passwords were right, for some minutes and one credential version; keeps no password."""

    def __init__(self, lifetime_s: float = 300, capacity: int = 2_000, ticks: Callable[[], float] = time.monotonic) -> None:
        self._lifetime_s = lifetime_s
        self._capacity = capacity
        self._ticks = ticks
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, float] = OrderedDict()

    def is_known(self, user_name: str, credential_version: int, password: str) -> bool:
        """Tell whether this very password was verified a moment ago."""
        digest = self._digest(user_name, credential_version, password)
        with self._lock:
            expires = self._known.get(digest)
            return expires is not None and expires > self._ticks()

    def remember(self, user_name: str, credential_version: int, password: str) -> None:
        """Note that the password was right."""
        digest = self._digest(user_name, credential_version, password)
        with self._lock:
            self._known[digest] = self._ticks() + self._lifetime_s
            self._known.move_to_end(digest)
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)

    def _digest(self, user_name: str, credential_version: int, password: str) -> bytes:
        text = f"{len(user_name)}:{user_name}:{credential_version}:{password}"
        return hashlib.blake2b(text.encode(), key=self._secret, digest_size=32).digest()


def new_secret() -> str:
    """Return a fresh bearer token."""
    return f"anumat_{secrets.token_urlsafe(32)}"


def secret_hash(secret: str) -> str:
    """Return what is stored of a bearer token: random secrets need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
