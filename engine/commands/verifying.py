"""Verifying the record: every chain against itself, its rows and the checkpoints; from the database, or from files alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.collection_pause import collection_paused
from engine.commands.record_access import OF_NO_CASE
from engine.errors import NotFound
from engine.history import checkpoint as signing
from engine.history import checkpoint_files as files
from engine.history.account_check import check_accounts
from engine.history.chain_check import Head, check_chain
from engine.history.definition_check import check_definitions
from engine.history.event_hash import time_text
from engine.history.exported_files import check_exported_files
from engine.history.findings import Finding, FindingKind
from engine.history.log_check import LOG, check_log, compare_with_copy
from engine.history.merkle import Frontier
from engine.history.policy_check import check_policies
from engine.history.replay import replay
from engine.history.row_check import CaseRows, check_rows
from engine.model.checkpoint import ChainHead, ChainKind
from engine.store import checkpoints as store
from engine.store import history_reading as reading
from engine.store.account_rows import all_account_rows
from engine.store.deployed_rows import deployed_rows
from engine.store.exported_files import chains_of_exports, exported_files_of
from engine.store.retention import policies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.model.checkpoint import Checkpoint
    from engine.store.database import Database


@dataclass(frozen=True, slots=True)
class Verifying:
    """Checks one installation; holds no lock: every batch of cases is read from a snapshot of its own."""

    database: Database
    keys: Mapping[str, Ed25519PublicKey] = field(default_factory=dict)
    """Trusted keys by id; without any, signatures are not checked."""
    copy: Path | None = None
    """A copy of the published checkpoints to hold the database against."""
    on_progress: Callable[[int, int], None] = lambda _done, _of: None

    def everything(self) -> Iterator[Finding]:
        """Yield every finding of the installation."""
        yield from self.log()
        with self.database.snapshot() as connection:
            total, orphans = reading.count_events(connection), reading.orphaned_chains(connection)
        for kind, key, length in orphans:
            text = f"at least {length} events were recorded; the {'case' if kind is ChainKind.CASE else 'record of access'} is gone"
            yield Finding(FindingKind.MISSING_CASE, text, f"{kind.value}:{key}")
        extra = self._heads_beyond_the_database()
        done, last = 0, 0
        while True:
            with self.database.snapshot() as connection:
                lengths = reading.next_cases(connection, last)
                if not lengths:
                    break
                yield from check_cases(connection, list(lengths), extra)
            last, done = max(lengths), done + sum(lengths.values())
            self.on_progress(done, max(total, done))
        yield from self._access_chains(extra)
        yield from self._contents(None)
        yield from self._installation()

    def case(self, key_or_number: str) -> Iterator[Finding]:
        """Yield every finding of a case and those it called; raise NotFound when there is none."""
        extra = self._heads_beyond_the_database()
        with self.database.snapshot() as connection:
            root = reading.find_case_key(connection, key_or_number)
            if root is None:
                raise NotFound("case", key_or_number)
            keys = reading.case_with_called(connection, root)
            yield from check_cases(connection, keys, extra)
            yield from _check_accesses(connection, keys, extra)
        yield from self._contents(keys)

    def log(self) -> Iterator[Finding]:
        """Yield what is wrong with the checkpoints, those of the copy included."""
        try:
            yield from list(self._log())
        except UNREADABLE as error:
            yield Finding(FindingKind.CHECKPOINT_FORGED, f"the checkpoints cannot be read: {error}", LOG)

    def _log(self) -> Iterator[Finding]:
        with self.database.snapshot() as connection:
            stored = store.all_checkpoints(connection)

            def leaves(_number: int, start: int, end: int) -> Iterable[str]:
                return map(signing.leaf_text, store.leaves(connection, start, end))

            published = [files.PublishedCheckpoint(each.number, each.document, each.signature) for each in stored]
            yield from check_log(published, leaves, self.keys)
            yield from unlike_their_documents(stored)
        if self.copy is not None and self.copy.is_dir():
            ours = {each.number: each.document for each in published}
            yield from compare_with_copy(ours, files.published(self.copy))
            yield from check_files(self.copy, self.keys)

    def _heads_beyond_the_database(self) -> dict[str, list[Head]]:
        """Return the heads that the copy's checkpoints saw and the database has no checkpoint of, by chain."""
        found: dict[str, list[Head]] = {}
        if self.copy is None or not self.copy.is_dir():
            return found
        with self.database.snapshot() as connection:
            last = store.last_checkpoint(connection)
        for each in files.published(self.copy):
            if each.number > (last.number if last else 0):
                for leaf in files.leaves_of(self.copy, each.number):
                    fields = files.fields_of(leaf)
                    head = Head(int(str(fields["length"])), str(fields["head"]), f"checkpoint {each.number} of the copy")
                    found.setdefault(str(fields["chain"]), []).append(head)
        return found

    def _access_chains(self, extra: Mapping[str, list[Head]]) -> Iterator[Finding]:
        with self.database.snapshot() as connection:
            keys = sorted({*reading.access_chain_keys(connection), *chains_of_exports(connection)})
        for start in range(0, len(keys), reading.CASES_AT_ONCE):
            with self.database.snapshot() as connection:
                yield from _check_accesses(connection, keys[start : start + reading.CASES_AT_ONCE], extra)

    def _contents(self, keys: Sequence[int] | None) -> Iterator[Finding]:
        with self.database.snapshot() as connection:
            for sha256, data in reading.contents(connection, keys):
                if hashlib.sha256(data).hexdigest() != sha256:
                    yield Finding(FindingKind.ROW_DIFFERS, "the bytes do not have this hash", row=f"document_content:{sha256}")

    def _installation(self) -> Iterator[Finding]:
        with self.database.snapshot() as connection:
            events = reading.events_of(connection, ChainKind.ACCESS, [OF_NO_CASE]).get(OF_NO_CASE, [])
            try:
                yield from check_definitions(events, deployed_rows(connection))
                yield from check_accounts(events, all_account_rows(connection))
                yield from check_policies(events, policies(connection))
            except UNREADABLE as error:
                text = f"what was deployed, who has an account or how long data is kept cannot be read: {error}"
                yield Finding(FindingKind.ALTERED, text, f"access:{OF_NO_CASE}")


