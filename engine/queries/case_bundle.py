"""A case as a file that proves itself: everything recorded of it that the reader may see, with the proofs and the means to check."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.history import case_bundle as bundles
from engine.history import checkpoint as signing
from engine.history import standalone_verifier
from engine.history.canonical_json import canonical
from engine.history.case_bundle import BundledChain, BundleFile
from engine.history.event_hash import time_text
from engine.history.merkle import inclusion_proof, leaf_hash
from engine.history.stored_tree import stored_subtree
from engine.identity.permissions import Permission
from engine.model import json_text
from engine.model.checkpoint import ChainKind
from engine.model.decision_instance import decision_instances
from engine.model.process_instance import process_instances
from engine.queries.case_files import decision_files_of, diagrams_of, documents_of, forms_of
from engine.queries.visibility import visible_within
from engine.store import checkpoints as store
from engine.store import history_reading as reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.history.checkpoint import Signer
    from engine.identity.actor import Actor

_instance = process_instances.c


@dataclass(frozen=True, slots=True)
class Sealing:
    """What signs bundles; without a signer they are not signed, and their verifier says so."""

    signer: Signer | None = None
    public_keys: Sequence[Ed25519PublicKey] = ()
    """Keys that signed checkpoints before the signer's."""

    def keys(self) -> dict[str, Ed25519PublicKey]:
        """Return all of them by id."""
        own = (self.signer.public_key,) if self.signer else ()
        return {signing.key_id(key): key for key in (*self.public_keys, *own)}


UNSIGNED = Sealing()
VERIFIER = Path(standalone_verifier.__file__)


def public_key_files(sealing: Sealing) -> dict[str, bytes]:
    """Return the keys that verify, as PEM by id."""
    return {name: signing.public_key_pem(key) for name, key in sealing.keys().items()}


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """Who asks for a bundle, why, and when; `with_details` False leaves out what people wrote and submitted."""

    actor: Actor
    at: datetime
    reason: str | None = None
    with_details: bool = True
    sealing: Sealing = UNSIGNED
    code: str | None = None
    """By which the file is recognised later; it stands in the list of contents."""
    extra: Sequence[BundleFile] = field(default_factory=tuple)


def write_case_bundle(connection: sa.Connection, out: IO[bytes], root_key: int, request: BundleRequest) -> None:
    """Write a case and those it called to a file open for writing in binary; `connection` sees one moment's state.

    Raises NotFound when the reader may not see what is in the case. Called cases that the reader may not see are left out.
    Memory: the events of the case, and one document at a time.
    """
    keys = _visible_keys(connection, request.actor, root_key)
    if root_key not in keys:
        raise NotFound("case", root_key)
    chains = _chains(connection, keys, request)
    last = store.last_checkpoint(connection)
    facts = {
        "case": {"key": str(root_key), "number": _rows(connection, [root_key])[0]["business_id"]},
        "checkpoint": last.number if last else None,
        "exportedAt": time_text(request.at),
        "exportedBy": request.actor.user_name,
        "reason": request.reason,
        **({"code": request.code} if request.code else {}),
    }
    signer = request.sealing.signer
    keys_of_signers = request.sealing.keys().values()
    files = _files(connection, keys, chains, request)
    bundles.write_bundle(out, itertools.chain(bundles.common_files(keys_of_signers), files), facts, chains, signer)


def _visible_keys(connection: sa.Connection, actor: Actor, root_key: int) -> list[int]:
    where = (_instance.root_process_instance_key == root_key, visible_within(actor, _instance.key))
    return list(connection.execute(sa.select(_instance.key).where(*where).order_by(_instance.key)).scalars())


def _chains(connection: sa.Connection, keys: Sequence[int], request: BundleRequest) -> list[BundledChain]:
    kinds = [ChainKind.CASE, *([ChainKind.ACCESS] if request.actor.may(Permission.AUDIT) else [])]
    return [
        BundledChain(f"{kind.value}:{key}", events, has_details=request.with_details)
        for kind in kinds
        for key, events in sorted(reading.events_of(connection, kind, keys).items())
    ]


