"""Whoever reads a case marked ลับ is on its record, and whoever is not of its team says why first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engine.commands import Actor, StartInstance, StoreDocument, note_case_opened, note_document_opened
from engine.errors import AccessReasonRequired, NotFound
from engine.model.checkpoint import ChainKind
from engine.queries.documents import document
from engine.queries.search import SearchRequest
from engine.queries.variables import search_variables
from engine.queries.visibility import sees_within
from engine.store.history_reading import events_of
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.model.history_event import HistoryEvent

AUDITOR = person("auditor", "auditor", session_id="s1")
REPORTER = person("reporter", session_id="s2", unit="P50")
TEAM = person("somchai", "boss", session_id="s3")
WHY = "ตรวจสอบตามแผนการตรวจสอบประจำปี"


@pytest.fixture
def case(office: Office) -> int:
    """Return a secret case with a report and a file of the team."""
    properties = {"anumat:confidentiality": "ลับ", "anumat:shownToRequester": "-receipt.html"}
    office.deploy(diagram("report", "start -> screen -> end", properties=properties, screen=user_task(groups="boss")))
    key = office.start("report", initiator="reporter", witness="นายพยาน")
    office.engine.execute(StoreDocument("คำให้การ.txt", "text/plain", b"witness", key), TEAM)
    return key


def accesses(office: Office, key: int) -> list[HistoryEvent]:
    """Return who read the case."""
    with office.engine.reading() as connection:
        return events_of(connection, ChainKind.ACCESS, [key]).get(key, [])


def sees_inside(office: Office, actor: Actor, key: int) -> bool:
    """Tell whether the actor sees variables of the case, by search and by the rule for pages alike."""
    with office.engine.reading() as connection:
        found = bool(search_variables(connection, actor, SearchRequest()).items)
        assert found == sees_within(connection, actor, key)
    return found


def test_an_auditor_says_why_once_for_each_sign_in(office: Office, case: int) -> None:
    with pytest.raises(AccessReasonRequired):
        note_case_opened(office.engine, AUDITOR, case)
    with pytest.raises(AccessReasonRequired):
        note_case_opened(office.engine, AUDITOR, case, "เพราะ")
    assert not sees_inside(office, AUDITOR, case)

    note_case_opened(office.engine, AUDITOR, case, WHY)
    note_case_opened(office.engine, AUDITOR, case)

    (opened,) = accesses(office, case)
    assert (opened.actor, opened.session_id) == ("auditor", "s1")
    assert WHY in (opened.details or "")
    assert sees_inside(office, AUDITOR, case)
    assert not sees_inside(office, replace(AUDITOR, session_id="s9"), case)


def test_the_team_is_on_the_record_and_not_asked(office: Office, case: int) -> None:
    note_case_opened(office.engine, TEAM, case)

    assert [event.actor for event in accesses(office, case)] == ["somchai"]
    assert sees_inside(office, TEAM, case)


def test_an_open_case_is_read_without_a_record(office: Office) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave")

    note_case_opened(office.engine, AUDITOR, key)

    assert accesses(office, key) == []


def test_every_opening_of_a_file_is_on_the_record(office: Office, case: int) -> None:
    stored = office.engine.execute(StoreDocument("แผนผัง.txt", "text/plain", b"map", case), TEAM)
    with pytest.raises(AccessReasonRequired):
        note_document_opened(office.engine, AUDITOR, stored.document_id)

    for _ in range(2):
        note_document_opened(office.engine, AUDITOR, stored.document_id, WHY)

    assert [event.type for event in accesses(office, case)] == ["CASE_OPENED", "DOCUMENT_OPENED", "DOCUMENT_OPENED"]


def test_who_sees_no_case_leaves_no_record_and_learns_nothing(office: Office, case: int) -> None:
    note_case_opened(office.engine, person("stranger", session_id="s4"), case, WHY)

    assert accesses(office, case) == []


def test_a_requester_sees_the_generated_files_that_the_process_names_and_no_others(office: Office, case: int) -> None:
    run = office.engine.execute
    receipt = run(StoreDocument("INS03-receipt.html", "text/html", b"receipt", case, is_generated=True), TEAM)
    opinion = run(StoreDocument("INS03-opinion.html", "text/html", b"opinion", case, is_generated=True), TEAM)
    forged = run(StoreDocument("my-receipt.html", "text/html", b"forged", case), TEAM)

    with office.engine.reading() as connection:
        assert document(connection, REPORTER, receipt.document_id).data == b"receipt"
        for other in (opinion, forged):
            with pytest.raises(NotFound):
                document(connection, REPORTER, other.document_id)
    assert not sees_inside(office, REPORTER, case)


def test_who_looks_after_accounts_sees_that_there_is_a_case_and_not_what_is_in_it(office: Office) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    clerk = person("malee", unit="C15", session_id="s5")
    key = office.engine.execute(
        StartInstance("leave", variables={"ownerUnit": "C15", "days": 3}), TEAM_LEAD
    ).process_instance_key

    assert sees_inside(office, clerk, key)
    assert not sees_inside(office, person("admin", "sys.admin", unit="C15"), key)


TEAM_LEAD = person("lead", "service.worker")
