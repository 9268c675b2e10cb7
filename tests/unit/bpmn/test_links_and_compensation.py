"""Links within a scope (§10.5.5) and who undoes what (§10.7)."""

import pytest

from engine.bpmn.process_model import CompensationDefinition
from tests.unit.bpmn.builders import extended, flow, line, model_of, process, refusals, warnings

UNDO = '<task id="undo" isForCompensation="true"/>'
TIE = '<association id="as" sourceRef="b" targetRef="undo" associationDirection="One"/>'


def link(tag: str, element_id: str, name: str = "Next page") -> str:
    return f'<{tag} id="{element_id}"><linkEventDefinition name="{name}"/></{tag}>'


def test_a_link_leads_from_its_source_to_its_target() -> None:
    content = (
        '<startEvent id="start"/>'
        + link("intermediateThrowEvent", "out")
        + link("intermediateCatchEvent", "in")
        + '<endEvent id="end"/>'
        + flow("f1", "start", "out")
        + flow("f2", "in", "end")
    )

    assert model_of(process(content)).links == {("p", "Next page"): "in"}
    assert warnings(process(content)) == set()


def test_a_source_without_a_target_in_its_scope_is_refused() -> None:
    inner = f'<subProcess id="sub"><task id="x"/>{link("intermediateCatchEvent", "in")}</subProcess>'

    assert refusals(process(link("intermediateThrowEvent", "out") + inner)) == {("out", "link-target")}


def test_two_targets_of_one_name_are_refused() -> None:
    content = (
        link("intermediateThrowEvent", "out") + link("intermediateCatchEvent", "in1") + link("intermediateCatchEvent", "in2")
    )

    assert refusals(process(content)) == {("in2", "link-target")}


def test_a_target_without_a_source_is_a_warning() -> None:
    content = line() + link("intermediateCatchEvent", "in") + '<task id="a"/>' + flow("x", "in", "a")

    assert ("in", "link-source") in warnings(process(content))


@pytest.mark.parametrize("reference", ["<target>nowhere</target>", "<source>start</source>"])
def test_the_other_end_that_a_link_names_must_be_a_link(reference: str) -> None:
    node = f'<intermediateThrowEvent id="out"><linkEventDefinition name="L">{reference}</linkEventDefinition></intermediateThrowEvent>'

    assert refusals(process(line() + node)) >= {("out", "missing-reference")} or refusals(process(line() + node)) >= {
        ("out", "wrong-reference")
    }


def compensated(handler: str = UNDO, tie: str = TIE, throw: str = "<compensateEventDefinition/>") -> str:
    boundary = '<boundaryEvent id="b" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>'
    return (
        line('<task id="book"/>', f'<intermediateThrowEvent id="t">{throw}</intermediateThrowEvent>') + boundary + handler + tie
    )


def test_a_compensation_boundary_event_leads_to_its_handler() -> None:
    model = model_of(process(compensated()))

    assert model.elements["b"].compensation_handler == "undo"
    assert model.elements["undo"].is_for_compensation
    assert model.root.entry_points == ()
    assert warnings(process(compensated())) == set()


@pytest.mark.parametrize(
    ("handler", "tie", "expected"),
    [
        (UNDO, "", ("b", "compensation-handler")),
        ('<task id="undo"/>', TIE, ("undo", "compensation-handler")),
        (f'<subProcess id="sub">{UNDO}</subProcess>', TIE, ("b", "compensation-handler")),
        (
            UNDO + UNDO.replace("undo", "undo2"),
            TIE + TIE.replace('"as"', '"as2"').replace("undo", "undo2"),
            ("b", "compensation-handler"),
        ),
    ],
)
def test_a_handler_that_cannot_be_found_or_used_is_refused(handler: str, tie: str, expected: tuple[str, str]) -> None:
    assert expected in refusals(process(compensated(handler, tie)))


def test_a_throw_may_name_the_activity_to_undo() -> None:
    xml = process(compensated(throw='<compensateEventDefinition activityRef="tns:book" waitForCompletion="false"/>'))

    (event,) = model_of(xml).elements["t"].events

    assert event == CompensationDefinition("book", wait_for_completion=False)


@pytest.mark.parametrize("activity", ["undo", "nobody"])
def test_a_throw_that_names_what_cannot_be_undone_is_refused(activity: str) -> None:
    found = refusals(process(compensated(throw=f'<compensateEventDefinition activityRef="{activity}"/>')))

    assert {element for element, _ in found} == {"t"}


