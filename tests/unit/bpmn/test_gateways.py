"""Event-based, complex and other gateways (§10.6)."""

import pytest

from tests.unit.bpmn.builders import extended, flow, line, model_of, process, refusals

TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
SIGNAL = '<signalEventDefinition signalRef="s"/>'
ROOTS = '<signal id="s" name="s"/><message id="m" name="m"><extensionElements><zeebe:subscription correlationKey="=k"/></extensionElements></message>'


def race(first: str, second: str, attributes: str = "", before: str = '<startEvent id="start"/>') -> str:
    flows = flow("f1", "g", "one") + flow("f2", "g", "two") + (flow("f0", "start", "g") if before else "")
    return f'{before}<eventBasedGateway id="g" {attributes}/>{first}{second}{flows}'


def catch(element_id: str, definition: str) -> str:
    return f'<intermediateCatchEvent id="{element_id}">{definition}</intermediateCatchEvent>'


def test_events_race_behind_an_event_based_gateway() -> None:
    assert refusals(process(race(catch("one", TIMER), catch("two", SIGNAL)), ROOTS)) == set()


def test_a_receive_task_may_race_too() -> None:
    assert refusals(process(race(catch("one", TIMER), '<receiveTask id="two" messageRef="m"/>'), ROOTS)) == set()


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ('<task id="two"/>', ("two", "event-gateway-target")),
        (catch("two", '<linkEventDefinition name="L"/>'), ("two", "incoming-flow")),
        (catch("two", SIGNAL) + '<task id="x"/>' + flow("f9", "x", "two"), ("two", "event-gateway-target")),
    ],
)
def test_what_cannot_race_is_refused(second: str, rule: tuple[str, str]) -> None:
    assert rule in refusals(process(race(catch("one", TIMER), second), ROOTS))


def test_receive_tasks_and_message_events_cannot_be_mixed() -> None:
    message = catch("one", '<messageEventDefinition messageRef="m"/>')

    assert refusals(process(race(message, '<receiveTask id="two" messageRef="m"/>'), ROOTS)) == {("g", "event-gateway")}


def test_a_receive_task_that_races_has_no_boundary_events() -> None:
    second = f'<receiveTask id="two" messageRef="m"/><boundaryEvent id="b" attachedToRef="two">{TIMER}</boundaryEvent>'

    assert refusals(process(race(catch("one", TIMER), second), ROOTS)) == {("two", "event-gateway-target")}


@pytest.mark.parametrize(
    "node",
    [
        '<receiveTask id="two" messageRef="m" startQuantity="2"/>',
        '<receiveTask id="two" messageRef="m"><standardLoopCharacteristics loopMaximum="2"/></receiveTask>',
    ],
)
def test_a_receive_task_that_races_receives_one_message_for_one_token(node: str) -> None:
    assert refusals(process(race(catch("one", TIMER), node), ROOTS)) == {("two", "event-gateway-target")}


def test_one_event_is_no_race() -> None:
    content = line('<eventBasedGateway id="g"/>', catch("one", TIMER))

    assert refusals(process(content)) == {("g", "event-gateway")}


def test_an_event_based_gateway_may_start_instances() -> None:
    content = race(catch("one", TIMER), catch("two", SIGNAL), 'instantiate="true" eventGatewayType="Parallel"', before="")

    gateway = model_of(process(content, ROOTS)).elements["g"]

    assert gateway.instantiate
    assert gateway.event_gateway_parallel


def test_two_times_cannot_both_be_needed_to_start_an_instance() -> None:
    times = '<intermediateCatchEvent id="one" parallelMultiple="true">' + TIMER * 2 + "</intermediateCatchEvent>"

    assert refusals(process(race(times, catch("two", SIGNAL), 'instantiate="true"', before=""), ROOTS)) == {
        ("one", "event-gateway-target")
    }


def test_a_starting_gateway_with_an_incoming_flow_is_refused() -> None:
    content = race(catch("one", TIMER), catch("two", SIGNAL), 'instantiate="true"')

    assert refusals(process(content, ROOTS)) == {("g", "incoming-flow")}


def test_a_parallel_event_based_gateway_must_start_instances() -> None:
    content = race(catch("one", TIMER), catch("two", SIGNAL), 'eventGatewayType="Parallel"')

    assert refusals(process(content, ROOTS)) == {("g", "event-gateway")}


def test_a_condition_behind_an_event_based_gateway_is_refused() -> None:
    content = race(catch("one", TIMER), catch("two", SIGNAL)).replace(flow("f1", "g", "one"), flow("f1", "g", "one", "x"))

    assert ("f1", "flow-condition") in refusals(process(content, ROOTS))


def test_a_complex_gateway_joins_by_its_activation_condition() -> None:
    condition = "<activationCondition>= activationCount &gt;= 2</activationCondition>"
    join = '<startEvent id="start"/><parallelGateway id="split"/>{}' + "".join(
        [flow("f0", "start", "split"), flow("f1", "split", "join"), flow("f2", "split", "join")]
    )

    model = model_of(process(join.format(f'<complexGateway id="join">{condition}</complexGateway>')))

    assert model.elements["join"].activation_condition.names == {"activationCount"}
    assert refusals(process(join.format('<complexGateway id="join"/>'))) == {("join", "activation-condition")}


def test_gateways_take_listeners() -> None:
    node = extended(
        "inclusiveGateway",
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x"/></zeebe:executionListeners>',
    )

    assert len(model_of(process(line(node))).elements["a"].listeners) == 1


def test_a_gateway_that_nothing_touches_is_refused() -> None:
    assert refusals(process(line() + '<exclusiveGateway id="g"/>')) == {("g", "gateway-flows")}
