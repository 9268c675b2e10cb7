"""Task listeners: jobs that have a say while a user task is created, assigned, updated, completed or canceled."""

from typing import Any

import pytest

from engine.commands import (
    SYSTEM,
    AssignUserTask,
    CancelInstance,
    ClaimUserTask,
    CompleteJob,
    CompleteUserTask,
    FailJob,
    ResolveIncident,
    SetVariables,
    UnassignUserTask,
    UpdateUserTask,
)
from engine.errors import RequestInvalid, UserTaskNotActive
from engine.model.job import Job, JobState
from engine.model.process_instance import ProcessInstanceState
from engine.model.user_task import UserTask, UserTaskState, user_tasks
from engine.store.rows import to_entity
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

CLERK = person("somchai", "clerks")


def listening(*events: str, **given: Any) -> bytes:
    """Return a process with one user task whose listeners have the job types `on_<event>`, numbered when there are several."""
    types = [f"on_{event}" + (f"_{n}" if events.count(event) > 1 else "") for n, event in enumerate(events, 1)]
    inner = "".join(
        f'<zeebe:taskListener eventType="{event}" type="{name}" retries="1"/>'
        for event, name in zip(events, types, strict=True)
    )
    extended = user_task(groups="clerks", **given).replace(
        "<zeebe:userTask/>", f"<zeebe:userTask/><zeebe:taskListeners>{inner}</zeebe:taskListeners>"
    )
    return diagram("p", "start -> check -> after -> end", check=extended, after=user_task())


def task_of(office: Office, key: int, element_id: str = "check") -> UserTask:
    """Return the user task of an element, in whatever state."""
    where = (user_tasks.c.process_instance_key == key, user_tasks.c.element_id == element_id)
    (row,) = office.rows(user_tasks.select().where(*where))
    return to_entity(UserTask, row)


def job_of(office: Office, key: int) -> Job:
    """Return the one open job."""
    (job,) = [job for job in office.jobs(key) if job.state is JobState.CREATED]
    return job


def answer(office: Office, key: int, **result: Any) -> Job:
    """Complete the one open job with a listener's result; return it."""
    job = job_of(office, key)
    office.engine.execute(CompleteJob(job.key, **result), SYSTEM)
    return job


def test_an_assignment_waits_for_its_listeners_who_are_told_of_it(office: Office) -> None:
    office.deploy(listening("assigning"))
    key = office.start("p")

    office.engine.execute(ClaimUserTask(task_of(office, key).key), CLERK)
    assert (task_of(office, key).state, task_of(office, key).assignee) == (UserTaskState.ASSIGNING, None)
    job = answer(office, key)

    assert (task_of(office, key).state, task_of(office, key).assignee) == (UserTaskState.CREATED, "somchai")
    assert (job.kind, job.listener_event) == ("TASK_LISTENER", "ASSIGNING")
    told = {name.removeprefix("io.camunda.zeebe:"): text for name, text in job.headers.items()}
    assert (told["action"], told["assignee"], told["changedAttributes"]) == ("claim", "somchai", '["assignee"]')
    assert (told["candidateGroups"], told["userTaskKey"]) == ('["clerks"]', str(task_of(office, key).key))


def test_what_the_diagram_assigns_is_assigned_after_the_listeners_too(office: Office) -> None:
    office.deploy(listening("creating", "assigning", assignee="malee"))
    key = office.start("p")
    assert (task_of(office, key).state, task_of(office, key).assignee) == (UserTaskState.CREATING, None)

    assert answer(office, key).listener_event == "CREATING"
    assert task_of(office, key).state is UserTaskState.ASSIGNING
    assert answer(office, key).listener_event == "ASSIGNING"

    assert (task_of(office, key).state, task_of(office, key).assignee) == (UserTaskState.CREATED, "malee")


def test_a_denied_assignment_leaves_the_user_task_as_it_was(office: Office) -> None:
    office.deploy(listening("assigning", "assigning"))
    key = office.start("p")

    office.engine.execute(AssignUserTask(task_of(office, key).key, "malee"), SYSTEM)
    answer(office, key, corrections={"priority": 90})
    answer(office, key, denied_reason="on leave")

    task = task_of(office, key)
    assert (task.state, task.assignee, task.priority) == (UserTaskState.CREATED, None, 50)
    assert "USER_TASK_CHANGE_DENIED" in {event.type for event in office.history(key)}


def test_listeners_see_the_corrections_of_those_before_them_and_all_are_applied(office: Office) -> None:
    office.deploy(listening("assigning", "assigning"))
    key = office.start("p")

    office.engine.execute(AssignUserTask(task_of(office, key).key, "malee"), SYSTEM)
    answer(office, key, corrections={"assignee": "wichai", "candidate_users": ["wichai", "malee"]})
    seen = answer(office, key, corrections={"priority": 80}).headers

    task = task_of(office, key)
    assert (task.assignee, task.candidate_users, task.priority) == ("wichai", ["wichai", "malee"], 80)
    assert seen["io.camunda.zeebe:changedAttributes"] == '["assignee", "candidateUsers"]'


