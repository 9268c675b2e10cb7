"""Which event definitions may stand where: BPMN 2.0.2 §10.5.2 to §10.5.5."""

import itertools

import pytest

from tests.unit.bpmn.builders import flow, line, model_of, process, refusals, warnings

ROOTS = (
    '<message id="m" name="paid"/><signal id="sig" name="alarm"/><error id="err" errorCode="E1"/>'
    '<escalation id="esc" escalationCode="X1"/>'
)
DEFINITIONS = {
    "message": '<messageEventDefinition messageRef="m"/>',
    "timer": "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
    "signal": '<signalEventDefinition signalRef="sig"/>',
    "error": '<errorEventDefinition errorRef="err"/>',
    "escalation": '<escalationEventDefinition escalationRef="esc"/>',
    "conditional": "<conditionalEventDefinition><condition>= a &gt; 1</condition></conditionalEventDefinition>",
    "link": '<linkEventDefinition name="L"/>',
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
    "none": "",
}
UNDO = '<task id="undo" isForCompensation="true"/><association id="as" sourceRef="e" targetRef="undo"/>'


def top_start(definition: str) -> str:
    return f'<startEvent id="e">{definition}</startEvent><task id="a"/>' + flow("f", "e", "a")


def sub_start(definition: str) -> str:
    return line(
        f'<subProcess id="sub"><startEvent id="e">{definition}</startEvent><task id="a"/>{flow("f", "e", "a")}</subProcess>'
    )


def event_start(definition: str, attributes: str = "") -> str:
    inner = (
        f'<subProcess id="ev" triggeredByEvent="true"><startEvent id="e" {attributes}>{definition}</startEvent></subProcess>'
    )
    return line(f'<subProcess id="sub"><task id="a"/>{inner}</subProcess>')


def catch(definition: str) -> str:
    if "link" in definition:
        return f'{line()}<intermediateCatchEvent id="e">{definition}</intermediateCatchEvent>'
    return line(f'<intermediateCatchEvent id="e">{definition}</intermediateCatchEvent>')


def boundary(definition: str, attributes: str = "") -> str:
    event = f'<boundaryEvent id="e" attachedToRef="tx" {attributes}>{definition}</boundaryEvent>'
    after = UNDO if "compensate" in definition else '<task id="after"/>' + flow("g", "e", "after")
    return line('<transaction id="tx"><task id="a"/></transaction>') + event + after


def throw(definition: str) -> str:
    if "link" in definition:
        target = f'<intermediateCatchEvent id="c">{definition}</intermediateCatchEvent><task id="z"/>' + flow("g", "c", "z")
        return f'<intermediateThrowEvent id="e">{definition}</intermediateThrowEvent>{target}'
    return line(f'<intermediateThrowEvent id="e">{definition}</intermediateThrowEvent>')


def end(definition: str) -> str:
    return line(
        f'<transaction id="tx"><task id="a"/><endEvent id="e">{definition}</endEvent>{flow("f", "a", "e")}</transaction>'
    )


PLACES = {
    "start event": (top_start, {"none", "message", "timer", "conditional", "signal"}),
    "start event of a sub-process": (sub_start, {"none"}),
    "start event of an event sub-process": (
        event_start,
        {"message", "timer", "escalation", "error", "conditional", "compensation", "signal"},
    ),
    "intermediate catch event": (catch, {"message", "timer", "conditional", "link", "signal"}),
    "boundary event": (
        boundary,
        {"message", "timer", "escalation", "error", "cancel", "compensation", "conditional", "signal"},
    ),
    "intermediate throw event": (throw, {"none", "message", "escalation", "link", "compensation", "signal"}),
    "end event": (end, {"none", "message", "escalation", "error", "cancel", "compensation", "signal", "terminate"}),
}
CASES = list(itertools.product(PLACES, DEFINITIONS))


@pytest.mark.parametrize(("place", "kind"), CASES, ids=[f"{kind} {place}" for place, kind in CASES])
def test_an_event_stands_only_where_bpmn_allows_its_kind(place: str, kind: str) -> None:
    build, allowed = PLACES[place]
    roots = (
        ROOTS if kind != "message" or place == "start event" or "throw" in place or place == "end event" else _keyed_message()
    )

    found = refusals(process(build(DEFINITIONS[kind]), roots))

    assert bool(found) is (kind not in allowed), found


def _keyed_message() -> str:
    key = '<extensionElements><zeebe:subscription correlationKey="=id"/></extensionElements>'
    return f'<message id="m" name="paid">{key}</message>'


