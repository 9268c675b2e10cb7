"""Running cases taken over to another version of their process, and back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.commands import (
    AssignUserTask,
    MigrateInstance,
    RevertMigration,
)
from engine.errors import InvalidTransition, MigrationBlocked, NotAllowed, NotFound, RequestInvalid
from engine.model.clock import FixedClock
from engine.model.timer import timers
from tests.integration.conftest import NOW
from tests.integration.diagrams import call, diagram, each, service_task, user_task
from tests.integration.migrations import OPERATOR, WHY, boundary, migrate, timer, version
from tests.integration.office import Office, person


def test_a_case_goes_on_in_the_corrected_diagram(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task(groups="duty")))
    key = office.start("review")
    office.deploy(diagram("review", "start -> check -> legal -> end", check=user_task(groups="duty"), legal=user_task()))

    migrate(office, key)
    office.complete(key, "check", person("somchai", "duty"))

    assert office.waiting_at(key) == ["legal"]
    assert office.instance(key).version == 2


def test_a_user_task_stays_with_its_assignee_and_takes_the_name_and_the_duty_of_the_target(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task(groups="duty")))
    key = office.start("review")
    (before,) = office.open_user_tasks(key)
    office.engine.execute(AssignUserTask(before.key, "malee"), OPERATOR)
    office.deploy(diagram("review", "start -> verify -> end", verify=user_task(groups="others", duty="review")))

    migrate(office, key, check="verify")

    (task,) = office.open_user_tasks(key)
    assert (task.key, task.assignee, task.candidate_groups) == (before.key, "malee", ["duty"])
    assert (task.element_id, task.name, task.duty) == ("verify", "verify", "review")
    assert task.process_definition_key == version(office, "review", 2)


def test_an_open_user_task_gets_the_form_of_the_target(office: Office) -> None:
    form = b'{"type":"default","id":"%s","components":[{"type":"textfield","key":"note","id":"note","label":"note"}]}'
    office.deploy(diagram("review", "start -> check -> end", check=user_task(form="old")), old_form=form % b"old")
    key = office.start("review")
    office.deploy(diagram("review", "start -> check -> end", check=user_task(form="new")), new_form=form % b"new")
    before = office.open_user_tasks(key)[0].form_key

    migrate(office, key)
    after = office.open_user_tasks(key)[0].form_key
    office.engine.execute(RevertMigration(key, WHY), OPERATOR)

    assert before != after
    assert office.open_user_tasks(key)[0].form_key == before


def test_who_migrated_where_to_and_why_is_in_the_history(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review")
    office.deploy(diagram("review", "start -> verify -> end", verify=user_task()))

    migrate(office, key, check="verify")

    event = next(event for event in office.history(key) if event.type == "PROCESS_INSTANCE_MIGRATED")
    assert event.actor == "op"
    assert f'"reason":"{WHY}"' in event.payload
    assert '"mapping":{"check":"verify"}' in event.payload
    assert '"version":1' in event.payload
    assert '"version":2' in event.payload


def test_what_stands_where_the_target_has_nothing_is_blocked_and_unchanged(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review")
    office.deploy(diagram("review", "start -> verify -> end", verify=user_task()))

    with pytest.raises(MigrationBlocked) as blocked:
        migrate(office, key)

    assert blocked.value.problems == ("check has no counterpart in the other version; map it.",)
    assert office.instance(key).version == 1


@pytest.mark.parametrize(
    "other",
    [
        service_task("do.it"),
        user_task(inside=each("people", "person")),
    ],
)
def test_an_element_does_not_become_one_of_another_kind(office: Office, other: str) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review")
    office.deploy(diagram("review", "start -> check -> end", check=other))

    with pytest.raises(MigrationBlocked):
        migrate(office, key)
    with pytest.raises(RequestInvalid):
        migrate(office, key, check="check")


def test_the_children_of_a_multi_instance_are_taken_over(office: Office) -> None:
    office.deploy(diagram("review", "start -> vote -> end", vote=user_task(inside=each("people", "person"))))
    key = office.start("review", people=["x", "y", "z"])
    office.complete_first(key, "vote")
    office.deploy(
        diagram(
            "review", "start -> ballot -> count -> end", ballot=user_task(inside=each("people", "person")), count=user_task()
        )
    )

    migrate(office, key, vote="ballot")
    office.complete_first(key, "ballot")
    office.complete_first(key, "ballot")

    assert office.waiting_at(key) == ["count"]


def test_a_called_process_tells_its_migrated_caller(office: Office) -> None:
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task()))
    office.deploy(diagram("review", "start -> ask -> end", ask=call("leave")))
    key = office.start("review")
    office.deploy(diagram("review", "start -> request -> check -> end", request=call("leave"), check=user_task()))

    migrate(office, key, ask="request")
    (called,) = office.called_by(key)
    office.complete(called, "approve")

    assert office.waiting_at(key) == ["check"]


def test_the_way_back_brings_everything_as_it_was(office: Office, clock: FixedClock) -> None:
    office.deploy(
        diagram("review", "start -> check -> end", "late -> remind", check=user_task(), late=boundary("check", timer("P20D")))
    )
    key = office.start("review")
    before = [tuple(row) for row in office.rows(sa.select(timers))]
    clock.set(NOW + timedelta(days=1))
    office.deploy(
        diagram("review", "start -> verify -> end", "soon -> remind", verify=user_task(), soon=boundary("verify", timer("P1D")))
    )

    migrate(office, key, check="verify")
    office.engine.execute(RevertMigration(key, "the owner had second thoughts"), OPERATOR)

    assert [tuple(row) for row in office.rows(sa.select(timers))] == before
    assert office.open_user_tasks(key)[0].element_id == "check"
    assert office.instance(key).version == 1
    assert office.history(key)[-1].type == "PROCESS_INSTANCE_MIGRATION_REVERTED"
    with pytest.raises(MigrationBlocked):
        office.engine.execute(RevertMigration(key, "once more"), OPERATOR)


def test_there_is_no_way_back_once_something_has_moved_on(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> file -> end", check=user_task(), file=user_task()))
    key = office.start("review")
    office.deploy(
        diagram("review", "start -> check -> legal -> file -> end", check=user_task(), legal=user_task(), file=user_task())
    )
    migrate(office, key)
    office.complete(key, "check")

    with pytest.raises(MigrationBlocked) as blocked:
        office.engine.execute(RevertMigration(key, WHY), OPERATOR)

    assert "moved on" in blocked.value.problems[0]


def test_what_cannot_be_meant_is_refused(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()), diagram("short", "start -> end"))
    key, done = office.start("review"), office.start("short")
    office.deploy(diagram("review", "start -> check -> file -> end", check=user_task()))

    with pytest.raises(RequestInvalid):
        migrate(office, key, to=1)
    with pytest.raises(RequestInvalid):
        migrate(office, key, nowhere="check")
    with pytest.raises(RequestInvalid):
        migrate(office, key, check="nowhere")
    with pytest.raises(NotFound):
        office.engine.execute(MigrateInstance(key, 1, {}, WHY), OPERATOR)
    with pytest.raises(InvalidTransition):
        migrate(office, done)
    with pytest.raises(NotAllowed):
        office.engine.execute(MigrateInstance(key, version(office, "review", 2), {}, WHY), person("somchai", "duty"))
