"""Somebody who may write to the database, with cases to tamper with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.commands import AccessType, AddComment, ClaimUserTask, RecordAccess, StoreDocument
from engine.commands.checkpointing import Checkpointing
from engine.commands.verifying import Verifying
from engine.history import checkpoint as signing
from engine.history.event_hash import event_hash
from engine.model.history_event import HistoryEvent, history_events
from engine.model.process_instance import process_instances
from engine.store.rows import to_row
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import person

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.database import Database
    from tests.integration.office import Office

SOMCHAI, MALEE = person("somchai", "boss", capacity="ผู้อำนวยการ", session_id="s1"), person("malee", "clerks")
EVENT, CASE = history_events.c, process_instances.c


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
        """Change columns of an event of the case."""
        self.run(sa.update(history_events).where(*self.event(number)).values(**values))

    def event(self, sequence: int) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the condition that names an event of the case."""
        return EVENT.process_instance_key == self.key, EVENT.sequence == sequence

    def rewrite(self, events: list[HistoryEvent]) -> None:
        """Put another history in the place of the case's, with every hash and the head as they have to be."""
        previous = ""
        for sequence, event in enumerate(events, 1):
            event.sequence = sequence
            self.seal(event)
            event.hash = previous = event_hash(previous, event)
        head = {"history_length": len(events), "history_head": previous}
        self.run(
            sa.delete(history_events).where(EVENT.process_instance_key == self.key),
            sa.insert(history_events).values([to_row(history_events, event) for event in events]),
            sa.update(process_instances).where(CASE.key == self.key).values(**head),
        )

    def seal(self, event: HistoryEvent) -> None:
        """Put details and salt of the event, as they are now, under the key of the case that the event is to belong to."""
        if event.details is not None:
            wrapped = self.office.instance(event.process_instance_key).wrapped_key
            event.ciphertext = self.database.case_keys.cipher(wrapped or b"").seal(event.details, event.salt or "")

    def found(self) -> set[str]:
        """Return the kinds of everything that verification finds, with the published checkpoints beside it."""
        public = self.checkpointing.signer.public_key
        verifying = Verifying(self.database, {signing.key_id(public): public}, self.checkpointing.directory)
        return {finding.kind.value for finding in verifying.everything()}


def attack(office: Office, database: Database, tmp_path: Path) -> Attacker:
    """Give an attacker an installation in which two cases were worked on, sealed, and worked on again."""
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
    checkpointing = Checkpointing(office.engine, signing.read_signer(signing.new_key_pem()), tmp_path / "checkpoints")
    checkpointing.run()
    office.complete(other, "review", SOMCHAI, decision="no")
    checkpointing.run()
    run(AddComment(key, "หลังการประทับตรา"), SOMCHAI)
    return Attacker(office, database, checkpointing, key, other)
