"""The demo: people who can sign in, and ten cases that stand where their scripts say."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.demo.groups import groups
from app.demo.people import PEOPLE
from app.demo.stage import Stage
from app.library import deploy_library, library_paths
from app.preparation import load_demo
from app.wiring import library_handlers
from engine.commands import Engine
from engine.commands.sweep import next_due_at
from engine.commands.verifying import Verifying
from engine.identity import Permission
from engine.model.clock import FixedClock, PinnableClock
from engine.model.history_act import history_acts
from engine.model.incident import incidents
from engine.model.process_instance import process_instances
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.organisation import unit_names
from engine.queries.task_list import Tab, TaskFilter, inbox_counts, task_list
from tests.fixtures.keys import open_database
from tests.integration.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""Ten o'clock in Bangkok."""
WHERE_THEY_STAND = {
    "demo:car": {"COMPLETED": 1},
    "demo:scoring": {"score": 2},
    "demo:vote": {"commission_vote": 4},
    "demo:disqualified": {"COMPLETED": 1},
    "demo:inquiry": {"take_statement": 2, "record_document": 1, "decide_extension": 1},
    "demo:background": {"record_reply": 3},
    "demo:overdue": {"screen": 1},
    "demo:documents": {"check_documents": 1},
    "demo:warning": {},
    "demo:violence": {"screen": 1},
}


def installation(url: str) -> Office:
    """Return an installation with the process library, without people."""
    clock = PinnableClock(FixedClock(NOW))
    engine = Engine(open_database(url), handlers=library_handlers(), clock=clock)
    deploy_library(engine)
    return Office(engine)


