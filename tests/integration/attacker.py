"""Somebody who may write to the database, with cases to tamper with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.commands import AccessType, AddComment, ClaimUserTask, Engine, RecordAccess, StoreDocument
from engine.commands.checkpointing import Checkpointing
from engine.commands.verifying import Verifying
from engine.history import checkpoint as signing
from engine.history.event_hash import event_hash
from engine.model.clock import FixedClock, PinnableClock
from engine.model.history_act import HistoryAct, history_acts, packed
from engine.model.process_instance import process_instances
from engine.store.rows import to_row
from engine.store.sealed import opened_act
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.history.checkpoint import Signer
    from engine.model.case_key import CaseCipher
    from engine.model.history_event import HistoryEvent
    from engine.store.database import Database

SOMCHAI, MALEE = person("somchai", "boss", capacity="ผู้อำนวยการ", session_id="s1"), person("malee", "clerks")
ACT, CASE = history_acts.c, process_instances.c
SHARED = frozenset({"process_instance_key", "at", "actor", "on_behalf_of", "capacity", "session_id"})
"""Fields that the events of an act have in common."""
KEPT = frozenset({"process_instance_key", "sequence", "hash"})
"""Columns that stay when an act's events are replaced."""


class Attacker:
    """Somebody who may write to the database, knows how everything is hashed, has the master key and not the signing key."""

    def __init__(self, office: Office, database: Database, checkpointing: Checkpointing, key: int, other: int) -> None:
        self.office, self.database, self.checkpointing = office, database, checkpointing
        self.key, self.other = key, other

    def run(self, *statements: sa.Executable) -> None:
        """Execute statements behind the engine's back."""
        with self.database.engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def change(self, number: int, /, **values: object) -> None:
        """Change fields of an event of the case, those that it shares with others for all of its act; no hash follows."""
        events = self.act(number)
        for event in events:
            for name, value in values.items():
                if event.sequence == number or name in SHARED:
                    setattr(event, name, value)
        self.put(events[0].sequence, events)

    def change_row(self, number: int, /, **values: object) -> None:
        """Change columns of the act that an event of the case is in."""
        self.run(sa.update(history_acts).where(*self.row(self.act(number)[0].sequence)).values(**values))

    def take_out(self, number: int) -> None:
        """Take an event out of its act, with the act when it was the only one."""
        events = self.act(number)
        self.put(events[0].sequence, [event for event in events if event.sequence != number])

    def put(self, first: int, events: list[HistoryEvent]) -> None:
        """Put these events in the place of those of the act that begins with this number; its hash stays."""
        act = packed(events, lambda: self.cipher(self.key)) if events else None
        kept = {name: value for name, value in to_row(history_acts, act).items() if name not in KEPT} if act else {}
        statement = sa.update(history_acts).values(**kept) if act else sa.delete(history_acts)
        self.run(statement.where(*self.row(first)))

    def act(self, number: int) -> list[HistoryEvent]:
        """Return the events of the act that an event of the case is in, in the order of their numbers."""
        query = sa.select(history_acts).where(ACT.process_instance_key == self.key, ACT.sequence <= number)
        (row,) = self.office.rows(query.order_by(ACT.sequence.desc()).limit(1))
        with self.database.reading() as connection:
            return opened_act(connection, HistoryAct(*row), self.office.instance(self.key).wrapped_key)

    def row(self, first: int) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the condition that names the act of the case that begins with an event."""
        return ACT.process_instance_key == self.key, ACT.sequence == first

    def firsts(self) -> list[int]:
        """Return the number of the first event of every act of the case, in order."""
        query = sa.select(ACT.sequence).where(ACT.process_instance_key == self.key).order_by(ACT.sequence)
        return [first for (first,) in self.office.rows(query)]

    def renumber(self, first: int, new: int) -> None:
        """Let an act begin with another number."""
        self.run(sa.update(history_acts).where(*self.row(first)).values(sequence=new))

    def rewrite(self, events: list[HistoryEvent]) -> None:
        """Put another history in the place of the case's, with every hash and the head as they have to be."""
        previous = ""
        for sequence, event in enumerate(events, 1):
            event.sequence = sequence
            event.hash = previous = event_hash(previous, event)
        acts = [packed([event], lambda: self.cipher(self.key)) for event in events]
        self.run(
            sa.delete(history_acts).where(ACT.process_instance_key == self.key),
            sa.insert(history_acts).values([to_row(history_acts, act) for act in acts]),
            sa.update(process_instances).where(CASE.key == self.key).values(history_length=len(events), history_head=previous),
        )

    def cipher(self, key: int) -> CaseCipher:
        """Return what seals under the key of a case."""
        return self.database.case_keys.cipher(self.office.instance(key).wrapped_key or b"")

    def found(self) -> set[str]:
        """Return the kinds of everything that verification finds, with the published checkpoints beside it."""
        public = self.checkpointing.signer.public_key
        verifying = Verifying(self.database, {signing.key_id(public): public}, self.checkpointing.directory)
        return {finding.kind.value for finding in verifying.everything()}


@dataclass(frozen=True)
class Installation:
    """Two cases that were worked on and sealed, in a database that tests copy; what was published, and who signed it."""

    database: Any
    """What a fixture copies: a SQLite file, or the name of a PostgreSQL database."""
    checkpoints: Path
    signer: Signer
    key: int
    other: int


def installation(url: str, template: Any, checkpoints: Path, now: datetime) -> Installation:
    """Make the installation: two cases are worked on, sealed, and worked on again."""
    database = open_database(url)
    office = Office(Engine(database, clock=PinnableClock(FixedClock(now))))
    signer = signing.read_signer(signing.new_key_pem())
    key, other = _work(office, Checkpointing(office.engine, signer, checkpoints))
    database.dispose()
    return Installation(template, checkpoints, signer, key, other)


def attack(made: Installation, office: Office, database: Database, tmp_path: Path) -> Attacker:
    """Give an attacker a copy of the installation: `database`, and the files that were published."""
    shutil.copytree(made.checkpoints, tmp_path / "checkpoints")
    checkpointing = Checkpointing(office.engine, made.signer, tmp_path / "checkpoints")
    return Attacker(office, database, checkpointing, made.key, made.other)


def _work(office: Office, checkpointing: Checkpointing) -> tuple[int, int]:
    office.deploy(
        diagram("leave", "start -> review -> approve -> end", review=user_task(groups="boss"), approve=user_task(groups="boss"))
    )
    key, other = office.start("leave", reason="พักผ่อน", days=3), office.start("leave", reason="ป่วย", days=1)
    run = office.engine.execute
    run(ClaimUserTask(office.open_user_tasks(key)[0].key), SOMCHAI)
    run(AddComment(key, "เอกสารครบ"), SOMCHAI)
    run(StoreDocument("ใบลา.pdf", "application/pdf", b"%PDF", key), SOMCHAI)
    office.complete(key, "review", SOMCHAI, decision="ok")
    for _ in range(2):
        run(RecordAccess(AccessType.CASE_OPENED, key), MALEE)
    checkpointing.run()
    office.complete(other, "review", SOMCHAI, decision="no")
    checkpointing.run()
    run(AddComment(key, "หลังการประทับตรา"), SOMCHAI)
    return key, other
