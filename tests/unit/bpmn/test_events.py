"""What each event definition says: timers, signals, errors, escalations, conditions, references to shared definitions."""

import pytest

from engine.bpmn.process_model import (
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    SignalDefinition,
    TimerDefinition,
    TimerKind,
)
from tests.unit.bpmn.builders import element_of, flow, line, model_of, process, refusals


def timer(content: str) -> str:
    return f'<intermediateCatchEvent id="e"><timerEventDefinition>{content}</timerEventDefinition></intermediateCatchEvent>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<timeDate>2026-11-22T08:00:00+07:00</timeDate>", TimerKind.DATE),
        ("<timeDate>2026-11-22T08:00:00[Asia/Bangkok]</timeDate>", TimerKind.DATE),
        ("<timeDuration>P3DT12H</timeDuration>", TimerKind.DURATION),
        ("<timeDuration>PT0.5S</timeDuration>", TimerKind.DURATION),
        ("<timeCycle>R4/PT1S</timeCycle>", TimerKind.CYCLE),
        ("<timeCycle>R/2026-11-22T08:00:00Z/P1D</timeCycle>", TimerKind.CYCLE),
        ("<timeCycle>0 0 8 * * MON-FRI</timeCycle>", TimerKind.CYCLE),
        ("<timeCycle>0 */15 8-17 L JAN,JUL ?</timeCycle>", TimerKind.CYCLE),
        ("<timeCycle>@daily</timeCycle>", TimerKind.CYCLE),
    ],
)
def test_a_timer_is_a_date_a_duration_or_a_cycle(content: str, kind: TimerKind) -> None:
    (event,) = element_of(timer(content)).events

    assert isinstance(event, TimerDefinition)
    assert event.kind is kind
    assert event.value.expression is None


def test_a_timer_may_be_feel() -> None:
    (event,) = element_of(timer("<timeDuration>= wait</timeDuration>")).events

    assert isinstance(event, TimerDefinition)
    assert event.value.expression is not None
    assert event.value.expression.names == {"wait"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<timeDate>tomorrow</timeDate>",
        "<timeDate>2026-02-30T08:00:00Z</timeDate>",
        "<timeDuration>P</timeDuration>",
        "<timeDuration>PT</timeDuration>",
        "<timeDuration>1 hour</timeDuration>",
        "<timeDuration/>",
        "<timeCycle>R4</timeCycle>",
        "<timeCycle>* * *</timeCycle>",
        "<timeCycle>0 60 8 * * *</timeCycle>",
        "<timeCycle>0 0 8 * * FUNDAY</timeCycle>",
        "<timeCycle>0 0 17-8 * * *</timeCycle>",
        "<timeDate>2026-11-22</timeDate><timeDuration>PT1H</timeDuration>",
    ],
)
def test_a_timer_that_cannot_be_followed_is_refused(content: str) -> None:
    assert refusals(process(line(timer(content)))) == {("e", "timer")}


def test_a_signal_has_a_name_that_may_be_feel() -> None:
    node = '<intermediateThrowEvent id="e"><signalEventDefinition signalRef="tns:s"/></intermediateThrowEvent>'

    (event,) = element_of(node, '<signal id="s" name="= prefix + &quot;-alarm&quot;"/>').events

    assert isinstance(event, SignalDefinition)
    assert event.name.expression is not None


@pytest.mark.parametrize("roots", ["", '<message id="s" name="x"/>'])
def test_a_signal_event_without_a_signal_is_refused(roots: str) -> None:
    node = '<intermediateThrowEvent id="e"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>'

    assert refusals(process(line(node), roots))


def boundary(definition: str) -> str:
    return (
        line('<task id="a"/>') + f'<boundaryEvent id="e" attachedToRef="a">{definition}</boundaryEvent>' + flow("g", "e", "end")
    )


@pytest.mark.parametrize(
    ("roots", "definition", "code"),
    [
        ('<error id="x" errorCode="E1"/>', '<errorEventDefinition errorRef="x"/>', "E1"),
        ('<error id="x"/>', '<errorEventDefinition errorRef="x"/>', None),
        ("", "<errorEventDefinition/>", None),
        ('<escalation id="x" escalationCode="X1"/>', '<escalationEventDefinition escalationRef="x"/>', "X1"),
        ("", "<escalationEventDefinition/>", None),
    ],
)
def test_a_catching_event_without_a_code_catches_all(roots: str, definition: str, code: str | None) -> None:
    (event,) = model_of(process(boundary(definition), roots)).elements["e"].events

    assert isinstance(event, (ErrorDefinition, EscalationDefinition))
    assert (event.code.text if event.code else None) == code


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_a_throwing_event_needs_a_code(kind: str) -> None:
    content = line().replace('<endEvent id="end"/>', f'<endEvent id="end"><{kind}EventDefinition/></endEvent>')

    assert refusals(process(content)) == {("end", f"{kind}-code")}


def test_a_caught_code_must_be_a_constant() -> None:
    assert refusals(process(boundary('<errorEventDefinition errorRef="x"/>'), '<error id="x" errorCode="=code"/>')) == {
        ("e", "error-code")
    }


def test_a_condition_listens_to_the_variables_that_it_reads() -> None:
    definition = "<conditionalEventDefinition><condition>= amount &gt; limit.upper</condition></conditionalEventDefinition>"

    (event,) = element_of(f'<intermediateCatchEvent id="e">{definition}</intermediateCatchEvent>').events

    assert isinstance(event, ConditionalDefinition)
    assert event.variable_names == {"amount", "limit"}


def test_a_condition_may_be_told_which_variables_and_changes_count() -> None:
    event_filter = (
        '<extensionElements><zeebe:conditionalFilter variableNames="a, b" variableEvents="update"/></extensionElements>'
    )
    definition = f"<conditionalEventDefinition>{event_filter}<condition>=a</condition></conditionalEventDefinition>"

    (event,) = element_of(f'<intermediateCatchEvent id="e">{definition}</intermediateCatchEvent>').events

    assert isinstance(event, ConditionalDefinition)
    assert event.variable_names == {"a", "b"}
    assert event.variable_events == {"update"}


def test_a_conditional_event_without_a_condition_is_refused() -> None:
    node = '<intermediateCatchEvent id="e"><conditionalEventDefinition/></intermediateCatchEvent>'

    assert refusals(process(line(node))) == {("e", "condition-missing")}


def test_an_event_may_refer_to_a_definition_at_the_root() -> None:
    roots = '<signal id="s" name="alarm"/><signalEventDefinition id="shared" signalRef="s"/>'
    node = '<intermediateCatchEvent id="e"><eventDefinitionRef>tns:shared</eventDefinitionRef></intermediateCatchEvent>'

    (event,) = element_of(node, roots).events

    assert isinstance(event, SignalDefinition)
    assert event.name.text == "alarm"


def test_a_reference_to_a_missing_definition_is_refused() -> None:
    node = '<intermediateCatchEvent id="e"><eventDefinitionRef>nothing</eventDefinitionRef></intermediateCatchEvent>'

    assert refusals(process(line(node))) == {("e", "missing-reference")}
