"""Migration where a case is deep inside: sub-processes, event sub-processes, event-based gateways, inclusive joins, compensation."""

from datetime import timedelta

import pytest

from engine.commands import (
    SYSTEM,
    BroadcastSignal,
    PublishMessage,
    ResumeInstance,
    RevertMigration,
    SetVariables,
    SuspendInstance,
)
from engine.commands.sweep import sweep
from engine.errors import MigrationBlocked
from engine.model.clock import FixedClock
from engine.model.event_subscription import event_subscriptions
from engine.model.process_instance import ProcessInstanceState
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, each, message, service_task, user_task
from tests.integration.migrations import MESSAGE, OPERATOR, WHY, boundary, due, migrate, timer
from tests.integration.office import Office

START = '<bpmn:startEvent id="@start"><bpmn:outgoing>@f0</bpmn:outgoing></bpmn:startEvent>'
TASK = (
    '<bpmn:userTask id="@task"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>'
    "<bpmn:incoming>@f0</bpmn:incoming></bpmn:userTask>"
)
FLOW = '<bpmn:sequenceFlow id="@f0" sourceRef="@start" targetRef="@task"/>'


def sub_process(task: str, inside: str = "", loop: str = "") -> str:
    """Return a sub-process that holds one user task, and what else is put inside."""
    body = (START + TASK + FLOW).replace("@task", task).replace("@start", f"{task}_start").replace("@f0", f"{task}_flow")
    return f'<bpmn:subProcess id="@id">@flows{body}{inside}{loop}</bpmn:subProcess>'


def event_sub_process(name: str, event: str, *, interrupting: bool, task: str = "told") -> str:
    """Return an event sub-process with one user task behind its start event."""
    start = f'<bpmn:startEvent id="{name}_start" isInterrupting="{str(interrupting).lower()}"><bpmn:outgoing>{name}_f</bpmn:outgoing>{event.replace("@id", name)}</bpmn:startEvent>'
    body = TASK.replace("@task", task).replace("@f0", f"{name}_f")
    flow = f'<bpmn:sequenceFlow id="{name}_f" sourceRef="{name}_start" targetRef="{task}"/>'
    return f'<bpmn:subProcess id="{name}" triggeredByEvent="true">{start}{body}{flow}</bpmn:subProcess>'


def test_a_task_inside_a_sub_process_is_taken_over_with_its_scope(office: Office) -> None:
    office.deploy(diagram("review", "start -> sub -> end", sub=sub_process("look")))
    key = office.start("review")
    office.deploy(diagram("review", "start -> part -> file -> end", part=sub_process("inspect"), file=user_task()))

    migrate(office, key, sub="part", look="inspect")
    office.complete(key, "inspect")

    assert office.waiting_at(key) == ["file"]


def test_a_task_does_not_leave_its_scope(office: Office) -> None:
    office.deploy(diagram("review", "start -> sub -> end", sub=sub_process("look")))
    key = office.start("review")
    office.deploy(diagram("review", "start -> look -> end", look=user_task()))

    with pytest.raises(MigrationBlocked) as blocked:
        migrate(office, key)

    assert set(blocked.value.problems) == {
        "look cannot become look: it lies in another scope there.",
        "sub has no counterpart in the other version; map it.",
    }


def test_a_case_gets_the_event_sub_process_that_the_target_adds(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review", orderId="A")
    recall = event_sub_process("recall", MESSAGE, interrupting=True)
    office.deploy(diagram("review", "start -> check -> end", top=message("recall"), check=user_task(), recall=recall))

    migrate(office, key)
    office.engine.execute(PublishMessage("recall", "A"), SYSTEM)

    assert office.waiting_at(key) == ["told"]


def test_an_event_sub_process_that_the_target_lacks_no_longer_waits_and_comes_back_with_the_way_back(office: Office) -> None:
    recall = event_sub_process("recall", MESSAGE, interrupting=True)
    office.deploy(diagram("review", "start -> check -> end", top=message("recall"), check=user_task(), recall=recall))
    key = office.start("review", orderId="A")
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))

    migrate(office, key)
    closed = office.count(event_subscriptions)
    office.engine.execute(RevertMigration(key, WHY), OPERATOR)
    office.engine.execute(PublishMessage("recall", "A"), SYSTEM)

    assert closed == 0
    assert office.waiting_at(key) == ["told"]


