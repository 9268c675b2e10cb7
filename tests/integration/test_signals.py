"""Signals of a case, through the database: at once to the scopes around the thrower, once to everybody else."""

import pytest

from engine.commands import SYSTEM, BroadcastSignal
from engine.commands.sweep import sweep
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.runtime.execution import Execution
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.office import Office

ALARM = '<bpmn:signal id="alarm" name="alarm"/>'
HEARD = '<bpmn:signalEventDefinition signalRef="alarm"/>'
INSIDE = (
    '<bpmn:startEvent id="s"/><bpmn:userTask id="check"/>'
    f'<bpmn:endEvent id="shout">{HEARD}</bpmn:endEvent>'
    '<bpmn:sequenceFlow id="i1" sourceRef="s" targetRef="check"/><bpmn:sequenceFlow id="i2" sourceRef="check" targetRef="shout"/>'
)
BOUNDARY = f'<bpmn:boundaryEvent id="heard" attachedToRef="sub" cancelActivity="false">@flows{HEARD}</bpmn:boundaryEvent>'
SHOUTING = diagram(
    "shouting",
    "start -> sub -> end",
    "heard -> react -> end_r",
    top=ALARM,
    sub=f'<bpmn:subProcess id="sub">@flows{INSIDE}</bpmn:subProcess>',
    heard=BOUNDARY,
    react=user_task(groups="x"),
)
LISTENING = diagram(
    "listening",
    "start -> wait -> end",
    top=ALARM,
    wait=f'<bpmn:intermediateCatchEvent id="@id">@flows{HEARD}</bpmn:intermediateCatchEvent>',
)
AGAIN = diagram(
    "again",
    "start -> shout -> wait -> end",
    top=ALARM,
    shout=f'<bpmn:intermediateThrowEvent id="@id">@flows{HEARD}</bpmn:intermediateThrowEvent>',
    wait=f'<bpmn:intermediateCatchEvent id="@id">@flows{HEARD}</bpmn:intermediateCatchEvent>',
)
BESIDE = diagram(
    "beside",
    "start -> fork -> shout -> end",
    "fork -> wait -> late -> end_w",
    top=ALARM,
    fork='<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>',
    shout=f'<bpmn:intermediateThrowEvent id="@id">@flows{HEARD}</bpmn:intermediateThrowEvent>',
    wait=f'<bpmn:intermediateCatchEvent id="@id">@flows{HEARD}</bpmn:intermediateCatchEvent>',
    late=f'<bpmn:intermediateCatchEvent id="@id">@flows{HEARD}</bpmn:intermediateCatchEvent>',
)


def test_a_signal_reaches_its_own_sub_process_and_other_cases_once_each(office: Office) -> None:
    office.deploy(SHOUTING, LISTENING)
    listening, shouting = office.start("listening"), office.start("shouting")

    office.complete(shouting, "check")

    assert office.waiting_at(shouting) == ["react"]
    assert len([event for event in office.history(shouting) if event.type == "SIGNAL_CAUGHT"]) == 1
    assert office.instance(listening).state is ProcessInstanceState.COMPLETED


def test_a_signal_is_not_kept_for_what_its_case_reaches_later(office: Office) -> None:
    office.deploy(AGAIN)

    first = office.start("again")
    second = office.start("again")

    assert office.instance(first).state is ProcessInstanceState.COMPLETED
    assert office.waiting_at(second) == ["wait"]


@pytest.mark.parametrize("budget", [1, 2, 3, 4, 5])
def test_who_stands_at_an_event_when_the_signal_is_thrown_hears_it_however_short_the_commands_are(
    office: Office, monkeypatch: pytest.MonkeyPatch, budget: int
) -> None:
    monkeypatch.setitem(Execution.__init__.__kwdefaults__, "step_budget", budget)
    office.deploy(BESIDE, LISTENING)
    listening = office.start("listening")

    case = office.start("beside")
    while sweep(office.engine, "test"):
        pass

    assert office.instance(listening).state is ProcessInstanceState.COMPLETED
    assert office.waiting_at(case) == ["late"]


def test_a_call_activity_hears_the_signal_with_which_its_process_ends(office: Office) -> None:
    boundary = f'<bpmn:boundaryEvent id="@id" attachedToRef="ask">@flows{HEARD}</bpmn:boundaryEvent>'
    asking = diagram(
        "asking",
        "start -> ask -> end",
        "heard -> react -> end_r",
        top=ALARM,
        ask=call("asked"),
        heard=boundary,
        react=user_task(),
    )
    asked = diagram("asked", "start -> shout", top=ALARM, shout=f'<bpmn:endEvent id="@id">@flows{HEARD}</bpmn:endEvent>')
    office.deploy(asking, asked)

    key = office.start("asking")

    assert office.waiting_at(key) == ["react"]


def test_one_instance_takes_all_signals_of_the_gateway_that_started_it_and_the_next_one_starts_another(office: Office) -> None:
    caught = f'<bpmn:intermediateCatchEvent id="@id">@flows{HEARD}</bpmn:intermediateCatchEvent>'
    shout = f'<bpmn:intermediateThrowEvent id="@id">@flows{HEARD}</bpmn:intermediateThrowEvent>'
    top = '<bpmn:signal id="one_s" name="one"/><bpmn:signal id="two_s" name="two"/>'
    both = diagram(
        "both",
        "gate -> one -> end",
        "gate -> two -> end_t",
        top=top,
        gate='<bpmn:eventBasedGateway id="@id" instantiate="true" eventGatewayType="Parallel">@flows</bpmn:eventBasedGateway>',
        one=caught.replace("alarm", "one_s"),
        two=caught.replace("alarm", "two_s"),
    )
    telling = diagram(
        "telling",
        "start -> first -> second -> end",
        top=top,
        first=shout.replace("alarm", "one_s"),
        second=shout.replace("alarm", "two_s"),
    )
    office.deploy(both, telling)

    office.start("telling")
    for name in ("one", "two", "two"):
        office.engine.execute(BroadcastSignal(name), SYSTEM)

    states = [row.state for row in office.rows(process_instances.select().order_by(process_instances.c.key))]
    assert states == [ProcessInstanceState.COMPLETED] * 3 + [ProcessInstanceState.ACTIVE]


def test_a_signal_that_a_parallel_multiple_start_event_has_had_starts_no_other_instance_while_it_waits(office: Office) -> None:
    parts = "".join(f'<bpmn:signalEventDefinition id="@id_{name}" signalRef="{name}_s"/>' for name in ("one", "two"))
    both = diagram(
        "both",
        "start -> handle -> end",
        top='<bpmn:signal id="one_s" name="one"/><bpmn:signal id="two_s" name="two"/>',
        start=f'<bpmn:startEvent id="@id" parallelMultiple="true">@flows{parts}</bpmn:startEvent>',
        handle=user_task(groups="x"),
    )
    office.deploy(both)

    for name in ("two", "two", "one"):
        office.engine.execute(BroadcastSignal(name), SYSTEM)

    [instance] = office.rows(process_instances.select())
    assert office.waiting_at(instance.key) == ["handle"]
