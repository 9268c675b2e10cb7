"""Processes and sub-processes: what is inside, how they start (§10.2, §10.3.5)."""

import pytest

from engine.bpmn.process_model import ElementType
from tests.unit.bpmn.builders import extended, flow, line, model_of, process, refusals, warnings

ERROR_START = '<startEvent id="on"><errorEventDefinition/></startEvent>'


def test_the_process_itself_is_an_element() -> None:
    model = model_of(process(line('<task id="a" name="Prepare"><documentation>What to do.</documentation></task>')))

    assert model.root.type is ElementType.PROCESS
    assert model.root.children == ("start", "a", "end")
    assert model.root.start_events == ("start",)
    assert model.root.entry_points == ()
    assert model.elements["a"].name == "Prepare"
    assert model.elements["a"].documentation == "What to do."
    assert model.elements["a"].parent_id == "p"


def test_a_scope_without_a_start_event_starts_at_what_has_no_incoming_flow() -> None:
    content = (
        '<task id="a"/><task id="b"/><task id="undo" isForCompensation="true"/>'
        f'<subProcess id="ev" triggeredByEvent="true">{ERROR_START}</subProcess>'
        '<intermediateCatchEvent id="link"><linkEventDefinition name="L"/></intermediateCatchEvent><task id="c"/>'
        '<boundaryEvent id="bound" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
    ) + flow("f", "link", "c")

    model = model_of(process(content))

    assert model.root.entry_points == ("a", "b")
    assert model.root.event_sub_processes == ("ev",)
    assert model.elements["a"].boundary_events == ("bound",)


def test_sub_processes_nest() -> None:
    innermost = line('<task id="a"/>')
    inner = f'<subProcess id="outer"><subProcess id="inner">{innermost}</subProcess></subProcess>'

    model = model_of(process(inner))

    assert model.elements["a"].parent_id == "inner"
    assert model.elements["inner"].parent_id == "outer"
    assert model.elements["outer"].entry_points == ("inner",)
    assert model.elements["inner"].start_events == ("start",)


@pytest.mark.parametrize(
    ("tag", "element_type"),
    [
        ("subProcess", ElementType.SUB_PROCESS),
        ("transaction", ElementType.TRANSACTION),
        ("adHocSubProcess", ElementType.AD_HOC_SUB_PROCESS),
    ],
)
def test_each_kind_of_sub_process_has_its_type(tag: str, element_type: ElementType) -> None:
    assert model_of(process(line(f'<{tag} id="sub"><task id="a"/></{tag}>'))).elements["sub"].type is element_type


def test_an_event_sub_process_starts_by_its_event() -> None:
    start = '<startEvent id="on" isInterrupting="false"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>'
    content = (
        line('<task id="a"/>')
        + f'<subProcess id="ev" triggeredByEvent="true">{start}<task id="b"/>{flow("f", "on", "b")}</subProcess>'
    )

    model = model_of(process(content))

    assert model.elements["ev"].type is ElementType.EVENT_SUB_PROCESS
    assert not model.elements["on"].interrupting


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<task id="x"/>', ("ev", "event-sub-process-start")),
        ('<startEvent id="on"/>', ("on", "event-sub-process-start")),
        (ERROR_START + '<startEvent id="on2"><escalationEventDefinition/></startEvent>', ("ev", "event-sub-process-start")),
    ],
)
def test_an_event_sub_process_with_another_start_is_refused(inner: str, expected: tuple[str, str]) -> None:
    content = line('<task id="a"/>') + f'<subProcess id="ev" triggeredByEvent="true">{inner}</subProcess>'

    assert expected in refusals(process(content))


def test_an_event_sub_process_cannot_loop() -> None:
    loop = "<standardLoopCharacteristics><loopCondition>x</loopCondition></standardLoopCharacteristics>"
    content = line('<task id="a"/>') + f'<subProcess id="ev" triggeredByEvent="true">{ERROR_START}{loop}</subProcess>'

    assert refusals(process(content)) == {("ev", "event-sub-process-loop")}


def test_a_transaction_cannot_be_an_event_sub_process() -> None:
    assert ("t", "triggered-by-event") in refusals(
        process(line('<transaction id="t" triggeredByEvent="true"><task id="a"/></transaction>'))
    )


def test_a_transaction_by_another_method_than_compensation_is_refused() -> None:
    assert refusals(process(line('<transaction id="t" method="##Store"><task id="a"/></transaction>'))) == {
        ("t", "transaction-method")
    }


def test_two_start_events_without_triggers_are_refused() -> None:
    assert refusals(process(line('<task id="a"/>') + '<startEvent id="s2"/>' + flow("x", "s2", "a"))) == {
        ("p", "ambiguous-start")
    }


def test_two_start_events_on_one_message_are_refused() -> None:
    starts = "".join(f'<startEvent id="s{n}"><messageEventDefinition messageRef="m"/></startEvent>' for n in (1, 2))

    assert refusals(process(starts + '<task id="a"/>', '<message id="m" name="m"/>')) == {("s2", "ambiguous-start")}


@pytest.mark.parametrize("content", ["", '<textAnnotation id="n"><text>later</text></textAnnotation>'])
def test_a_process_in_which_nothing_can_start_is_refused(content: str) -> None:
    assert refusals(process(content)) == {("p", "no-start")}


def test_an_ad_hoc_sub_process_says_how_it_is_worked_through() -> None:
    attributes = 'ordering="Sequential" cancelRemainingInstances="false"'
    extra = '<zeebe:adHoc activeElementsCollection="= chosen" outputCollection="results" outputElement="= result"/>'
    inner = '<task id="x"/><task id="y"/>' + flow("f", "x", "y") + "<completionCondition>= done</completionCondition>"

    element = model_of(process(line(extended(f"adHocSubProcess {attributes}", extra, inner)))).elements["a"]

    assert element.entry_points == ("x",)
    assert element.ad_hoc.sequential
    assert not element.ad_hoc.cancel_remaining_instances
    assert element.ad_hoc.completion_condition.names == {"done"}
    assert element.ad_hoc.active_elements_collection.names == {"chosen"}
    assert element.ad_hoc.output_collection == "results"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("", ("sub", "ad-hoc")),
        (
            '<subProcess id="ev" triggeredByEvent="true"><startEvent id="s"><errorEventDefinition/></startEvent></subProcess>',
            ("sub", "ad-hoc"),
        ),
        ('<startEvent id="s"/><task id="x"/>', ("s", "ad-hoc")),
        ('<task id="x"/><endEvent id="e"/>', ("e", "ad-hoc")),
    ],
)
def test_an_ad_hoc_sub_process_has_activities_and_no_start_or_end(inner: str, expected: tuple[str, str]) -> None:
    assert expected in refusals(process(line(f'<adHocSubProcess id="sub">{inner}</adHocSubProcess>')))


def test_a_node_beside_the_start_event_that_nothing_leads_to_is_a_warning() -> None:
    inner = f'<subProcess id="sub">{line()}<task id="lost"/></subProcess>'

    assert warnings(process(inner)) == {("lost", "unreachable")}
