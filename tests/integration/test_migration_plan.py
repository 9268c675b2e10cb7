"""The dry run of a migration over all running cases of a process."""

import pytest

from engine.commands import SYSTEM, ActivateJobs, CompleteJob, FailJob, MigrationReport, plan_migration
from engine.errors import NotAllowed, RequestInvalid
from engine.model.job import JobState
from tests.integration.diagrams import call, diagram, service_task, user_task
from tests.integration.migrations import OPERATOR, boundary, migrate, timer, version
from tests.integration.office import Office, person

TASKS = {"check": user_task(groups="duty"), "sign": user_task(groups="boss")}


@pytest.fixture
def keys(office: Office) -> list[int]:
    """Start three cases, of which one has gone on to `sign`, and deploy a version where that has another name."""
    late = boundary("check", timer("P20D"))
    office.deploy(diagram("review", "start -> check -> sign -> end", "late -> remind", late=late, **TASKS))
    keys = [office.start("review") for _ in range(3)]
    office.complete(keys[0], "check", person("somchai", "duty"))
    soon = boundary("check", timer("P10D"))
    office.deploy(
        diagram(
            "review",
            "start -> check -> legal -> approve -> end",
            "soon -> remind",
            check=TASKS["check"],
            legal=user_task(),
            approve=user_task(),
            soon=soon,
        )
    )
    return keys


def plan(office: Office, keys: list[int], **mapping: str) -> MigrationReport:
    return plan_migration(office.engine, OPERATOR, keys, version(office, "review", 2), mapping)


def test_it_tells_how_many_cases_stand_where_and_which_are_blocked_and_why(office: Office, keys: list[int]) -> None:
    report = plan(office, keys)

    places = {(place.element_id, place.kind): (place.cases, place.problem) for place in report.places}
    problem = "sign has no counterpart in the other version; map it."
    assert places == {
        ("review", "ACTIVE"): (3, None),
        ("check", "ACTIVE"): (2, None),
        ("sign", "ACTIVE"): (1, problem),
    }
    assert (report.cases, report.blocked) == (3, 1)
    assert [(case.process_instance_key, case.problems) for case in report.blocked_cases] == [(keys[0], (problem,))]


def test_it_tells_which_deadlines_end_and_which_begin(office: Office, keys: list[int]) -> None:
    report = plan(office, keys)

    (check,) = (place for place in report.places if place.element_id == "check")
    assert (check.closed_events, check.opened_events) == (("late",), ("soon",))


def test_a_mapping_opens_the_way(office: Office, keys: list[int]) -> None:
    report = plan(office, keys, sign="approve")

    assert report.blocked == 0


def test_what_it_says_is_what_happens_and_it_changes_nothing_itself(office: Office, keys: list[int]) -> None:
    plan(office, keys, sign="approve")
    assert {office.instance(key).version for key in keys} == {1}

    for key in keys:
        migrate(office, key, sign="approve")
    report = plan(office, keys)

    assert (report.cases, report.there_already, report.ended) == (0, 3, 0)


def test_a_mapping_of_an_element_that_no_version_has_is_refused(office: Office, keys: list[int]) -> None:
    with pytest.raises(RequestInvalid):
        plan(office, keys, nowhere="approve")


def test_only_an_operator_plans(office: Office, keys: list[int]) -> None:
    with pytest.raises(NotAllowed):
        plan_migration(office.engine, person("somchai", "duty"), keys, version(office, "review", 2), {})


def test_it_tells_what_goes_on_where_the_cases_stand_and_what_stays_as_it_was(office: Office) -> None:
    office.deploy(
        diagram("inner", "start -> step -> end", step=user_task()),
        diagram("review", "start -> print -> ask -> end", print=service_task("print"), ask=call("inner")),
    )
    broken, held, calling = keys = [office.start("review") for _ in range(3)]
    (broken_job,), (calling_job,) = office.jobs(broken), office.jobs(calling)
    office.engine.execute(FailJob(broken_job.key, retries=0, message="no paper"), SYSTEM)
    office.engine.execute(CompleteJob(calling_job.key), SYSTEM)
    office.engine.execute(ActivateJobs(("print",), "worker", 60.0, 5), SYSTEM)
    office.deploy(diagram("review", "start -> print -> ask -> end", print=service_task("post"), ask=call("inner")))

    report = plan(office, keys)

    found = {place.element_id: (place.incidents, place.locked_jobs, place.called) for place in report.places}
    assert found == {"review": (0, 0, 0), "print": (1, 1, 0), "ask": (0, 0, 1)}
    notes = {place.element_id: place.notes for place in report.places}
    assert notes["print"] == ("Open jobs keep the type print; the other version says post.",)
    assert notes["ask"] == ("The processes that it called go on in the version that they run.",)
    assert report.blocked == 0
    assert [job.state for job in office.jobs(held)] == [JobState.CREATED]