@pytest.mark.parametrize("kind", ["error", "cancel"])
def test_errors_and_cancel_cannot_be_non_interrupting(kind: str) -> None:
    found = refusals(process(boundary(DEFINITIONS[kind], 'cancelActivity="false"'), ROOTS))

    assert found == {("e", "event-interrupting")}


def test_an_error_start_of_an_event_sub_process_cannot_be_non_interrupting() -> None:
    assert refusals(process(event_start(DEFINITIONS["error"], 'isInterrupting="false"'), ROOTS)) == {
        ("e", "event-interrupting")
    }


def test_a_cancel_end_event_outside_a_transaction_is_refused() -> None:
    content = line('<task id="a"/>').replace('<endEvent id="end"/>', '<endEvent id="end"><cancelEventDefinition/></endEvent>')

    assert refusals(process(content)) == {("end", "cancel")}


def test_a_cancel_boundary_event_on_a_plain_sub_process_is_refused() -> None:
    content = boundary(DEFINITIONS["cancel"]).replace("transaction", "subProcess")

    assert refusals(process(content)) == {("e", "cancel")}


def test_link_compensation_cancel_and_terminate_stand_alone() -> None:
    content = line(
        f'<intermediateThrowEvent id="e">{DEFINITIONS["signal"]}{DEFINITIONS["compensation"]}</intermediateThrowEvent>'
    )

    assert refusals(process(content, ROOTS)) == {("e", "event-combination")}


def test_several_event_definitions_make_a_multiple_event() -> None:
    timer_and_signal = DEFINITIONS["timer"] + DEFINITIONS["signal"]

    one = model_of(process(catch(timer_and_signal), ROOTS)).elements["e"]
    all_of_them = model_of(
        process(catch(timer_and_signal).replace('id="e"', 'id="e" parallelMultiple="true"'), ROOTS)
    ).elements["e"]

    assert len(one.events) == 2
    assert not one.parallel_multiple
    assert all_of_them.parallel_multiple


def test_two_boundary_events_cannot_catch_the_same_error() -> None:
    events = "".join(
        f'<boundaryEvent id="b{n}" attachedToRef="a">{DEFINITIONS["error"]}</boundaryEvent>' + flow(f"g{n}", f"b{n}", "end")
        for n in (1, 2)
    )

    assert refusals(process(line('<task id="a"/>') + events, ROOTS)) == {("b2", "ambiguous-catch")}


def test_a_canceled_transaction_leaves_one_way() -> None:
    second = f'<boundaryEvent id="e2" attachedToRef="tx">{DEFINITIONS["cancel"]}</boundaryEvent>'
    content = boundary(DEFINITIONS["cancel"]) + second + flow("g2", "e2", "after")

    assert refusals(process(content)) == {("e2", "ambiguous-catch")}


def test_a_boundary_event_needs_an_activity_in_its_own_scope() -> None:
    inner = '<subProcess id="sub"><task id="a"/></subProcess>'
    event = f'<boundaryEvent id="e" attachedToRef="{{}}">{DEFINITIONS["timer"]}</boundaryEvent>' + flow("g", "e", "end")

    for host in ("a", "start", "nobody"):
        assert ("e", "boundary-host") in refusals(process(line(inner) + event.format(host)))
    assert refusals(process(line(inner) + event.format("sub"))) == set()


def test_a_boundary_event_that_leads_nowhere_is_a_warning() -> None:
    content = line('<task id="a"/>') + f'<boundaryEvent id="e" attachedToRef="a">{DEFINITIONS["timer"]}</boundaryEvent>'

    assert warnings(process(content)) == {("e", "boundary-flow")}


def test_one_timer_can_be_among_what_is_all_needed_to_start_a_process_and_a_second_cannot() -> None:
    wanted, is_parallel = ("e", "event-combination"), 'id="e" parallelMultiple="true"'
    timed, twice = DEFINITIONS["message"] + DEFINITIONS["timer"], DEFINITIONS["timer"] * 2

    assert wanted not in refusals(process(top_start(timed).replace('id="e"', is_parallel), ROOTS))
    assert wanted in refusals(process(top_start(twice).replace('id="e"', is_parallel), ROOTS))
    assert wanted not in refusals(process(top_start(twice), ROOTS))


def test_a_job_sends_one_message_and_throws_nothing_else() -> None:
    job = '<extensionElements><zeebe:taskDefinition type="send"/></extensionElements>'
    both = DEFINITIONS["message"] + DEFINITIONS["signal"]

    assert ("e", "event-combination") in refusals(
        process(line(f'<intermediateThrowEvent id="e">{job}{both}</intermediateThrowEvent>'), ROOTS)
    )
