"""The master key that wraps the keys of cases: a file outside the database, which no new one ever replaces unasked."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from app.settings import SettingsInvalid
from engine.commands.master_keys import note_master_keys, noted_master_keys
from engine.model.case_key import KEY_BYTES, CaseKeys, MasterKey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.settings import Settings
    from engine.store.database import Database


def path_of(settings: Settings) -> Path:
    """Return where the installation's master keys are."""
    return settings.master_key or settings.data_dir / "master_key"


def case_keys_of(settings: Settings) -> CaseKeys:
    """Return what wraps and unwraps the keys of cases; the file is read when it is needed, and again when it has changed."""
    return CaseKeys(_Reader(path_of(settings)))


def establish(database: Database, settings: Settings) -> None:
    """See to it that the keys this database was written with are there; a new database gets a new key.

    Raises SettingsInvalid when the file is missing or holds other keys: nothing can replace them, and a new key would only
    hide that what was written before is lost.
    """
    path, noted = path_of(settings), noted_master_keys(database)
    if not noted and not path.exists():
        write_keys(path, [new_master_key()], is_first=True)
    if noted and not path.exists():
        raise SettingsInvalid(
            f"The master key of this database is missing: there is no file {path}. Put it back (its ids: {', '.join(noted)}). "
            "Without it nobody can read what the history says about people; a new key cannot replace it."
        )
    held = [key.id.hex() for key in read_keys(path)]
    lost = [key_id for key_id in noted if key_id not in held]
    if lost:
        raise SettingsInvalid(
            f"{path} does not hold the master key {', '.join(lost)}, with which keys of this database are wrapped "
            f"(it holds {', '.join(held)}). Put the key back: a line of base64 for each."
        )
    if held[0] not in noted:
        note_master_keys(database, [held[0], *noted])


def new_master_key() -> MasterKey:
    """Return a new key."""
    return MasterKey(secrets.token_bytes(KEY_BYTES))


def read_keys(path: Path) -> list[MasterKey]:
    """Return the keys of a file, the current one first; raise SettingsInvalid when it holds none."""
    try:
        keys = [MasterKey(base64.b64decode(line, validate=True)) for line in path.read_text(encoding="ascii").split()]
    except ValueError as error:
        raise SettingsInvalid(f"{path} holds no master key: each line is the base64 of {KEY_BYTES} bytes.") from error
    if not keys:
        raise SettingsInvalid(f"{path} is empty: it should hold the master key.")
    return keys


def write_keys(path: Path, keys: Sequence[MasterKey], *, is_first: bool = False) -> None:
    """Write a file that only its owner may read, all at once; as the first one only where no other process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{base64.b64encode(key.secret).decode()}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    if not is_first:
        beside.replace(path)
        return
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()


class _Reader:
    """Reads the file once and again when it has changed, so that a rotation needs no restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, Sequence[MasterKey]] = (0, ())

    def __call__(self) -> Sequence[MasterKey]:
        """Return the keys, none when there is no file."""
        try:
            changed_at = self._path.stat().st_mtime_ns
        except OSError:
            return ()
        if changed_at != self._read[0]:
            self._read = changed_at, read_keys(self._path)
        return self._read[1]