def where_they_stand(office: Office) -> dict[str, dict[str, int]]:
    """Return for every case by its tag what it waits for people to do; its state when it is over."""
    case, task = process_instances.c, user_tasks.c
    rows = office.rows(sa.select(case.key, case.tags, case.state).where(case.parent_process_instance_key.is_(None)))
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        is_open = sa.and_(task.root_process_instance_key == row.key, task.state == UserTaskState.CREATED)
        waiting = Counter(name for (name,) in office.rows(sa.select(task.element_id).where(is_open)))
        (tag,) = row.tags
        found[tag] = dict(waiting) if str(row.state) == "ACTIVE" else {str(row.state): 1}
    return found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, migrate: Callable[[str], None]) -> Iterator[Office]:
    """Return an installation with the demo, for tests that only look."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}"
    migrate(url)
    office = installation(url)
    load_demo(office.engine)
    yield office
    office.engine.database.dispose()


def test_ten_cases_stand_where_their_scripts_say(loaded: Office) -> None:
    assert where_they_stand(loaded) == WHERE_THEY_STAND


def test_nothing_is_owed_and_nothing_has_failed(loaded: Office) -> None:
    due_at = next_due_at(loaded.engine)

    assert loaded.count(incidents) == 0
    assert due_at is not None
    assert due_at > NOW


def test_case_numbers_rise_with_time(loaded: Office) -> None:
    case = process_instances.c
    roots = sa.select(case.business_id).where(case.parent_process_instance_key.is_(None)).order_by(case.started_at)
    numbers = [number for (number,) in loaded.rows(roots)]

    for series in {number[:-5] for number in numbers}:
        in_series = [number for number in numbers if number.startswith(series)]
        assert in_series == sorted(in_series)


def test_every_history_goes_forward_and_ends_before_now(loaded: Office) -> None:
    act = history_acts.c
    for (key,) in loaded.rows(sa.select(process_instances.c.key)):
        of_this = sa.select(act.at).where(act.process_instance_key == key).order_by(act.sequence)
        times = [at for (at,) in loaded.rows(of_this)]

        assert times == sorted(times)
        assert NOW - timedelta(days=60) < times[0] <= times[-1] <= NOW


def test_the_duty_officer_has_an_overdue_report_and_is_offered_an_urgent_one(loaded: Office) -> None:
    wichai = loaded.engine.authenticate("wichai", "wichai")

    with loaded.engine.reading() as connection:
        counts = inbox_counts(connection, wichai, NOW)
        mine, _ = task_list(connection, wichai, Tab.MINE, TaskFilter())
        offered, _ = task_list(connection, wichai, Tab.GROUP, TaskFilter())

    assert (counts.mine, counts.overdue) == (1, 1)
    assert mine[0].initiator_name == "นายอนุชา ปัญญาดี"
    assert offered[0].due_at is not None
    assert timedelta() < offered[0].due_at - NOW < timedelta(hours=2)


def test_everybody_signs_in_with_their_user_name(loaded: Office) -> None:
    inspector = loaded.engine.authenticate("somsri", "somsri")
    auditor = loaded.engine.authenticate("auditor", "auditor")
    administrator = loaded.engine.authenticate("demo", "demo")

    assert (inspector.name, inspector.unit, inspector.province) == ("นางสาวสมศรี ใจดี", "P50", "50")
    assert "inspector.50" in inspector.groups
    assert auditor.may(Permission.AUDIT)
    assert not auditor.may(Permission.OPERATE)
    assert administrator.may(Permission.MANAGE_USERS)


def test_the_office_has_all_its_units_with_names_in_both_languages(loaded: Office) -> None:
    with loaded.engine.reading() as connection:
        names = unit_names(connection)

    assert len([code for code in names if code.startswith("P")]) == 77
    assert names["P50"] == ("สำนักงาน กกต.ประจำจังหวัดเชียงใหม่", "Provincial Office, Chiang Mai")
    assert names["P10"][0] == "สำนักงาน กกต.ประจำกรุงเทพมหานคร"
    assert names["C52"] == ("สำนักกฎหมาย", "Bureau of Law")


def test_every_group_that_a_task_was_offered_to_has_a_name_and_enough_people(loaded: Office) -> None:
    offered = {group for (ids,) in loaded.rows(sa.select(user_tasks.c.candidate_groups)) for group in ids}
    members = Counter(group for person in PEOPLE for group in person.groups.split())

    assert offered
    assert offered <= groups().keys()
    assert {group: members[group] for group in offered if members[group] < 2} == {"secretary.general": 1}
    assert (members["commission"], members["subcom.adjudication"], members["sel.committee.50"]) == (7, 5, 9)
    assert members["cen.legal"] >= 3


def test_nobody_held_two_duties_in_a_case(loaded: Office) -> None:
    case, task = process_instances.c, user_tasks.c
    done = sa.select(task.root_process_instance_key, task.completed_by, task.duty)
    requests = sa.select(case.key, case.initiator, sa.literal("request")).where(case.parent_process_instance_key.is_(None))

    duties: dict[tuple[int, str], set[str]] = {}
    for key, person, duty in loaded.rows(
        sa.union_all(done.where(task.completed_by.is_not(None), task.duty.is_not(None)), requests)
    ):
        duties.setdefault((key, person), set()).add(duty)

    assert len(duties) > 40
    assert [held for held in duties.items() if len(held[1]) > 1] == []


def test_loading_again_changes_nothing(loaded: Office) -> None:
    before = [loaded.count(table) for table in (process_instances, user_tasks, history_acts)]

    load_demo(loaded.engine)

    assert [loaded.count(table) for table in (process_instances, user_tasks, history_acts)] == before


@pytest.mark.parametrize("steps", [2, 74])
def test_an_interrupted_load_is_completed_by_the_next(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    office = installation(sqlite_url)
    left, settle = [steps], Stage.settle

    def settle_until_the_power_fails(stage: Stage) -> int:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        return settle(stage)

    monkeypatch.setattr(Stage, "settle", settle_until_the_power_fails)
    with pytest.raises(KeyboardInterrupt):
        load_demo(office.engine)

    load_demo(office.engine)

    assert where_they_stand(office) == WHERE_THEY_STAND
    assert office.count(incidents) == 0
    office.engine.database.dispose()


@pytest.mark.postgres
def test_the_demo_loads_on_postgresql_too(postgres_url: str) -> None:
    office = installation(postgres_url)

    load_demo(office.engine)

    assert where_they_stand(office) == WHERE_THEY_STAND
    office.engine.database.dispose()


def test_a_case_that_no_longer_fits_does_not_keep_the_others_from_being_loaded(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    without_appointment = [path for path in library_paths() if "ins01" not in str(path)]
    monkeypatch.setattr("app.library.library_paths", lambda: without_appointment)
    office = installation(sqlite_url)

    load_demo(office.engine)

    expected = {
        tag for tag in WHERE_THEY_STAND if tag not in {"demo:scoring", "demo:disqualified", "demo:background", "demo:documents"}
    }
    assert where_they_stand(office).keys() == expected
    assert len(caplog.records) == 4
    office.engine.database.dispose()


def test_the_record_of_the_demo_holds(loaded: Office) -> None:
    assert [finding.as_json() for finding in Verifying(loaded.engine.database).everything()] == []
