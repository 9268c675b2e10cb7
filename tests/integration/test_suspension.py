"""Suspended process instances: nothing in them moves until they are resumed, and nothing is lost meanwhile."""

from datetime import timedelta

import pytest

from engine.commands import (
    SYSTEM,
    ActivateJobs,
    BroadcastSignal,
    CancelInstance,
    ClaimUserTask,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    PublishMessage,
    ResumeInstance,
    SetVariables,
    SuspendInstance,
)
from engine.commands.sweep import next_due_at, sweep
from engine.errors import CaseSuspended, InvalidTransition, NotAllowed, NotFound, RequestInvalid
from engine.model.clock import FixedClock
from engine.model.job import JobState
from engine.model.process_instance import ProcessInstanceState
from engine.queries.task_list import Tab, TaskFilter, task_list
from tests.integration.conftest import NOW
from tests.integration.diagrams import call, diagram, message, message_catch, service_task, timer_catch, user_task
from tests.integration.office import Office, person

BOSS = person("somchai", "boss")
OPERATOR = person("op", "process.operator")
APPROVAL = diagram("leave", "start -> approve -> end", approve=user_task(groups="boss"))
PAID = diagram("orders", "start -> wait -> end", top=message("paid"), wait=message_catch())
SIGNAL = (
    '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:signalEventDefinition id="@id_s" signalRef="signal"/>'
    "</bpmn:intermediateCatchEvent>"
)
CONDITION = (
    '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:conditionalEventDefinition id="@id_c">'
    '<bpmn:condition xsi:type="bpmn:tFormalExpression">= amount &gt; 10</bpmn:condition>'
    "</bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>"
)


def suspend(office: Office, key: int, reason: str = "the court asked for the file") -> None:
    office.engine.execute(SuspendInstance(key, reason), OPERATOR)


def resume(office: Office, key: int, reason: str = "the court gave it back") -> None:
    office.engine.execute(ResumeInstance(key, reason), OPERATOR)


def inbox(office: Office) -> list[int]:
    with office.engine.reading() as connection:
        return [row.key for row in task_list(connection, BOSS, Tab.GROUP, TaskFilter())[0]]


