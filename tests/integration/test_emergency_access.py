"""Whoever may not see a case reads it in an emergency: with a second person's word, for hours, on the record, and the officer knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    Actor,
    AddComment,
    ChangeMemberships,
    DeactivateUser,
    EndAccess,
    Permission,
    RequestAccess,
    StoreDocument,
    read_case_as,
    read_document_as,
)
from engine.commands.emergency_access import ExpireAccess
from engine.commands.sweep import clean_up
from engine.errors import (
    AlreadyExists,
    InvalidTransition,
    NotAllowed,
    NotFound,
    RequestInvalid,
    SeparationOfDuties,
)
from engine.model.emergency_access import ANSWER_WITHIN, EmergencyAccess
from engine.model.notification import notifications
from engine.queries.case_detail import case as case_row
from engine.queries.documents import document
from tests.integration.emergency import (
    AGREED,
    ANSWERS,
    ASKS,
    DEPUTY,
    OFFICER,
    WHY,
    answer,
    asked,
    hire,
    record,
    secret_case,
    sees,
)
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.model.clock import FixedClock


@pytest.fixture
def access(office: Office) -> EmergencyAccess:
    """Return a request that nobody has answered."""
    return asked(office)


def told(office: Office, user_name: str) -> list[str]:
    """Return what a person was told, in Thai."""
    query = sa.select(notifications.c.text_th).where(notifications.c.recipient == user_name).order_by(notifications.c.key)
    return [row[0] for row in office.rows(query)]


def test_with_a_second_persons_word_a_case_is_read_and_every_reading_is_on_the_record(
    office: Office, access: EmergencyAccess
) -> None:
    key = access.process_instance_key
    answer(office, access)

    readers = [read_case_as(office.engine, ASKS, key) for _ in range(2)]

    assert [sees(office, reader, key) for reader in readers] == [True, True]
    assert [event.type.removeprefix("EMERGENCY_") for event in record(office, access)] == [
        "REQUESTED",
        "APPROVED",
        "READ",
        "READ",
    ]
    assert [event.actor for event in record(office, access)] == ["napa", "anan", "napa", "napa"]
    assert WHY in record(office, access)[0].payload
    assert AGREED in record(office, access)[1].payload
    assert not sees(office, ASKS, key), "the right is that of one reading"


def test_nothing_is_seen_before_the_answer_nor_after_a_denial(office: Office, access: EmergencyAccess) -> None:
    key = access.process_instance_key
    assert not sees(office, read_case_as(office.engine, ASKS, key), key)

    answer(office, access, is_approved=False)

    assert not sees(office, read_case_as(office.engine, ASKS, key), key)
    assert [event.type for event in record(office, access)] == ["EMERGENCY_REQUESTED", "EMERGENCY_DENIED"]


def test_access_is_to_this_case_and_to_this_person_only(office: Office, access: EmergencyAccess) -> None:
    other = office.start("sealed", initiator="reporter")
    answer(office, access)
    reader = read_case_as(office.engine, ASKS, access.process_instance_key)

    assert not sees(office, reader, other)
    assert read_case_as(office.engine, ASKS, other).emergency_case is None
    stranger = person("stranger", "employee.all", session_id="s1")
    assert not sees(office, read_case_as(office.engine, stranger, access.process_instance_key), access.process_instance_key)


def test_access_is_for_reading_and_the_attempt_to_write_is_recorded(office: Office, access: EmergencyAccess) -> None:
    key = access.process_instance_key
    answer(office, access)
    reader = read_case_as(office.engine, ASKS, key)

    for command in (AddComment(key, "ขอเพิ่มเติม"), StoreDocument("a.txt", "text/plain", b"a", key)):
        with pytest.raises(NotAllowed) as refused:
            office.engine.execute(command, reader)
        assert refused.value.code == "emergency"

    assert [event.type for event in office.history(key)][-2:] == ["REFUSED", "REFUSED"]


def test_files_are_read_by_it_each_time_on_the_record(office: Office, access: EmergencyAccess) -> None:
    key = access.process_instance_key
    stored = office.engine.execute(StoreDocument("คำให้การ.txt", "text/plain", b"witness", key), SYSTEM)
    answer(office, access)

    reader = read_document_as(office.engine, ASKS, stored.document_id)

    with office.engine.reading() as connection:
        assert document(connection, reader, stored.document_id).data == b"witness"
        with pytest.raises(NotFound):
            document(connection, ASKS, stored.document_id)
    assert stored.document_id in record(office, access)[-1].payload


def test_access_ends_with_its_time_even_if_nothing_sweeps_and_the_sweep_records_it_once(
    office: Office, access: EmergencyAccess, clock: FixedClock
) -> None:
    answered = answer(office, access)
    assert answered.until == office.engine.now() + timedelta(hours=4)

    clock.set(answered.until)
    assert read_case_as(office.engine, ASKS, access.process_instance_key).emergency_case is None
    clean_up(office.engine)
    clean_up(office.engine)

    assert [event.type for event in record(office, access)][-1] == "EMERGENCY_EXPIRED"
    assert len(record(office, access)) == 3


def test_a_request_that_nobody_answers_lapses(office: Office, access: EmergencyAccess, clock: FixedClock) -> None:
    clock.set(office.engine.now() + ANSWER_WITHIN)

    with pytest.raises(InvalidTransition):
        answer(office, access)
    clean_up(office.engine)

    assert record(office, access)[-1].type == "EMERGENCY_EXPIRED"
    office.engine.execute(RequestAccess(access.process_instance_key, WHY), ASKS)


def test_nobody_answers_their_own_request_and_the_attempt_is_recorded(office: Office) -> None:
    key = secret_case(office)
    mine = office.engine.execute(RequestAccess(key, WHY), ANSWERS)

    for actor in (ANSWERS, replace(DEPUTY, on_behalf_of=ANSWERS.user_name)):
        with pytest.raises(SeparationOfDuties):
            answer(office, mine, actor)

    assert not sees(office, read_case_as(office.engine, ANSWERS, key), key)
    assert office.history(key)[-1].type == "REFUSED"
    assert answer(office, mine, DEPUTY).until is not None


@pytest.mark.parametrize("given", [OFFICER, ASKS, person("admin", "sys.admin", "demo.administrator"), SYSTEM])
def test_only_who_holds_the_right_by_an_account_answers(office: Office, access: EmergencyAccess, given: Actor) -> None:
    with pytest.raises(NotAllowed):
        answer(office, access, given)


def test_a_right_that_was_taken_away_meanwhile_no_longer_counts(office: Office, access: EmergencyAccess) -> None:
    signed_in = ANSWERS  # with the rights of the moment of signing in
    office.engine.execute(ChangeMemberships("anan", leave=["secretary.general"]), SYSTEM)

    assert signed_in.may(Permission.APPROVE_ACCESS)
    with pytest.raises(NotAllowed):
        answer(office, access, signed_in)


def test_an_account_that_was_closed_meanwhile_gets_and_gives_nothing(office: Office, access: EmergencyAccess) -> None:
    office.engine.execute(DeactivateUser("napa"), SYSTEM)
    with pytest.raises(NotAllowed):
        answer(office, access)

    office.engine.execute(DeactivateUser("anan"), SYSTEM)
    with pytest.raises(NotAllowed):
        answer(office, access)


def test_the_officer_is_told_of_each_step_and_may_end_it(office: Office, access: EmergencyAccess) -> None:
    answer(office, access)
    office.engine.execute(EndAccess(access.process_instance_key, access.request, "ไม่เห็นเหตุฉุกเฉิน"), OFFICER)

    first, second = told(office, "orasa")
    assert "คุณnapa ขอเข้าถึงเรื่อง SEC01-2569-" in first
    assert "คุณanan อนุมัติให้ คุณnapa เข้าถึงเรื่อง" in second
    assert "ถึงวันที่ 22/11/2569 14:00 น." in second
    assert "ยุติการเข้าถึงฉุกเฉิน" in told(office, "napa")[-1]
    assert ["คุณnapa ขอเข้าถึง" in text for text in told(office, "anan")] == [True]
    assert not any(WHY in text for name in ("orasa", "anan", "napa") for text in told(office, name))


def test_without_an_officer_to_tell_there_is_no_emergency_access(office: Office, access: EmergencyAccess) -> None:
    office.engine.execute(ChangeMemberships("orasa", leave=["dpo"]), SYSTEM)

    with pytest.raises(NotAllowed) as refused:
        answer(office, access)

    assert refused.value.code == "no_officer"
    with pytest.raises(NotAllowed):
        office.engine.execute(RequestAccess(office.start("sealed"), WHY), ASKS)


def test_only_who_cannot_see_a_case_asks_for_it_with_a_reason(office: Office, access: EmergencyAccess) -> None:
    key = access.process_instance_key
    refused: list[tuple[Any, Actor, type[Exception]]] = [
        (RequestAccess(key, "เพราะ"), DEPUTY, RequestInvalid),
        (RequestAccess(12345, WHY), DEPUTY, NotFound),
        (RequestAccess(key, WHY), ASKS, AlreadyExists),
        (RequestAccess(key, WHY), replace(DEPUTY, groups=frozenset({"boss"})), RequestInvalid),
        (RequestAccess(key, WHY), person("robot", is_service=True), NotAllowed),
        (RequestAccess(key, WHY), person("auditor", "auditor"), NotAllowed),
        (EndAccess(key, access.request, "ขอยุติเรื่องนี้"), person("stranger"), NotAllowed),
        (EndAccess(key, 99, "ขอยุติเรื่องนี้"), ASKS, NotFound),
        (ExpireAccess(key, access.request), ASKS, NotAllowed),
    ]

    for command, actor, error in refused:
        with pytest.raises(error):
            office.engine.execute(command, actor)


def test_who_manages_accounts_reads_by_it_what_they_otherwise_see_from_outside(office: Office) -> None:
    hire(office)
    from_outside = replace(ASKS, permissions=frozenset({Permission.MANAGE_USERS}), unit="C15")
    secret_case(office)
    key = office.start("sealed", by=SYSTEM, ownerUnit="C15")
    access = office.engine.execute(RequestAccess(key, WHY), from_outside)
    answer(office, access)

    reader = read_case_as(office.engine, from_outside, key)

    with office.engine.reading() as connection:
        assert case_row(connection, reader, key).key == key
    assert sees(office, reader, key)
