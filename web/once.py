"""A form that starts something once: it carries the key of what it will start, sealed, so that a second tap finds the first's."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app

from engine.queries import typed_key
from web.site import actor, engine


def new_mark(looked_at: str) -> str:
    """Return what the form carries: a new key, sealed for the person who is signed in and for what they looked at."""
    key = engine().new_key()
    return f"{key}_{_seal(key, looked_at)}"


def key_of(mark: str) -> int | None:
    """Return the key that a form carries, sealed or not; None when it carries none."""
    digits = mark.partition("_")[0]
    key = typed_key(digits)
    return key if str(key) == digits else None  # what was written here has no other spelling


def is_sealed(mark: str, looked_at: str) -> bool:
    """Tell whether the form was made here, for the person who is signed in, and about just this."""
    key = key_of(mark)
    return key is not None and hmac.compare_digest(mark.encode(), f"{key}_{_seal(key, looked_at)}".encode())


def _seal(key: int, looked_at: str) -> str:
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"once {key} {actor().user_name} {looked_at}".encode(), hashlib.sha256).hexdigest()