def test_a_suspended_case_offers_no_user_task(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")
    (task,) = office.open_user_tasks(key)

    suspend(office, key)

    assert inbox(office) == []
    with pytest.raises(CaseSuspended):
        office.engine.execute(ClaimUserTask(task.key), BOSS)
    with pytest.raises(CaseSuspended):
        office.engine.execute(CompleteUserTask(task.key), BOSS)


def test_a_resumed_case_goes_on_where_it_was(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")
    suspend(office, key)

    resume(office, key)

    assert len(inbox(office)) == 1
    office.complete(key, "approve", BOSS)
    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_who_suspended_when_and_why_is_in_the_history(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")

    suspend(office, key)
    since = office.instance(key).suspended_at
    resume(office, key)

    events = [(event.type, event.actor, event.payload) for event in office.history(key)[-2:]]
    assert since == NOW
    assert office.instance(key).suspended_at is None
    assert events == [
        ("PROCESS_INSTANCE_SUSPENDED", "op", '{"reason":"the court asked for the file"}'),
        ("PROCESS_INSTANCE_RESUMED", "op", '{"reason":"the court gave it back"}'),
    ]


def test_a_person_gives_a_reason_and_a_program_may_leave_it_out(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")

    with pytest.raises(RequestInvalid):
        office.engine.execute(SuspendInstance(key, "  "), OPERATOR)
    office.engine.execute(SuspendInstance(key), person("robot", "service.operator"))

    assert office.history(key)[-1].payload == '{"reason":"not given"}'


def test_only_an_operator_suspends(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")

    with pytest.raises(NotAllowed):
        office.engine.execute(SuspendInstance(key, "I would like it"), BOSS)


def test_what_is_suspended_is_not_suspended_again_nor_resumed_twice(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")

    with pytest.raises(InvalidTransition):
        resume(office, key)
    suspend(office, key)
    with pytest.raises(InvalidTransition):
        suspend(office, key)


def test_jobs_are_not_handed_out_and_the_drain_sleeps(office: Office) -> None:
    office.deploy(diagram("mail", "start -> send -> end", send=service_task("mail.send")))
    key = office.start("mail")
    ask = ActivateJobs(("mail.send",), "worker", 60, 10)

    suspend(office, key)
    held = office.engine.execute(ask, SYSTEM)
    resume(office, key)
    given = office.engine.execute(ask, SYSTEM)

    assert (len(held), len(given)) == (0, 1)


def test_a_job_begun_before_may_be_reported_and_the_case_goes_on_later(office: Office) -> None:
    office.deploy(
        diagram("mail", "start -> send -> check -> end", send=service_task("mail.send"), check=user_task(groups="boss"))
    )
    key = office.start("mail")
    (job,) = office.engine.execute(ActivateJobs(("mail.send",), "worker", 60, 10), SYSTEM)
    suspend(office, key)

    office.engine.execute(CompleteJob(job.job_key, {"sent": True}), SYSTEM)

    assert office.open_user_tasks(key) == []
    assert office.jobs(key)[0].state is JobState.COMPLETED
    resume(office, key)
    assert office.waiting_at(key) == ["check"]


def test_timers_wait_and_fire_after_the_case_is_resumed(office: Office, clock: FixedClock) -> None:
    office.deploy(diagram("waiting", "start -> pause -> end", pause=timer_catch("PT1H")))
    key = office.start("waiting")
    suspend(office, key)
    clock.set(NOW + timedelta(hours=2))

    done, due_at = sweep(office.engine, "test"), next_due_at(office.engine)
    resume(office, key)
    sweep(office.engine, "test")

    assert (done, due_at) == (0, None)
    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_a_message_stays_buffered_until_the_case_is_resumed(office: Office) -> None:
    office.deploy(PAID)
    key = office.start("orders", orderId="A")
    suspend(office, key)

    office.engine.execute(PublishMessage("paid", "A", {"amount": 5}, ttl_s=3600), SYSTEM)
    assert office.waiting_at(key) == ["wait"]
    resume(office, key)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.variable(key, "amount") == "5"


def test_a_message_reaches_the_next_case_that_waits_when_the_first_is_suspended(office: Office) -> None:
    office.deploy(PAID)
    first, second = office.start("orders", orderId="A"), office.start("orders", orderId="A")
    suspend(office, first)

    office.engine.execute(PublishMessage("paid", "A"), SYSTEM)

    assert office.instance(second).state is ProcessInstanceState.COMPLETED
    assert office.instance(first).state is ProcessInstanceState.SUSPENDED


def test_correlating_now_finds_nobody_in_a_suspended_case(office: Office) -> None:
    office.deploy(PAID)
    key = office.start("orders", orderId="A")
    suspend(office, key)

    with pytest.raises(NotFound):
        office.engine.execute(CorrelateMessage("paid", "A"), SYSTEM)


@pytest.mark.usefixtures("every_element")
def test_a_signal_reaches_the_case_when_it_is_resumed(office: Office) -> None:
    office.deploy(diagram("alarm", "start -> wait -> end", top='<bpmn:signal id="signal" name="flood"/>', wait=SIGNAL))
    key = office.start("alarm")
    suspend(office, key)

    office.engine.execute(BroadcastSignal("flood"), SYSTEM)
    done, due_at = sweep(office.engine, "test"), next_due_at(office.engine)
    assert (done, due_at, office.waiting_at(key)) == (0, None, ["wait"])
    resume(office, key)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


@pytest.mark.usefixtures("every_element")
def test_a_condition_that_became_true_meanwhile_is_met_when_the_case_is_resumed(office: Office) -> None:
    office.deploy(diagram("limit", "start -> wait -> end", wait=CONDITION))
    key = office.start("limit", amount=1)
    suspend(office, key)

    office.engine.execute(SetVariables(key, {"amount": 11}), OPERATOR)
    assert office.waiting_at(key) == ["wait"]
    resume(office, key)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_the_end_of_a_called_process_waits_for_its_suspended_caller(office: Office) -> None:
    office.deploy(APPROVAL, diagram("caller", "start -> ask -> end", ask=call("leave")))
    key = office.start("caller")
    (called,) = office.called_by(key)
    suspend(office, key)

    office.complete(called, "approve", BOSS)
    sweep(office.engine, "test")
    assert office.instance(called).state is ProcessInstanceState.COMPLETED
    assert office.instance(key).state is ProcessInstanceState.SUSPENDED
    resume(office, key)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_a_suspended_case_can_be_canceled(office: Office) -> None:
    office.deploy(APPROVAL)
    key = office.start("leave")
    suspend(office, key)

    office.engine.execute(CancelInstance(key, "it was opened twice"), OPERATOR)

    assert office.instance(key).state is ProcessInstanceState.TERMINATED
    assert office.open_user_tasks(key) == []
