"""Who read what: chained per case, without waiting for whoever works on it."""

import threading

from engine.commands import AccessType, RecordAccess
from engine.history.chain_check import check_chain
from engine.model.checkpoint import ChainKind
from engine.model.history_event import HistoryEvent
from engine.store.database import Database
from engine.store.history_reading import events_of
from engine.store.process_instances import lock_process_instance
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

AUDITOR = person("auditor", "auditor", session_id="s1")


def accesses(office: Office, key: int) -> list[HistoryEvent]:
    """Return a chain of access events."""
    with office.engine.reading() as connection:
        return events_of(connection, ChainKind.ACCESS, [key])[key]


def test_an_access_is_recorded_with_its_reason_as_a_detail(office: Office) -> None:
    office.engine.execute(RecordAccess(AccessType.DOCUMENT_OPENED, 7, {"documentId": "d1"}, "คำร้องที่ 12/2569"), AUDITOR)

    (event,) = accesses(office, 7)
    assert (event.type, event.actor, event.session_id) == ("DOCUMENT_OPENED", "auditor", "s1")
    assert event.facts == '{"documentId":"d1"}'
    assert event.details == '{"reason":"คำร้องที่ 12/2569"}'


def test_accesses_at_the_same_time_form_one_chain(office: Office) -> None:
    def read() -> None:
        for _ in range(5):
            office.engine.execute(RecordAccess(AccessType.CASE_OPENED, 7), AUDITOR)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    events = accesses(office, 7)
    assert len(events) == 20
    assert check_chain("access:7", events, []) == []


def test_recording_an_access_does_not_wait_for_the_case(office: Office, database: Database) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave")

    if database.is_sqlite:  # one writer at a time, whatever it writes
        office.engine.execute(RecordAccess(AccessType.CASE_OPENED, key), AUDITOR)
    else:
        with database.writing() as connection:
            lock_process_instance(connection, key)
            office.engine.execute(RecordAccess(AccessType.CASE_OPENED, key), AUDITOR)

    assert len(accesses(office, key)) == 1
