"""Separation of duties: at claim, at assignment and at completion, for administrators too, across called processes."""

import pytest

from engine.commands import AssignUserTask, ClaimUserTask, CompleteUserTask
from engine.errors import NotAllowed, ReauthenticationRequired, SeparationOfDuties
from tests.integration.diagrams import call, diagram, each, user_task
from tests.integration.office import Office, person

REQUESTER = person("malee", "employee", "boss")
SOMCHAI = person("somchai", "employee", "boss")
PRASIT = person("prasit", "boss")
ADMINISTRATOR = person("demo", "demo.administrator")
OPERATOR = person("op", "process.operator")


@pytest.fixture
def request_key(office: Office) -> int:
    """Start a case of malee's with a review before the approval."""
    office.deploy(
        diagram(
            "request",
            "start -> review -> approve -> end",
            properties={"anumat:starters": "employee"},
            review=user_task(groups="boss", duty="review"),
            approve=user_task(groups="boss", duty="approve"),
        ),
    )
    return office.start("request", REQUESTER)


def test_a_requester_decides_nothing_of_the_own_case(office: Office, request_key: int) -> None:
    (task,) = office.open_user_tasks(request_key)

    for command in (ClaimUserTask(task.key), CompleteUserTask(task.key)):
        with pytest.raises(SeparationOfDuties) as refused:
            office.engine.execute(command, REQUESTER)
        assert refused.value.code == "initiator"

    assert [event.type for event in office.history(request_key)][-2:] == ["REFUSED", "REFUSED"]


def test_one_person_holds_one_duty_in_a_case(office: Office, request_key: int) -> None:
    office.complete(request_key, "review", SOMCHAI)

    with pytest.raises(SeparationOfDuties) as refused:
        office.complete(request_key, "approve", SOMCHAI)
    office.complete(request_key, "approve", PRASIT)

    assert refused.value.code == "duty"


def test_nobody_is_assigned_what_they_may_not_do(office: Office, request_key: int) -> None:
    (task,) = office.open_user_tasks(request_key)

    with pytest.raises(SeparationOfDuties):
        office.engine.execute(AssignUserTask(task.key, "malee"), OPERATOR)


def test_an_administrator_has_no_right_to_tasks_with_duties(office: Office, request_key: int) -> None:
    with pytest.raises(NotAllowed):
        office.complete(request_key, "review", ADMINISTRATOR)


def test_an_administrator_completes_tasks_without_duties(office: Office) -> None:
    office.deploy(diagram("plain", "start -> step -> end", step=user_task(groups="boss")))
    key = office.start("plain")

    office.complete(key, "step", ADMINISTRATOR)

    assert office.waiting_at(key) == []


def test_duties_count_through_called_processes(office: Office) -> None:
    office.deploy(
        diagram("inner", "start -> approve -> end", approve=user_task(groups="boss", duty="approve")),
        diagram(
            "outer",
            "start -> review -> approval -> end",
            properties={"anumat:starters": "employee"},
            review=user_task(groups="boss", duty="review"),
            approval=call("inner"),
        ),
    )
    key = office.start("outer", REQUESTER)
    office.complete(key, "review", SOMCHAI)
    (inner,) = [row.key for row in office.rows(_children(key))]

    for person_who_may_not in (REQUESTER, SOMCHAI):
        with pytest.raises(SeparationOfDuties):
            office.complete(inner, "approve", person_who_may_not)
    office.complete(inner, "approve", PRASIT)

    assert office.instance(key).ended_at is not None


def test_whoever_did_an_excluded_step_may_not_do_this_one(office: Office) -> None:
    office.deploy(
        diagram(
            "check",
            "start -> enter -> verify -> end",
            enter=user_task(groups="boss"),
            verify=user_task(groups="boss", excludes="enter"),
        )
    )
    key = office.start("check")
    office.complete(key, "enter", SOMCHAI)

    with pytest.raises(SeparationOfDuties) as refused:
        office.complete(key, "verify", SOMCHAI)

    assert refused.value.code == "excludes"


def test_each_person_votes_once(office: Office) -> None:
    vote = user_task(groups="boss", distinct="true", inside=each("seats", "seat"))
    office.deploy(diagram("votes", "start -> vote -> end", vote=vote))
    key = office.start("votes", seats=[1, 2])
    first, second = office.open_user_tasks(key)
    office.engine.execute(CompleteUserTask(first.key), SOMCHAI)

    with pytest.raises(SeparationOfDuties) as refused:
        office.engine.execute(CompleteUserTask(second.key), SOMCHAI)
    office.engine.execute(CompleteUserTask(second.key), PRASIT)

    assert refused.value.code == "distinct"


def test_a_signature_needs_the_password_again(office: Office) -> None:
    from dataclasses import replace

    office.deploy(diagram("order", "start -> sign -> end", sign=user_task(groups="boss", reauthenticate="true")))
    key = office.start("order")

    with pytest.raises(ReauthenticationRequired):
        office.complete(key, "sign", SOMCHAI)
    office.complete(key, "sign", replace(SOMCHAI, is_reauthenticated=True))

    assert office.instance(key).ended_at is not None


def _children(key: int):
    from engine.model.process_instance import process_instances

    return process_instances.select().where(process_instances.c.parent_process_instance_key == key)
