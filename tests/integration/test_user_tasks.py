"""User tasks from being offered to being done, on both databases."""

import json

import pytest

from engine.commands import AssignUserTask, ClaimUserTask, CompleteUserTask, UnassignUserTask
from engine.errors import NotAllowed, NotFound, UserTaskNotActive
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

SOMCHAI = person("somchai", "boss")
MALEE = person("malee", "boss")
STRANGER = person("stranger", "others")


@pytest.fixture
def leave(office: Office) -> int:
    """Start a case that waits at `approve`, offered to the group boss, before `register`."""
    office.deploy(
        diagram(
            "leave", "start -> approve -> register -> end", approve=user_task(groups="boss"), register=user_task(groups="hr")
        )
    )
    return office.start("leave", days=3)


def test_completing_a_user_task_moves_the_case_on(office: Office, leave: int) -> None:
    office.complete(leave, "approve", SOMCHAI, decision="approve")

    assert office.waiting_at(leave) == ["register"]
    assert office.variable(leave, "decision") == '"approve"'


def test_completing_the_last_user_task_completes_the_case(office: Office, leave: int) -> None:
    office.complete(leave, "approve", SOMCHAI)

    office.complete(leave, "register", person("hr1", "hr"))

    assert office.instance(leave).state is ProcessInstanceState.COMPLETED


def test_a_claimed_user_task_cannot_be_claimed_again(office: Office, leave: int) -> None:
    (task,) = office.open_user_tasks(leave)
    office.engine.execute(ClaimUserTask(task.key), SOMCHAI)

    with pytest.raises(NotAllowed):
        office.engine.execute(ClaimUserTask(task.key), STRANGER)
    with pytest.raises(UserTaskNotActive):
        office.engine.execute(ClaimUserTask(task.key), MALEE)

    assert office.open_user_tasks(leave)[0].assignee == "somchai"


def test_a_user_task_is_completed_once(office: Office, leave: int) -> None:
    (task,) = office.open_user_tasks(leave)
    office.engine.execute(CompleteUserTask(task.key), SOMCHAI)

    with pytest.raises(UserTaskNotActive):
        office.engine.execute(CompleteUserTask(task.key, {"decision": "reject"}), MALEE)

    assert office.variable(leave, "decision") is None
    refusal = office.history(leave)[-1]
    assert (refusal.type, refusal.actor, json.loads(refusal.facts)) == (
        "REFUSED",
        "malee",
        {"code": "stale", "command": "CompleteUserTask"},
    )


def test_a_stranger_may_not_complete_and_is_recorded(office: Office, leave: int) -> None:
    (task,) = office.open_user_tasks(leave)

    with pytest.raises(NotAllowed):
        office.engine.execute(CompleteUserTask(task.key), STRANGER)

    refusal = office.history(leave)[-1]
    assert (refusal.type, refusal.actor, refusal.element_id) == ("REFUSED", "stranger", "approve")


def test_a_user_task_that_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        office.engine.execute(CompleteUserTask(1), SOMCHAI)


def test_an_operator_assigns_and_the_assignee_gives_back(office: Office, leave: int) -> None:
    (task,) = office.open_user_tasks(leave)

    office.engine.execute(AssignUserTask(task.key, "malee", reason="leave"), person("op", "process.operator"))
    assigned = office.open_user_tasks(leave)[0].assignee
    office.engine.execute(UnassignUserTask(task.key), MALEE)

    assert assigned == "malee"
    assert office.open_user_tasks(leave)[0].assignee is None


def test_output_mappings_learn_who_completed_and_no_form_can_tell_otherwise(office: Office) -> None:
    mapping = '<zeebe:ioMapping><zeebe:output source="= completedBy" target="approver"/></zeebe:ioMapping>'
    approve = user_task(groups="boss").replace("</bpmn:extensionElements>", mapping + "</bpmn:extensionElements>")
    office.deploy(diagram("signed", "start -> approve -> file -> end", approve=approve, file=user_task()))
    key = office.start("signed")

    office.complete(key, "approve", SOMCHAI, completedBy="somebody else")

    assert office.variable(key, "approver") == '"somchai"'
    assert office.variable(key, "completedBy") is None