def test_an_event_sub_process_that_runs_is_taken_over_and_its_scope_stays_interrupted(office: Office) -> None:
    recall = event_sub_process("recall", MESSAGE, interrupting=True)
    office.deploy(diagram("review", "start -> check -> end", top=message("recall"), check=user_task(), recall=recall))
    key = office.start("review", orderId="A")
    office.engine.execute(PublishMessage("recall", "A"), SYSTEM)
    other = event_sub_process("other", timer("P1D"), interrupting=True, task="late")
    office.deploy(
        diagram("review", "start -> check -> end", top=message("recall"), check=user_task(), recall=recall, other=other)
    )

    migrate(office, key)
    assert due(office) == {}
    office.complete(key, "told")

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_each_child_of_a_multi_instance_sub_process_gets_the_deadline_inside_it(office: Office, clock: FixedClock) -> None:
    loop = each("people", "person")
    office.deploy(diagram("review", "start -> sub -> end", sub=sub_process("look", loop=loop)))
    key = office.start("review", people=["x", "y"])
    late = event_sub_process("late", timer("P1D"), interrupting=False)
    office.deploy(diagram("review", "start -> sub -> end", sub=sub_process("look", late, loop)))

    migrate(office, key)
    clock.set(NOW + timedelta(days=1))
    sweep(office.engine, "test")

    assert office.waiting_at(key) == ["look", "look", "told", "told"]


def test_the_body_of_a_multi_instance_gets_the_boundary_event_once(office: Office) -> None:
    vote = user_task(inside=each("people", "person"))
    office.deploy(diagram("review", "start -> vote -> end", vote=vote))
    key = office.start("review", people=["x", "y"])
    late = boundary("vote", timer("P1D"))
    office.deploy(diagram("review", "start -> vote -> end", "late -> remind", vote=vote, late=late))

    migrate(office, key)

    assert list(due(office)) == ["late"]
    assert office.waiting_at(key) == ["vote", "vote"]


def test_an_event_based_gateway_waits_for_the_events_of_the_target(office: Office, clock: FixedClock) -> None:
    gateway = '<bpmn:eventBasedGateway id="@id">@flows</bpmn:eventBasedGateway>'
    paid = '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:messageEventDefinition id="@id_m" messageRef="message"/></bpmn:intermediateCatchEvent>'
    rest = f'<bpmn:intermediateCatchEvent id="@id">@flows{timer("P7D")}</bpmn:intermediateCatchEvent>'
    office.deploy(
        diagram(
            "review",
            "start -> either -> paid -> end",
            "either -> rest -> gone",
            top=message("paid"),
            either=gateway,
            paid=paid,
            rest=rest,
        )
    )
    key = office.start("review", orderId="A")
    office.deploy(
        diagram(
            "review",
            "start -> either -> paid -> end",
            "either -> soon -> gone",
            top=message("paid"),
            either=gateway,
            paid=paid,
            soon=rest.replace("P7D", "P1D"),
        )
    )

    migrate(office, key)
    assert due(office) == {"soon": NOW + timedelta(days=1)}
    clock.set(NOW + timedelta(days=1))
    sweep(office.engine, "test")

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_an_inclusive_join_looks_again_at_what_can_still_come(office: Office) -> None:
    inclusive = '<bpmn:inclusiveGateway id="@id">@flows</bpmn:inclusiveGateway>'
    office.deploy(
        diagram(
            "review",
            "start -> split -[= true]-> a -> merge -> file -> end",
            "split -[= true]-> b -> merge",
            split=inclusive,
            merge=inclusive,
            a=user_task(),
            b=user_task(),
            file=user_task(),
        )
    )
    key = office.start("review")
    office.complete(key, "a")
    office.deploy(
        diagram(
            "review",
            "start -> split -[= true]-> a -> merge -> file -> end",
            "split -[= true]-> b -> gone",
            split=inclusive,
            merge=inclusive,
            a=user_task(),
            b=user_task(),
            file=user_task(),
        )
    )

    migrate(office, key)

    assert office.waiting_at(key) == ["b", "file"]