def test_a_throw_cannot_reach_into_another_scope() -> None:
    inner = '<subProcess id="sub"><task id="x"/><boundaryEvent id="xb" attachedToRef="x"><compensateEventDefinition/></boundaryEvent>'
    inner += '<task id="xu" isForCompensation="true"/><association id="xa" sourceRef="xb" targetRef="xu"/></subProcess>'
    throw = '<endEvent id="t"><compensateEventDefinition activityRef="x"/></endEvent>'

    assert refusals(process(inner + throw + flow("f", "sub", "t"))) == {("t", "compensation-target")}


@pytest.mark.parametrize("has_handler", [True, False])
def test_a_throw_may_name_a_call_activity_which_is_undone_by_its_handler_or_by_what_it_called(has_handler: bool) -> None:
    call = '<callActivity id="book" calledElement="other"/>'
    named = compensated(throw='<compensateEventDefinition activityRef="book"/>').replace('<task id="book"/>', call)
    if not has_handler:
        named = named.replace('<boundaryEvent id="b" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>', "")
        named = named.replace(TIE, "")

    assert refusals(process(named)) == set()


def test_a_compensation_event_sub_process_of_a_process_starts_only_where_the_process_is_called() -> None:
    on = (
        '<subProcess id="ev" triggeredByEvent="true"><startEvent id="on"><compensateEventDefinition/></startEvent></subProcess>'
    )
    inside = process(line(f'<subProcess id="sub"><task id="a"/>{on}</subProcess>'))
    of_the_process = process(line('<task id="a"/>') + on)

    assert (refusals(inside), warnings(inside)) == (set(), set())
    assert (refusals(of_the_process), warnings(of_the_process)) == (set(), {("on", "compensation-start")})


def test_a_scope_has_one_compensation_event_sub_process() -> None:
    def undoing(name: str, attributes: str = "") -> str:
        event = f'<startEvent id="{name}_s"><compensateEventDefinition {attributes}/></startEvent>'
        return f'<subProcess id="{name}" triggeredByEvent="true">{event}</subProcess>'

    two = process(line(f'<subProcess id="sub"><task id="a"/>{undoing("one")}{undoing("two")}</subProcess>'))
    naming = undoing("one", 'activityRef="a"')
    named = process(line(f'<subProcess id="sub"><task id="a"/>{naming}</subProcess>'))

    assert refusals(two) == {("two_s", "compensation-start")}
    assert (refusals(named), warnings(named)) == (set(), {("one_s", "compensation-target")})


@pytest.mark.parametrize("collects", [True, False])
def test_an_event_sub_process_names_no_activity_that_lies_in_activations_with_scopes_of_their_own(collects: bool) -> None:
    undoing = '<endEvent id="t"><compensateEventDefinition activityRef="book"/></endEvent>' + flow("f", "s", "t")
    heard = '<startEvent id="s"><signalEventDefinition signalRef="sig"/></startEvent>'
    beside = f'<subProcess id="ev" triggeredByEvent="true">{heard}{undoing}</subProcess>'
    boundary = '<boundaryEvent id="b" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>'
    collected = '<zeebe:adHoc outputCollection="all" outputElement="=1"/>' if collects else "<zeebe:adHoc/>"
    inner = f'<task id="book"/>{boundary}{UNDO}{TIE}{beside}'
    diagram = process(line(extended("adHocSubProcess", collected, inner)), '<signal id="sig" name="sig"/>')

    assert refusals(diagram) == ({("t", "compensation-target")} if collects else set())


def test_a_handler_that_nothing_leads_to_is_a_warning() -> None:
    assert warnings(process(line() + UNDO)) == {("undo", "compensation-handler")}


def test_nothing_undoes_a_handler_in_turn() -> None:
    again = '<boundaryEvent id="b2" attachedToRef="undo"><compensateEventDefinition/></boundaryEvent>'
    again += UNDO.replace("undo", "redo") + '<association id="as2" sourceRef="b2" targetRef="redo"/>'

    assert warnings(process(compensated() + again)) == {("b2", "compensation-handler")}


def test_a_compensation_event_sub_process_beside_a_handler_of_the_same_scope_never_starts() -> None:
    on = '<subProcess id="ev" triggeredByEvent="true"><startEvent id="s"><compensateEventDefinition/></startEvent></subProcess>'
    scope = f'<subProcess id="book"><task id="a"/>{on}</subProcess>'

    assert warnings(process(compensated().replace('<task id="book"/>', scope))) == {("s", "compensation-start")}