def _files(
    connection: sa.Connection, keys: Sequence[int], chains: Sequence[BundledChain], request: BundleRequest
) -> Iterator[BundleFile]:
    yield from _seal(connection, chains)
    for row in diagrams_of(connection, keys):
        yield BundleFile(f"diagrams/{row.key}.bpmn", row.content, {"processId": row.process_id, "version": row.version})
    for row in forms_of(connection, keys):
        yield BundleFile(f"forms/{row.key}.form", row.content, {"formId": row.form_id, "version": row.version})
    for row in decision_files_of(connection, keys):
        facts = {"decisionRequirementsId": row.decision_requirements_id, "version": row.version}
        yield BundleFile(f"decisions/{row.key}.dmn", row.content, facts)
    yield from request.extra
    if request.with_details:
        yield BundleFile("case.json", _json(_rows(connection, keys)))
        yield BundleFile("decisions.json", _json(_decisions(connection, keys)))
        yield from _documents(connection, keys)


def _seal(connection: sa.Connection, chains: Sequence[BundledChain]) -> Iterator[BundleFile]:
    """Yield the newest checkpoint and, of each chain that the log knows, the newest leaf with its path to the root."""
    last = store.last_checkpoint(connection)
    if last is None:
        return
    yield BundleFile("checkpoint.json", f'{{"checkpoint":{last.document},"signature":"{last.signature}"}}\n'.encode())

    def hashes(level: int, first: int, count: int) -> list[bytes]:
        if level:
            return store.stored_nodes(connection, level, first, count)
        return [leaf_hash(signing.leaf_text(head).encode()) for head in store.leaves(connection, first, first + count)]

    proofs = []
    for chain in chains:
        kind, _, key = chain.name.partition(":")
        leaves = store.leaves_of(connection, ChainKind(kind), [int(key)]).get(int(key), [])
        covered = [(index, head) for index, head in leaves if index < last.tree_size]
        if covered:
            index, head = covered[-1]
            path = inclusion_proof(index, last.tree_size, stored_subtree(hashes))
            proofs.append({"index": index, "leaf": signing.leaf_text(head), "path": [node.hex() for node in path]})
    yield BundleFile("proofs.json", canonical(proofs).encode())


def _documents(connection: sa.Connection, keys: Sequence[int]) -> Iterator[BundleFile]:
    for number, (row, data) in enumerate(documents_of(connection, keys), 1):
        if data is not None:
            suffix = PurePosixPath(row.name).suffix.lower()
            path = f"documents/{number:04}{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}"
            facts = {"contentType": row.content_type, "documentId": row.document_id, "name": row.name}
            yield BundleFile(path, data, {**facts, "createdAt": time_text(row.created_at), "createdBy": row.created_by})


def _rows(connection: sa.Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    columns = [column for column in process_instances.c if column.name != "wrapped_key"]
    query = sa.select(*columns).where(_instance.key.in_(keys)).order_by(_instance.key)
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 (the public way to a row's names)


def _decisions(connection: sa.Connection, keys: Sequence[int]) -> list[dict[str, Any]]:
    evaluated = decision_instances.c
    query = sa.select(decision_instances).where(evaluated.process_instance_key.in_(keys))
    rows = connection.execute(query.order_by(evaluated.evaluation_key, evaluated.index))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001 (as above)


def _json(value: object) -> bytes:
    """Write rows: keys as texts, times as they are hashed, numbers with all their digits."""
    return (json_text.canonical(_plain(value)) + "\n").encode()


def _plain(value: Any) -> object:
    if isinstance(value, dict):
        return {name: str(item) if name.endswith("key") and item is not None else _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return time_text(value) if hasattr(value, "isoformat") else value
