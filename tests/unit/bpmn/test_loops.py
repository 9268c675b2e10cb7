"""Standard loops and multi-instance in BPMN's words and in zeebe's (§10.3.8)."""

import pytest

from engine.bpmn.process_model import MultiInstance, MultiInstanceBehavior, SignalDefinition, StandardLoop
from tests.unit.bpmn.builders import element_of, line, model_of, process, refusals, warnings

SIGNAL = '<signal id="s" name="s"/><signalEventDefinition id="sd" signalRef="s"/>'


def task(loop: str) -> str:
    return f'<task id="a">{loop}</task>'


def multi(content: str, attributes: str = "") -> str:
    return task(f"<multiInstanceLoopCharacteristics {attributes}>{content}</multiInstanceLoopCharacteristics>")


def zeebe(attributes: str) -> str:
    return f"<extensionElements><zeebe:loopCharacteristics {attributes}/></extensionElements>"


def test_a_standard_loop_has_a_condition_and_a_maximum() -> None:
    loop = element_of(
        task(
            '<standardLoopCharacteristics testBefore="true" loopMaximum="3"><loopCondition>= n &lt; 3</loopCondition></standardLoopCharacteristics>'
        )
    ).loop

    assert isinstance(loop, StandardLoop)
    assert (loop.test_before, loop.maximum, loop.condition.names) == (True, 3, {"n"})


def test_a_loop_that_could_never_end_is_refused() -> None:
    assert refusals(process(line(task("<standardLoopCharacteristics/>")))) == {("a", "loop-endless")}


def test_a_negative_maximum_is_refused() -> None:
    assert refusals(process(line(task('<standardLoopCharacteristics loopMaximum="-1"/>')))) == {("a", "loop-maximum")}


def test_two_kinds_of_loop_at_once_are_refused() -> None:
    one = '<standardLoopCharacteristics loopMaximum="2"/>'
    two = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"

    assert ("a", "loop-count") in refusals(process(line(f'<task id="a">{one}{two}</task>')))
    assert refusals(process(line(f'<task id="a">{two}</task>'))) == set()


def test_an_activity_repeats_a_number_of_times() -> None:
    loop = element_of(
        multi("<loopCardinality>= 3</loopCardinality><completionCondition>= done</completionCondition>", 'isSequential="true"')
    ).loop

    assert isinstance(loop, MultiInstance)
    assert loop.sequential
    assert loop.cardinality.expression is not None
    assert loop.completion_condition.names == {"done"}
    assert loop.behavior is MultiInstanceBehavior.ALL


@pytest.mark.parametrize("text", ["-1", "= -1", "=-2"])
def test_a_negative_cardinality_is_refused(text: str) -> None:
    assert refusals(process(line(multi(f"<loopCardinality>{text}</loopCardinality>")))) == {("a", "loop-cardinality")}


def test_an_activity_repeats_over_a_collection() -> None:
    loop = element_of(
        multi(zeebe('inputCollection="= members" inputElement="member" outputCollection="votes" outputElement="= vote"'))
    ).loop

    assert loop.input_collection.expression.names == {"members"}
    assert loop.input_element == "member"
    assert loop.output_collection == "votes"
    assert loop.output_element.expression.names == {"vote"}


def test_bpmn_says_the_same_with_data_items() -> None:
    items = (
        '<ioSpecification><dataInput id="in"/><dataOutput id="out"/><inputSet/><outputSet/></ioSpecification>'
        "<dataInputAssociation><sourceRef>members_ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
        "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>votes_ref</targetRef></dataOutputAssociation>"
        "<multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef>"
        '<inputDataItem id="i" name="member"/><outputDataItem id="o" name="vote"/></multiInstanceLoopCharacteristics>'
    )
    data = "".join(
        f'<dataObject id="{name}" name="{name}"/><dataObjectReference id="{name}_ref" dataObjectRef="{name}"/>'
        for name in ("members", "votes")
    )

    loop = model_of(process(line(task(items)) + data)).elements["a"].loop

    assert loop.input_collection.expression.names == {"members"}
    assert (loop.input_element, loop.output_collection, loop.output_element.expression.names) == ("member", "votes", {"vote"})


@pytest.mark.parametrize(
    "content",
    ["", zeebe('inputCollection="= x"') + "<loopCardinality>3</loopCardinality>", zeebe('inputElement="x"')],
)
def test_a_multi_instance_has_exactly_one_way_to_count(content: str) -> None:
    assert refusals(process(line(multi(content)))) == {("a", "multi-instance")}


@pytest.mark.parametrize(
    "attributes",
    ['inputCollection="members"', 'inputCollection="= m" outputCollection="x"', 'inputCollection="= m" outputElement="= x"'],
)
def test_incomplete_loop_characteristics_are_refused(attributes: str) -> None:
    assert refusals(process(line(multi(zeebe(attributes))))) == {("a", "multi-instance")}


@pytest.mark.parametrize(("behavior", "field"), [("None", "none_event"), ("One", "one_event")])
def test_children_throw_an_event_as_the_behavior_says(behavior: str, field: str) -> None:
    node = multi("<loopCardinality>3</loopCardinality>", f'behavior="{behavior}" {behavior.lower()}BehaviorEventRef="tns:sd"')

    loop = element_of(node, SIGNAL).loop

    assert loop.behavior == behavior
    assert isinstance(getattr(loop, field), SignalDefinition)


def test_a_behavior_without_an_event_is_a_warning() -> None:
    xml = process(line(multi("<loopCardinality>3</loopCardinality>", 'behavior="One"')))

    assert warnings(xml) == {("a", "multi-instance-behavior")}


@pytest.mark.parametrize("name", ["event", "implicitThrowEvent"])
def test_complex_behavior_throws_on_conditions(name: str) -> None:
    definition = (
        "<complexBehaviorDefinition><condition>= votes &gt; 3</condition>"
        f'<{name} id="ev"><signalEventDefinition signalRef="s"/></{name}></complexBehaviorDefinition>'
    )
    loop = element_of(multi("<loopCardinality>3</loopCardinality>" + definition, 'behavior="Complex"'), SIGNAL).loop

    (behavior,) = loop.complex_behaviors
    assert behavior.condition.names == {"votes"}
    assert isinstance(behavior.event, SignalDefinition)


def test_complex_behavior_throws_no_event_that_stands_in_a_flow() -> None:
    definition = '<complexBehaviorDefinition><condition>= true</condition><endEvent id="ev"/></complexBehaviorDefinition>'
    node = multi("<loopCardinality>3</loopCardinality>" + definition, 'behavior="Complex"')

    assert refusals(process(line(node))) == {("ev", "misplaced-element")}