UNREADABLE = (ValueError, LookupError, TypeError)
"""What reading raises where somebody wrote what cannot be there, such as a state that does not exist."""


def check_files(directory: Path, keys: Mapping[str, Ed25519PublicKey]) -> Iterator[Finding]:
    """Yield what is wrong with a directory of published checkpoints, without any database."""
    trusted = keys or published_keys(directory)
    yield from check_log(files.published(directory), lambda number, _start, _end: files.leaves_of(directory, number), trusted)


def check_replay(database: Database, key_or_number: str) -> Iterator[Finding]:
    """Yield where the rows of a case and those it called differ from what their events rebuild; raise NotFound."""
    with database.snapshot() as connection:
        root = reading.find_case_key(connection, key_or_number)
        if root is None:
            raise NotFound("case", key_or_number)
        keys = reading.case_with_called(connection, root)
        events, others = reading.events_of(connection, ChainKind.CASE, keys), reading.rows_of(connection, keys)
        for row in reading.instances_of(connection, keys):
            told = replay(row.key, events.get(row.key, []))
            yield from check_rows(f"case:{row.key}", told, CaseRows(row, **others[row.key]))


def published_keys(directory: Path) -> dict[str, Ed25519PublicKey]:
    """Return the keys that lie beside published checkpoints, by id; trusting them is up to whoever copied the directory."""
    keys = [signing.read_public_key(path.read_bytes()) for path in sorted(directory.glob("*.pem"))]
    return {signing.key_id(key): key for key in keys}


def unlike_their_documents(stored: Iterable[Checkpoint]) -> Iterator[Finding]:
    """Yield the checkpoints whose columns say something else than what was signed."""
    for each in stored:
        fields = files.fields_of(each.document)
        peaks = [bytes.fromhex(peak) for peak in each.peaks.split(",")]
        root = Frontier(each.tree_size, peaks).root().hex()
        if (fields.get("treeSize"), fields.get("at"), fields.get("root")) != (each.tree_size, time_text(each.at), root):
            text = f"checkpoint {each.number}: its row is not what was signed"
            yield Finding(FindingKind.CHECKPOINT_FORGED, text, LOG, each.number)


def check_cases(connection: Any, keys: Sequence[int], extra: Mapping[str, list[Head]]) -> Iterator[Finding]:
    """Yield what is wrong with these process instances; `extra` are heads by chain that others saw."""
    try:
        with collection_paused():
            found = list(_checked(connection, keys, extra))
        yield from found
    except UNREADABLE as error:
        if len(keys) == 1:
            yield Finding(FindingKind.ALTERED, f"a row of the case cannot be read: {error}", f"case:{keys[0]}")
        else:
            for key in keys:
                yield from check_cases(connection, [key], extra)


def _checked(connection: Any, keys: Sequence[int], extra: Mapping[str, list[Head]]) -> Iterator[Finding]:
    events = reading.events_of(connection, ChainKind.CASE, keys)
    leaves = store.leaves_of(connection, ChainKind.CASE, keys)
    others = reading.rows_of(connection, keys)
    for row in reading.instances_of(connection, keys):
        chain, found = f"case:{row.key}", events.get(row.key, [])
        if not row.history_length and not found:
            yield Finding(FindingKind.INSERTED, "the case has no history", chain)
        own = Head(row.history_length, row.history_head, "the case's row", is_end=True)
        heads = [own, *_seen(leaves.get(row.key, ())), *extra.get(chain, ())]
        yield from check_chain(chain, found, heads)
        yield from check_rows(chain, replay(row.key, found), CaseRows(row, **others[row.key]))


def _check_accesses(connection: Any, keys: Sequence[int], extra: Mapping[str, list[Head]]) -> Iterator[Finding]:
    events = reading.events_of(connection, ChainKind.ACCESS, keys)
    leaves = store.leaves_of(connection, ChainKind.ACCESS, keys)
    for key in keys:
        chain = f"access:{key}"
        yield from check_chain(chain, events.get(key, []), [*_seen(leaves.get(key, ())), *extra.get(chain, ())])
    told = [event for key in keys for event in events.get(key, [])]
    yield from check_exported_files(told, exported_files_of(connection, keys))


def _seen(leaves: Iterable[tuple[int, ChainHead]]) -> list[Head]:
    return [Head(leaf.length, leaf.head, "a checkpoint") for _, leaf in leaves]
