"""What a policy says is erased when its time has come; what a court holds is not; and the record keeps proving all the rest."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from app.cli import main
from engine.commands import SYSTEM, AccessType, AddComment, CancelInstance, RecordAccess, StoreDocument
from engine.commands.erase_details import EraseDetails
from engine.commands.expiry import erase_case, expire, expired_cases
from engine.commands.legal_hold import LiftHold, PlaceHold
from engine.commands.retention_policies import SetRetentionPolicy
from engine.commands.verifying import Verifying
from engine.errors import CaseHeld, InvalidTransition, NotAllowed, RequestInvalid
from engine.model.checkpoint import ChainKind
from engine.model.comment import comments
from engine.model.document import document_contents, documents
from engine.model.history_act import grouped, history_acts, packed
from engine.model.process_instance import process_instances
from engine.model.retention import ANY_PROCESS, Basis, DataKind, erasures
from engine.model.variable import variables
from engine.store.history_reading import events_of
from engine.store.space import give_back_space, space_of
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.model.case_key import CaseCipher
    from engine.model.clock import FixedClock

DPO, BOSS = person("dpo", "dpo"), person("somchai", "boss")
EVERYTHING = frozenset(DataKind)
SECRET = "นายสมปอง ใจดี"


@pytest.fixture
def case(office: Office) -> int:
    """Return a case about somebody that has ended."""
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    return ended(office)


def ended(office: Office, file: bytes = b"%PDF about somebody") -> int:
    """Start a case about somebody, work on it and end it."""
    key = office.start("leave", applicant=SECRET)
    office.engine.execute(AddComment(key, f"{SECRET} ลาบ่อย"), BOSS)
    office.engine.execute(StoreDocument("ใบลา.pdf", "application/pdf", file, key), BOSS)
    office.engine.execute(RecordAccess(AccessType.CASE_OPENED, key, reason=f"ดูเรื่องของ {SECRET}"), DPO)
    office.complete(key, "approve", BOSS, decision="approve")
    return key


def keep(office: Office, period: str | None, *kinds: DataKind, process_id: str = "leave") -> None:
    """Set a policy for these kinds of data."""
    for kind in kinds or tuple(DataKind):
        office.engine.execute(SetRetentionPolicy(process_id, kind, period, "ระเบียบว่าด้วยงานสารบรรณ"), DPO)


def erase(office: Office, key: int, *kinds: DataKind) -> tuple[int, int]:
    """Erase on request."""
    return erase_case(office.engine, key, frozenset(kinds) or EVERYTHING, Basis.REQUEST, "คำขอของเจ้าของข้อมูล", DPO)


def cipher_of(office: Office, key: int) -> CaseCipher:
    """Return what seals under the key of a case."""
    return office.engine.database.case_keys.cipher(office.instance(key).wrapped_key or b"")


def findings(office: Office) -> list[str]:
    """Return what the verification finds."""
    return [finding.as_json() for finding in Verifying(office.engine.database).everything()]


def test_what_was_erased_is_gone_and_the_record_holds(office: Office, case: int) -> None:
    before = [event.hash for event in office.history(case)]

    rows, size = erase(office, case)

    after = office.history(case)
    assert rows > 5
    assert size > 100
    assert [event.hash for event in after[:-1]] == before
    assert all(event.details is None for event in after)
    assert office.instance(case).wrapped_key is None
    assert [office.count(table) for table in (variables, comments, documents, document_contents)] == [0, 0, 0, 0]
    assert findings(office) == []


def test_the_record_says_what_was_erased_when_by_whom_and_why(office: Office, case: int) -> None:
    erase(office, case, DataKind.DETAILS)

    (told,) = [event for event in office.history(case) if event.type == "DETAILS_ERASED"]
    assert told.actor == "dpo"
    assert '"basis":"request"' in told.payload
    assert '"kinds":["comments","details","drafts","payloads"]' in told.payload
    assert "คำขอของเจ้าของข้อมูล" in told.payload
    assert office.count(erasures) == 4


@pytest.mark.parametrize("kind", DataKind)
def test_each_kind_is_erased_alone_and_the_record_holds(office: Office, case: int, kind: DataKind) -> None:
    erase(office, case, kind)

    assert findings(office) == []
    assert (office.count(documents) == 0) == (kind is DataKind.DOCUMENTS)
    assert (office.count(comments) == 0) == (kind in {DataKind.COMMENTS, DataKind.DETAILS})


def test_remarks_that_were_erased_excuse_no_other_missing_details(office: Office, case: int) -> None:
    erase(office, case, DataKind.COMMENTS)
    with office.engine.reading() as connection:
        acts = list(grouped(events_of(connection, ChainKind.CASE, [case])[case]))
    act, event = next((act, event) for act in acts for event in act if event.type == "VARIABLE_CREATED")
    whole = packed(act, lambda: cipher_of(office, case))
    event.sealed, event.details = "ab" * 32, None

    where = history_acts.c.process_instance_key == case, history_acts.c.sequence == act[0].sequence
    with office.engine.database.engine.begin() as connection:
        emptied = packed(act, lambda: cipher_of(office, case))
        changed = {"events": emptied.events, "ciphertext": emptied.ciphertext}
        connection.execute(sa.update(history_acts).where(*where).values(**changed))
    found = findings(office)
    with office.engine.database.engine.begin() as connection:
        connection.execute(sa.update(history_acts).where(*where).values(events=whole.events, ciphertext=whole.ciphertext))

    assert any("altered" in each or "removed" in each for each in found)


def test_a_file_that_another_case_has_too_stays(office: Office, case: int) -> None:
    other = ended(office)

    erase(office, case, DataKind.DOCUMENTS)
    assert office.count(document_contents) == 1

    erase(office, other, DataKind.DOCUMENTS)
    assert office.count(document_contents) == 0


def test_a_policy_erases_when_its_time_has_come_and_not_before(office: Office, case: int, clock: FixedClock) -> None:
    keep(office, "P10Y")
    clock.set(clock.now() + timedelta(days=3649))
    assert expired_cases(office.engine) == []

    clock.set(clock.now() + timedelta(days=10))
    (planned,) = expired_cases(office.engine)
    done = expire(office.engine)

    assert planned.process_instance_key == case
    assert (done.cases, done.rows > 0, done.bytes > 0) == (1, True, True)
    assert expire(office.engine).cases == 0
    assert office.history(case)[-1].actor == SYSTEM.user_name


def test_kinds_have_periods_of_their_own(office: Office, case: int, clock: FixedClock) -> None:
    keep(office, "P10Y", DataKind.DETAILS)
    keep(office, "P1Y", DataKind.DOCUMENTS)

    clock.set(clock.now() + timedelta(days=400))
    expire(office.engine)

    assert office.count(documents) == 0
    assert office.instance(case).wrapped_key is not None


@pytest.mark.parametrize(("own", "of_all", "expires"), [("P1D", None, True), (None, "P1D", False), ("P9Y", "P1D", False)])
def test_a_process_own_policy_counts_before_that_of_all(
    office: Office, case: int, clock: FixedClock, own: str | None, of_all: str | None, expires: bool
) -> None:
    keep(office, own, DataKind.DETAILS)
    keep(office, of_all, DataKind.DETAILS, process_id=ANY_PROCESS)

    clock.set(clock.now() + timedelta(days=30))

    assert bool(expired_cases(office.engine)) is expires


def test_the_diagram_says_how_long_where_nothing_was_set(office: Office, clock: FixedClock) -> None:
    property_of_process = {"anumat:retention.details": "P1Y"}
    office.deploy(diagram("kept", "start -> end", properties=property_of_process))
    office.start("kept", applicant=SECRET)

    clock.set(clock.now() + timedelta(days=366))

    assert [case.periods for case in expired_cases(office.engine)] == [{DataKind.DETAILS: "P1Y"}]


def test_a_hold_stops_expiry_and_erasure_until_it_is_lifted(office: Office, case: int, clock: FixedClock) -> None:
    keep(office, "P1D")
    office.engine.execute(PlaceHold(case, "คดีหมายเลขดำ อท 12/2569"), DPO)
    clock.set(clock.now() + timedelta(days=30))

    assert expired_cases(office.engine) == []
    with pytest.raises(CaseHeld):
        erase(office, case)

    office.engine.execute(LiftHold(case, "คดีถึงที่สุด"), DPO)
    assert expire(office.engine).cases == 1


def test_a_running_case_is_not_erased(office: Office, case: int) -> None:
    running = office.start("leave", applicant=SECRET)

    with pytest.raises(InvalidTransition):
        erase(office, running)

    office.engine.execute(CancelInstance(running, "ถอนเรื่อง"), SYSTEM)
    assert erase(office, running)[0] > 0


def test_only_who_answers_for_it_erases_holds_and_sets_periods(office: Office, case: int) -> None:
    anybody: list[Any] = [
        EraseDetails(case, EVERYTHING, Basis.REQUEST, "เพราะ"),
        PlaceHold(case, "เพราะ"),
        SetRetentionPolicy("leave", DataKind.DETAILS, "P1D", "เพราะ"),
    ]

    for command in anybody:
        with pytest.raises(NotAllowed):
            office.engine.execute(command, person("admin", "sys.admin", "auditor", "process.operator"))
        with pytest.raises(RequestInvalid):
            office.engine.execute(replace(command, reason=" "), DPO)
    with pytest.raises(RequestInvalid):
        keep(office, "ten years", DataKind.DETAILS)


def test_a_called_process_is_erased_with_its_case(office: Office) -> None:
    called = diagram("child", "start -> end")
    office.deploy(
        called,
        diagram(
            "parent",
            "start -> child -> end",
            child=call("child"),
        ),
    )
    key = office.start("parent", applicant=SECRET)

    erase(office, key, DataKind.DETAILS)

    assert office.count(process_instances) == 2
    assert office.count(process_instances, process_instances.c.wrapped_key.is_not(None)) == 0
    assert findings(office) == []


def test_freed_space_is_given_back_or_used_again(office: Office, case: int) -> None:
    for number in range(20):
        ended(office, random.Random(number).randbytes(100_000))  # noqa: S311 (bytes that do not compress)
    database = office.engine.database
    before = space_of(database)

    for row in office.rows(sa.select(process_instances.c.key)):
        erase(office, row[0])
    give_back_space(database)

    assert space_of(database) < before - 1_500_000


def test_the_command_line_plans_runs_holds_and_erases(
    office: Office, case: int, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANUMAT_DATABASE_URL", database_url)
    why = ["--reason", "ระเบียบ"]

    assert main(["retention", "hold", str(case), *why]) == 0
    assert main(["retention", "erase", str(case), *why]) == 1
    assert main(["retention", "release", str(case), *why]) == 0
    assert main(["retention", "set", "leave", "documents", "PT0S", *why]) == 0
    capsys.readouterr()
    assert main(["retention", "plan"]) == 0
    assert json.loads(capsys.readouterr().out)["kinds"] == {"documents": "PT0S"}
    assert main(["retention", "run"]) == 0
    assert capsys.readouterr().out.startswith("1 cases: 1 rows with 19 bytes were erased.")
    assert main(["retention", "erase", str(case), *why]) == 0
    assert office.instance(case).wrapped_key is None