def test_what_completed_is_undone_as_the_target_says(office: Office) -> None:
    def process(handler: str, thrower: str) -> bytes:
        association = f'<bpmn:association id="as" sourceRef="undo" targetRef="{handler}" associationDirection="One"/>'
        undo = '<bpmn:boundaryEvent id="@id" attachedToRef="book"><bpmn:compensateEventDefinition id="undo_c"/></bpmn:boundaryEvent>'
        return diagram(
            "review",
            f"start -> book -> check -> {thrower} -> end",
            book=user_task(),
            check=user_task(),
            undo=undo + association,
            **{
                handler: service_task(f"do.{handler}").replace(
                    "<bpmn:serviceTask ", '<bpmn:serviceTask isForCompensation="true" '
                ),
                thrower: '<bpmn:intermediateThrowEvent id="@id">@flows<bpmn:compensateEventDefinition id="@id_c"/></bpmn:intermediateThrowEvent>',
            },
        )

    office.deploy(process("refund", "throw"))
    key = office.start("review")
    office.complete(key, "book")
    office.deploy(process("pay_back", "throw"))

    migrate(office, key)
    office.complete(key, "check")

    assert [job.type for job in office.jobs(key)] == ["do.pay_back"]


def test_a_condition_that_was_waited_for_is_waited_for_in_the_target(office: Office) -> None:
    def condition(limit: int) -> str:
        text = f'<bpmn:condition xsi:type="bpmn:tFormalExpression">= amount &gt; {limit}</bpmn:condition>'
        event = f'<bpmn:conditionalEventDefinition id="@id_c">{text}</bpmn:conditionalEventDefinition>'
        return f'<bpmn:intermediateCatchEvent id="@id">@flows{event}</bpmn:intermediateCatchEvent>'

    office.deploy(diagram("review", "start -> wait -> end", wait=condition(100)))
    key = office.start("review", amount=50)
    office.deploy(diagram("review", "start -> wait -> file -> end", wait=condition(60), file=user_task()))

    migrate(office, key)
    office.engine.execute(SetVariables(key, {"amount": 70}), OPERATOR)

    assert office.waiting_at(key) == ["file"]


def test_a_signal_is_caught_in_the_target(office: Office) -> None:
    signal = '<bpmn:intermediateCatchEvent id="@id">@flows<bpmn:signalEventDefinition id="@id_s" signalRef="signal"/></bpmn:intermediateCatchEvent>'
    top = '<bpmn:signal id="signal" name="flood"/>'
    office.deploy(diagram("review", "start -> wait -> end", top=top, wait=signal))
    key = office.start("review")
    office.deploy(diagram("review", "start -> alarm -> file -> end", top=top, alarm=signal, file=user_task()))

    migrate(office, key, wait="alarm")
    office.engine.execute(BroadcastSignal("flood"), SYSTEM)

    assert office.waiting_at(key) == ["file"]


def test_a_suspended_case_is_migrated_as_it_stands(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review")
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)
    office.deploy(diagram("review", "start -> verify -> file -> end", verify=user_task(), file=user_task()))

    migrate(office, key, check="verify")
    assert office.instance(key).state is ProcessInstanceState.SUSPENDED
    office.engine.execute(ResumeInstance(key, WHY), OPERATOR)
    office.complete(key, "verify")

    assert office.waiting_at(key) == ["file"]


def test_two_elements_may_swap_their_ids(office: Office) -> None:
    tasks = {"a": user_task(), "b": user_task()}
    office.deploy(diagram("review", "start -> fork -> a -> join -> end", "fork -> b -> join", **tasks))
    key = office.start("review")
    before = {task.element_id: task.key for task in office.open_user_tasks(key)}
    office.deploy(
        diagram("review", "start -> fork -> b -> join -> file -> end", "fork -> a -> join", file=user_task(), **tasks)
    )

    migrate(office, key, a="b", b="a")

    assert {task.element_id: task.key for task in office.open_user_tasks(key)} == {"b": before["a"], "a": before["b"]}
