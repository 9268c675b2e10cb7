"""The key that signs checkpoints: a file outside the database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from app.settings import SettingsInvalid
from engine.commands.verifying import published_keys
from engine.history.checkpoint import NotASigningKey, Signer, new_key_pem, read_public_key, read_signer
from engine.history.checkpoint import key_id as id_of
from engine.queries.case_bundle import Sealing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from app.settings import Settings


def checkpoint_directory(settings: Settings) -> Path:
    """Return where checkpoints are published."""
    return settings.data_dir / "checkpoints"


def signer_of(settings: Settings) -> Signer:
    """Return what signs checkpoints; a demo without a key makes one beside its data.

    Raises SettingsInvalid when a real server has none, or the file holds none.
    """
    path = settings.audit_key or settings.data_dir / "audit_key.pem"
    if not path.exists():
        if not settings.is_demo or settings.audit_key is not None:
            raise SettingsInvalid(
                f"There is no key at {path}. Make one with `anumat audit key`, keep a copy of it, and name it in ANUMAT_AUDIT_KEY."
            )
        create_key(path)
    try:
        return read_signer(path.read_bytes())
    except NotASigningKey as error:
        raise SettingsInvalid(f"{path} holds no key that signs checkpoints: {error}") from error


def create_key(path: Path) -> None:
    """Write a new private key that only its owner may read; raise FileExistsError rather than replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(new_key_pem())


def trusted_keys(settings: Settings, public_keys: Sequence[Path]) -> dict[str, Ed25519PublicKey]:
    """Return the keys to verify with, by id: the given ones, else the installation's own; none when it has none."""
    if public_keys:
        keys = [_public_key(path) for path in public_keys]
        return {id_of(key): key for key in keys}
    path = settings.audit_key or settings.data_dir / "audit_key.pem"
    if not path.exists():
        return {}
    key = signer_of(settings).public_key
    return {id_of(key): key}


def _public_key(path: Path) -> Ed25519PublicKey:
    try:
        return read_public_key(path.read_bytes())
    except (OSError, NotASigningKey) as error:
        raise SettingsInvalid(f"{path} holds no public key: {error}") from error


def sealing_of(settings: Settings) -> Sealing:
    """Return what signs exported cases; a server without a key exports them unsigned."""
    public_keys = tuple(published_keys(checkpoint_directory(settings)).values())
    try:
        return Sealing(signer_of(settings), public_keys)
    except SettingsInvalid:
        return Sealing(None, public_keys)
