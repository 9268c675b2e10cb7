"""Making checkpoints: the heads of all chains that have grown go into the log, its root is signed and published."""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.history import checkpoint as signing
from engine.history import checkpoint_files as files
from engine.history.merkle import Frontier, leaf_hash
from engine.history.stored_tree import STORED_LEVELS
from engine.model.checkpoint import ChainHead, Checkpoint
from engine.store import checkpoints as store
from engine.store.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from engine.commands.engine import Engine
    from engine.history.checkpoint import Signer

log = logging.getLogger(__name__)


class LogDoesNotFollow(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The stored right edge of the log does not give the root that was signed last: `anumat audit verify` says more."""


@dataclass(frozen=True, slots=True)
class Checkpointing:
    """Makes checkpoints of one installation into one directory."""

    engine: Engine
    signer: Signer
    directory: Path

    def run(self, on_progress: Callable[[int], None] = lambda _done: None) -> Checkpoint | None:
        """Make a checkpoint and publish it; None when no chain has grown, or another process makes one.

        Holds no lock that a command waits for: chains are read in a stream, leaves written in batches. Memory is bounded
        by a batch. Raises LogDoesNotFollow.
        """
        with files.exclusively(self.directory) as is_mine, store.sealing_alone(self.engine.database) as is_alone:
            if not (is_mine and is_alone):
                return None
            made = self._append(on_progress)
            self._publish()
        return made

    def _append(self, on_progress: Callable[[int], None]) -> Checkpoint | None:
        with self.engine.database.reading() as connection:
            last = store.last_checkpoint(connection)
        frontier = _frontier_of(last)
        size = frontier.size
        with unit_of_work(self.engine.database) as uow:
            store.discard_leaves(uow.connection, from_index=size)
            uow.commit()
        with self.engine.database.snapshot() as connection:
            heads = itertools.chain(store.grown_cases(connection), store.grown_access_chains(connection))
            for batch in _batches(heads):
                self._append_leaves(frontier, batch)
                on_progress(frontier.size - size)
        if frontier.size == size:
            return None
        made = self._signed(last, frontier)
        with unit_of_work(self.engine.database) as uow:
            store.insert_checkpoint(uow.connection, made)
            uow.commit()
        self._note_sealed(size, frontier.size)
        return made

    def _append_leaves(self, frontier: Frontier, heads: list[ChainHead]) -> None:
        first, nodes = frontier.size, []
        for head in heads:
            completed = frontier.append(leaf_hash(signing.leaf_text(head).encode()))
            nodes += [node for node in completed if node[0] % STORED_LEVELS == 0]
        with unit_of_work(self.engine.database) as uow:
            store.insert_leaves(uow.connection, first, heads, nodes)
            uow.commit()

    def _signed(self, last: Checkpoint | None, frontier: Frontier) -> Checkpoint:
        at, number = self.engine.now(), last.number + 1 if last else 1
        previous = signing.document_hash(last.document) if last else ""
        key = signing.key_id(self.signer.public_key)
        document = signing.document_of(number, at, frontier.size, frontier.root(), previous, key)
        peaks = ",".join(peak.hex() for peak in frontier.peaks)
        return Checkpoint(number, at, frontier.size, document, self.signer.sign(document), peaks)

    def _note_sealed(self, start: int, end: int) -> None:
        for first in range(start, end, store.AT_ONCE):
            with unit_of_work(self.engine.database) as uow:
                store.note_sealed(uow.connection, first, min(first + store.AT_ONCE, end))
                uow.commit()

    def _publish(self) -> None:
        """Write what is not published yet, from the database: an interrupted run is made good by the next."""
        public_key = self.signer.public_key
        files.publish_key(self.directory, signing.key_id(public_key), signing.public_key_pem(public_key))
        done = files.last_published(self.directory)
        with self.engine.database.snapshot() as connection:
            start = 0
            for each in store.all_checkpoints(connection):
                if each.number > done:
                    leaves = map(signing.leaf_text, store.leaves(connection, start, each.tree_size))
                    files.publish(self.directory, files.PublishedCheckpoint(each.number, each.document, each.signature), leaves)
                start = each.tree_size


def _frontier_of(last: Checkpoint | None) -> Frontier:
    if last is None:
        return Frontier()
    frontier = Frontier(last.tree_size, [bytes.fromhex(peak) for peak in last.peaks.split(",")])
    if frontier.root().hex() != files.fields_of(last.document).get("root"):
        raise LogDoesNotFollow(f"The log does not give the root of checkpoint {last.number}; run `anumat audit verify`.")
    return frontier


def _batches(heads: Iterable[ChainHead]) -> Iterator[list[ChainHead]]:
    stream = iter(heads)
    while batch := list(itertools.islice(stream, store.AT_ONCE)):
        yield batch
