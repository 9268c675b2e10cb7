"""Recognising a file that left the system: which it is, and whether the history that it shows is still the one that is here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.history import checkpoint as signing
from engine.history.exported_files import told_files
from engine.model.checkpoint import ChainKind
from engine.model.exported_file import new_code, read_code, shown_code
from engine.model.history_act import history_acts
from engine.model.history_event import HistoryEvent, access_events
from engine.model.process_instance import process_instances
from engine.store import checkpoints as store
from engine.store.exported_files import find_exported_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.model.exported_file import ExportedFile

__all__ = ["CoveringCheckpoint", "RecognisedFile", "ShownChain", "new_code", "read_code", "recognised_file", "shown_code"]
_instance, _act, _access = process_instances.c, history_acts.c, access_events.c


@dataclass(frozen=True, slots=True)
class CoveringCheckpoint:
    """The first checkpoint that covers the history that a file shows."""

    number: int
    at: datetime
    key_id: str
    is_signed: bool
    """Whether the signature is that of a key of this installation."""


@dataclass(frozen=True, slots=True)
class ShownChain:
    """The end of a case's chain as a file shows it."""

    length: int
    head: str
    is_ours: bool
    """Whether the event with this number has this hash here, too."""
    checkpoint: CoveringCheckpoint | None


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file that was made here, without anything about a person."""

    code: str
    kind: str
    """pdf, bundle, csv, xlsx, xes, ocel; `proof` is what a case file encloses."""
    made_at: datetime
    sha256: str
    size: int
    case_number: str | None
    """None for a file about many cases, and for a case without a number."""
    chain: ShownChain | None


def recognised_file(
    connection: sa.Connection,
    keys: Mapping[str, Ed25519PublicKey],
    *,
    code: str | None = None,
    sha256: str | None = None,
) -> RecognisedFile | None:
    """Return the file with this code or with this hash; None when none was made here. Asks for no right.

    A row that its event does not bear out counts for nothing: `anumat audit verify` tells of it. `keys` are those that sign
    checkpoints, by id.
    """
    for row in find_exported_file(connection, code=code, sha256=sha256):
        where = (_access.process_instance_key == row.chain_key, _access.sequence == row.sequence)
        found = connection.execute(sa.select(access_events).where(*where)).first()
        facts = None if found is None else _facts_of(found, row)
        if found is not None and facts is not None:
            own = facts if code is not None else _marked(facts, row.sha256)
            return RecognisedFile(
                code=row.code,
                kind=str(own["kind"]),
                made_at=found.at,
                sha256=str(own["sha256"]),
                size=int(own["size"]),
                case_number=_number(connection, row.chain_key),
                chain=_chain(connection, row.chain_key, facts, keys),
            )
    return None


def _facts_of(found: sa.Row[Any], row: ExportedFile) -> dict[str, Any] | None:
    names = ("process_instance_key", "sequence", "type", "at", "actor", "facts", "hash")
    event = HistoryEvent(**{name: getattr(found, name) for name in names})
    return json.loads(found.facts) if row in told_files(event) else None


def _marked(facts: dict[str, Any], sha256: str) -> dict[str, Any]:
    """Return what the event says of the file with this hash: the one that was made, or one that is enclosed in it."""
    return next(each for each in (facts, *facts.get("enclosed", ())) if each["sha256"] == sha256)


def _number(connection: sa.Connection, key: int) -> str | None:
    number: str | None = connection.execute(sa.select(_instance.business_id).where(_instance.key == key)).scalar_one_or_none()
    return number


def _chain(
    connection: sa.Connection, key: int, facts: dict[str, Any], keys: Mapping[str, Ed25519PublicKey]
) -> ShownChain | None:
    length, head = int(facts.get("chainLength", 0)), str(facts.get("chainHead", ""))
    if not length:
        return None
    where = (_act.process_instance_key == key, _act.sequence <= length)
    # A file shows a whole history, which ends with an act.
    last = sa.select(_act.hash).where(*where).order_by(_act.sequence.desc()).limit(1)
    here = connection.execute(last).scalar_one_or_none()
    return ShownChain(length, head, here == head, _checkpoint(connection, key, length, keys))


def _checkpoint(
    connection: sa.Connection, key: int, length: int, keys: Mapping[str, Ed25519PublicKey]
) -> CoveringCheckpoint | None:
    leaves = store.leaves_of(connection, ChainKind.CASE, [key]).get(key, [])
    index = next((index for index, leaf in leaves if leaf.length >= length), None)
    found = None if index is None else store.checkpoint_of_leaf(connection, index)
    if found is None:
        return None
    key_id = str(json.loads(found.document).get("keyId", ""))
    is_signed = key_id in keys and signing.is_signed(found.document, found.signature, keys[key_id])
    return CoveringCheckpoint(found.number, found.at, key_id, is_signed)