def test_giving_a_user_task_back_and_updating_it_are_listened_to(office: Office) -> None:
    office.deploy(listening("assigning", "updating"))
    key = office.start("p")
    office.engine.execute(AssignUserTask(task_of(office, key).key, "malee"), SYSTEM)
    answer(office, key)

    office.engine.execute(UnassignUserTask(task_of(office, key).key), SYSTEM)
    assert answer(office, key).headers["io.camunda.zeebe:action"] == "unassign"
    office.engine.execute(UpdateUserTask(task_of(office, key).key, {"priority": 70}), SYSTEM)
    assert (task_of(office, key).state, task_of(office, key).priority) == (UserTaskState.UPDATING, 50)
    answer(office, key, corrections={"candidate_groups": ["directors"]})

    task = task_of(office, key)
    assert (task.assignee, task.priority, task.candidate_groups) == (None, 70, ["directors"])


def test_variables_of_a_user_task_are_set_when_its_listeners_have_agreed(office: Office) -> None:
    office.deploy(listening("updating"))
    key = office.start("p")
    scope = task_of(office, key).element_instance_key

    office.engine.execute(SetVariables(scope, {"note": "late"}), SYSTEM)
    assert office.variable(key, "note") is None
    assert answer(office, key).headers["io.camunda.zeebe:changedAttributes"] == '["variables"]'

    assert office.variable(key, "note") == '"late"'


def test_nobody_acts_on_a_user_task_while_listeners_work(office: Office) -> None:
    office.deploy(listening("updating"))
    key = office.start("p")
    task = task_of(office, key)
    office.engine.execute(UpdateUserTask(task.key, {"priority": 70}), SYSTEM)

    for command in (ClaimUserTask(task.key), CompleteUserTask(task.key), UpdateUserTask(task.key, {"priority": 1})):
        with pytest.raises(UserTaskNotActive):
            office.engine.execute(command, SYSTEM)


def test_a_completion_may_be_corrected(office: Office) -> None:
    office.deploy(listening("completing"))
    key = office.start("p")

    office.complete(key, "check", by=CLERK, ok=True)
    job = answer(office, key, corrections={"priority": 10})

    assert job.headers["io.camunda.zeebe:assignee"] == "somchai"
    assert (task_of(office, key).state, task_of(office, key).priority) == (UserTaskState.COMPLETED, 10)
    assert office.waiting_at(key) == ["after"]


def test_a_canceled_user_task_ends_after_its_listeners(office: Office) -> None:
    office.deploy(listening("canceling", "canceling"))
    key = office.start("p")

    office.engine.execute(CancelInstance(key, reason="wrong case"), SYSTEM)
    assert task_of(office, key).state is UserTaskState.CANCELING
    assert office.instance(key).state is ProcessInstanceState.ACTIVE
    answer(office, key)
    answer(office, key)

    assert task_of(office, key).state is UserTaskState.CANCELED
    assert office.instance(key).state is ProcessInstanceState.TERMINATED


def test_a_cancelation_comes_before_what_else_was_going_on(office: Office) -> None:
    office.deploy(listening("completing", "canceling"))
    key = office.start("p")
    office.complete(key, "check", by=CLERK)

    office.engine.execute(CancelInstance(key, reason="wrong case"), SYSTEM)

    assert job_of(office, key).listener_event == "CANCELING"
    answer(office, key)
    assert office.instance(key).state is ProcessInstanceState.TERMINATED


def test_a_listener_of_a_cancelation_that_fails_waits_for_an_operator(office: Office) -> None:
    office.deploy(listening("canceling"))
    key = office.start("p")
    office.engine.execute(CancelInstance(key, reason="wrong case"), SYSTEM)

    office.engine.execute(FailJob(job_of(office, key).key, 0, "no"), SYSTEM)
    (incident,) = office.incidents(key)
    office.engine.execute(ResolveIncident(incident.key, "try again"), SYSTEM)
    answer(office, key)

    assert incident.error_type == "TASK_LISTENER_NO_RETRIES"
    assert office.instance(key).state is ProcessInstanceState.TERMINATED


@pytest.mark.parametrize(
    ("event", "result"),
    [
        ("creating", {"denied_reason": "no"}),
        ("completing", {"denied_reason": "no", "corrections": {"priority": 1}}),
        ("creating", {"corrections": {"assignee": "malee"}}),
        ("completing", {"variables": {"checked": True}}),
    ],
)
def test_what_an_event_does_not_allow_is_refused(office: Office, event: str, result: dict[str, Any]) -> None:
    office.deploy(listening(event, assignee="somchai"))
    key = office.start("p")
    if event == "completing":
        office.complete(key, "check", by=CLERK)

    with pytest.raises(RequestInvalid):
        answer(office, key, **result)

    assert job_of(office, key).state is JobState.CREATED


def test_a_listener_whose_job_type_fails_is_asked_again_when_its_incident_is_resolved(office: Office) -> None:
    office.deploy(listening("assigning").replace(b'type="on_assigning"', b'type="= kind"'))
    key = office.start("p")

    office.engine.execute(AssignUserTask(task_of(office, key).key, "malee"), SYSTEM)
    (incident,) = office.incidents(key)
    office.engine.execute(SetVariables(key, {"kind": "ask"}), SYSTEM)
    office.engine.execute(ResolveIncident(incident.key, "named"), SYSTEM)
    answer(office, key)

    assert (task_of(office, key).state, task_of(office, key).assignee) == (UserTaskState.CREATED, "malee")
