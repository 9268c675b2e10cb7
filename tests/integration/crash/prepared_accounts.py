"""Accounts, notifications, the clock and what is recorded about access, each ready for one command."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    AccessType,
    ChangeMemberships,
    CreateGroup,
    CreateUser,
    DeactivateUser,
    DeleteSearch,
    FileMark,
    IssueToken,
    MarkNotificationsRead,
    Notify,
    PinClock,
    RecordAccess,
    RegisterExport,
    ResetClock,
    SaveSearch,
    SaveUnits,
    SetPassword,
    Unit,
)
from engine.commands.record_refusal import RecordRefusal
from engine.model.case_search import saved_searches
from engine.model.notification import notifications
from tests.integration.crash.prepared import BOSS, Prepared, prepares
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from tests.integration.office import Office


def _account(office: Office, name: str) -> str:
    office.engine.execute(CreateGroup("clerks", "Clerks"), SYSTEM)
    office.engine.execute(CreateUser(name, name, "a long password", ["clerks"]), SYSTEM)
    return name


@prepares(CreateUser)
def creating_an_account(office: Office) -> Prepared:
    office.engine.execute(CreateGroup("judges", "Judges"), SYSTEM)
    return CreateUser("mali", "มะลิ", "a long password", ["judges"], email="mali@example.org", unit="CM"), SYSTEM


@prepares(SetPassword)
def changing_a_password(office: Office) -> Prepared:
    return SetPassword(_account(office, "nok"), "another password"), SYSTEM


@prepares(DeactivateUser)
def closing_an_account(office: Office) -> Prepared:
    return DeactivateUser(_account(office, "ploy")), SYSTEM


@prepares(ChangeMemberships)
def changing_memberships(office: Office) -> Prepared:
    office.engine.execute(CreateGroup("heads", "Heads"), SYSTEM)
    return ChangeMemberships(_account(office, "dao"), ["heads"], ["clerks"]), SYSTEM


@prepares(CreateGroup)
def creating_a_group(office: Office) -> Prepared:
    return CreateGroup(f"auditors{office.engine.new_key()}", "Auditors"), SYSTEM


@prepares(SaveUnits)
def saving_units(office: Office) -> Prepared:
    office.engine.execute(SaveUnits([Unit("CM", "เชียงใหม่")]), SYSTEM)
    return SaveUnits([Unit("CM", "จังหวัดเชียงใหม่"), Unit("CM1", "อำเภอเมือง", parent_code="CM")]), SYSTEM


@prepares(IssueToken)
def issuing_a_token(office: Office) -> Prepared:
    return IssueToken(_account(office, "robot"), "nightly export"), SYSTEM


@prepares(Notify)
def notifying_people(office: Office) -> Prepared:
    return Notify(["somchai", f"group:{_account(office, 'fah') and 'clerks'}"], "มีเรื่องใหม่", "Something is new"), SYSTEM


@prepares(MarkNotificationsRead)
def reading_notifications(office: Office) -> Prepared:
    office.engine.execute(Notify(["somchai"], "มีเรื่องใหม่", "Something is new"), SYSTEM)
    found = office.rows(sa.select(notifications.c.key).where(notifications.c.read_at.is_(None)))
    return MarkNotificationsRead([row[0] for row in found]), BOSS


@prepares(SaveSearch)
def keeping_a_search(_office: Office) -> Prepared:
    return SaveSearch("งานค้าง", {"state": "ACTIVE"}), BOSS


@prepares(DeleteSearch)
def throwing_a_search_away(office: Office) -> Prepared:
    office.engine.execute(SaveSearch("เรื่องของปีก่อน", {"to": "31/12/2568"}), BOSS)
    found = office.rows(sa.select(saved_searches.c.key).where(saved_searches.c.name == "เรื่องของปีก่อน"))
    return DeleteSearch(found[0][0]), BOSS


@prepares(PinClock)
def pinning_the_clock(_office: Office) -> Prepared:
    return PinClock(datetime(2027, 1, 1, tzinfo=UTC)), SYSTEM


@prepares(ResetClock)
def letting_the_clock_run(office: Office) -> Prepared:
    office.engine.execute(PinClock(datetime(2027, 1, 1, tzinfo=UTC)), SYSTEM)
    return ResetClock(), SYSTEM


@prepares(RecordAccess)
def recording_that_a_case_was_read(office: Office) -> Prepared:
    office.deploy(diagram("secret", "start -> check -> end", check=user_task()))
    return RecordAccess(AccessType.CASE_OPENED, office.start("secret"), {"page": "case"}, "asked by the court"), BOSS


@prepares(RegisterExport)
def making_an_exported_file_known(office: Office) -> Prepared:
    office.deploy(diagram("exported", "start -> check -> end", check=user_task()))
    key, mark = office.start("exported"), FileMark("pdf", "ab" * 32, 9)
    return RegisterExport("0123456789ABCDEF", mark, key, 1, "cd" * 32, (FileMark("proof", "ef" * 32, 5),)), BOSS


@prepares(RecordRefusal)
def recording_a_refusal(office: Office) -> Prepared:
    office.deploy(diagram("guarded", "start -> check -> end", check=user_task()))
    return RecordRefusal(office.start("guarded"), "CompleteUserTask", "not-allowed", "check"), BOSS
