"""Reads loop characteristics: standard loops and multi-instance, in BPMN's words and in zeebe's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource, extension, flag, number
from engine.bpmn.process_model import (
    ComplexBehavior,
    EventDefinition,
    MultiInstance,
    MultiInstanceBehavior,
    StandardLoop,
    Value,
)
from engine.bpmn.read_data import collection_name
from engine.bpmn.read_event_definitions import read_event_definition, read_event_definitions
from engine.bpmn.xml_tree import bpmn_child, bpmn_children, bpmn_name

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement


def read_loop(source: DiagramSource, node: XmlElement) -> MultiInstance | StandardLoop | None:
    """Return how often an activity runs; None: once."""
    loops = list(bpmn_children(node, "standardLoopCharacteristics", "multiInstanceLoopCharacteristics"))
    if not loops:
        return None
    loop = loops[0]
    if len(loops) > 1:
        source.refuse(node, "loop-count", "An activity has one kind of loop characteristics, once.", "§10.3.8")
    if bpmn_name(loop) == "standardLoopCharacteristics":
        return _standard_loop(source, node, loop)
    return _multi_instance(source, node, loop)


def _standard_loop(source: DiagramSource, node: XmlElement, loop: XmlElement) -> StandardLoop:
    maximum = number(loop, "loopMaximum", 0) if loop.get("loopMaximum") is not None else None
    if maximum is not None and maximum < 0:
        source.refuse(node, "loop-maximum", f"loopMaximum is {maximum}; it must not be negative.", "§10.3.8")
    condition = source.formal_expression(loop, "loopCondition")
    if maximum is None and bpmn_child(loop, "loopCondition") is None:
        source.refuse(node, "loop-endless", "The loop has neither a condition nor a maximum, so it would never end.", "§10.3.8")
    return StandardLoop(condition, flag(loop, "testBefore", default=False), maximum)


def _multi_instance(source: DiagramSource, node: XmlElement, loop: XmlElement) -> MultiInstance:
    input_collection, input_element = _inputs(source, node, loop)
    output_collection, output_element = _outputs(source, node, loop)
    cardinality = _cardinality(source, node, loop)
    _check_one_count(source, node, loop)
    behavior = _behavior(loop)
    return MultiInstance(
        sequential=flag(loop, "isSequential", default=False),
        input_collection=input_collection,
        input_element=input_element,
        cardinality=cardinality,
        output_collection=output_collection,
        output_element=output_element,
        completion_condition=source.formal_expression(loop, "completionCondition"),
        behavior=behavior,
        none_event=_behavior_event(source, node, loop, MultiInstanceBehavior.NONE, behavior),
        one_event=_behavior_event(source, node, loop, MultiInstanceBehavior.ONE, behavior),
        complex_behaviors=tuple(_complex_behaviors(source, node, loop)),
    )


def _check_one_count(source: DiagramSource, node: XmlElement, loop: XmlElement) -> None:
    characteristics = extension(loop, "loopCharacteristics")
    has_zeebe = characteristics is not None and bool((characteristics.get("inputCollection") or "").strip())
    counts = (has_zeebe, bpmn_child(loop, "loopDataInputRef") is not None, bpmn_child(loop, "loopCardinality") is not None)
    if sum(counts) != 1:
        message = "A multi-instance activity needs exactly one of loopCardinality, an input collection and loopDataInputRef."
        source.refuse(node, "multi-instance", message, "§10.3.8")


def _inputs(source: DiagramSource, node: XmlElement, loop: XmlElement) -> tuple[Value | None, str | None]:
    characteristics = extension(loop, "loopCharacteristics")
    if characteristics is not None:
        collection = source.value(characteristics, characteristics.get("inputCollection"))
        if collection is not None and collection.expression is None:
            source.refuse(node, "multi-instance", "inputCollection must be FEEL after =.", "zeebe")
        return collection, characteristics.get("inputElement") or None
    name = collection_name(source, node, loop, "loopDataInputRef")
    item = bpmn_child(loop, "inputDataItem")
    element = (item.get("name") or item.get("id")) if item is not None else None
    return (_variable(source, loop, name) if name else None), element


def _outputs(source: DiagramSource, node: XmlElement, loop: XmlElement) -> tuple[str | None, Value | None]:
    characteristics = extension(loop, "loopCharacteristics")
    if characteristics is not None:
        collection = characteristics.get("outputCollection") or None
        element = source.value(characteristics, characteristics.get("outputElement"))
        if (collection is None) != (not (characteristics.get("outputElement") or "").strip()):
            source.refuse(node, "multi-instance", "outputCollection and outputElement go together.", "zeebe")
        return collection, element
    name = collection_name(source, node, loop, "loopDataOutputRef")
    item = bpmn_child(loop, "outputDataItem")
    element_name = (item.get("name") or item.get("id")) if item is not None else None
    return name, _variable(source, loop, element_name) if name and element_name else None


def _variable(source: DiagramSource, at: XmlElement, name: str) -> Value | None:
    compiled = source.expression(at, name)
    return None if compiled is None else Value("=" + name, compiled)


def _cardinality(source: DiagramSource, node: XmlElement, loop: XmlElement) -> Value | None:
    value = source.expression_value(loop, "loopCardinality")
    if value is None:
        return None
    text = value.text.removeprefix("=").strip()
    if text.startswith("-") and text[1:].strip().isdigit():
        source.refuse(node, "loop-cardinality", f"loopCardinality is {text}; it must not be negative.", "§10.3.8")
    return value


def _behavior(loop: XmlElement) -> MultiInstanceBehavior:
    text = loop.get("behavior", MultiInstanceBehavior.ALL)
    return MultiInstanceBehavior(text) if text in set(MultiInstanceBehavior) else MultiInstanceBehavior.ALL


def _behavior_event(
    source: DiagramSource,
    node: XmlElement,
    loop: XmlElement,
    which: MultiInstanceBehavior,
    behavior: MultiInstanceBehavior,
) -> EventDefinition | None:
    reference = loop.get(f"{which.lower()}BehaviorEventRef")
    if reference:
        definition = source.find(node, reference, ["eventDefinition"], "§10.3.8")
        return read_event_definition(source, loop, definition) if definition is not None else None
    if behavior is which:
        source.warn(
            node,
            "multi-instance-behavior",
            f"behavior is {which} without {which.lower()}BehaviorEventRef: nothing is thrown.",
            "§10.3.8",
        )
    return None


def _complex_behaviors(source: DiagramSource, node: XmlElement, loop: XmlElement) -> list[ComplexBehavior]:
    found = []
    for item in bpmn_children(loop, "complexBehaviorDefinition"):
        condition = source.formal_expression(item, "condition")
        if condition is None and bpmn_child(item, "condition") is None:
            source.refuse(node, "multi-instance-behavior", "complexBehaviorDefinition has no condition.", "§10.3.8")
        event = next(bpmn_children(item, "event", "implicitThrowEvent"), None)
        events = read_event_definitions(source, event) if event is not None else ()
        if len(events) > 1:
            source.refuse(node, "multi-instance-behavior", "complexBehaviorDefinition throws one event at most.", "§10.3.8")
        if condition is not None:
            found.append(ComplexBehavior(condition, events[0] if events else None))
    return found
