"""What is taken out of a diagram, or made simpler, so that both engines can run the rest of it: by element, with the reason."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from app.verification import happenings, throwing

if TYPE_CHECKING:
    from collections.abc import Iterator

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)

_NO_MATTER_OF_TOKENS = ("assignmentDefinition", "taskSchedule", "priorityDefinition", "formDefinition", "properties")
"""Who does a user task and until when: expressions about people that nobody plays here."""
_LISTENERS = ("executionListeners", "taskListeners")
_AROUND = ("laneSet", "association", "textAnnotation", "group")
_WAITS = ("intermediateCatchEvent", "receiveTask", "callActivity")
_THROWS = ("intermediateThrowEvent", "endEvent")
_HANDLERS = ("task", "userTask", "serviceTask", "scriptTask", "sendTask", "manualTask", "businessRuleTask", "callActivity")
"""What may be for compensation, besides sub-processes."""
_DATA = ("ioSpecification", "dataInputAssociation", "dataOutputAssociation")
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


@dataclass(frozen=True, slots=True)
class Reduction:
    """A diagram that both engines can be given, and what of the original is not compared."""

    xml: bytes
    remarks: tuple[str, ...]


def start_events(xml: bytes, process_id: str) -> list[str | None]:
    """Return the ids of the start events that a process may begin with; [None] when it begins without one."""
    process = next(found for found in etree.fromstring(xml, _PARSER).iter(f"{BPMN}process") if found.get("id") == process_id)
    return [start.get("id") for start in process.iterchildren(f"{BPMN}startEvent")] or [None]


def reduced(xml: bytes, process_id: str, start_id: str | None = None) -> Reduction:
    """Reduce one process of a BPMN file to what begins with one of its start events; the other processes are left out."""
    root = etree.fromstring(xml, _PARSER)
    for other in [child for child in root if child.tag in {f"{BPMN}process", f"{BPMN}collaboration"} or "DI" in str(child.tag)]:
        if other.get("id") != process_id or other.tag != f"{BPMN}process":
            root.remove(other)
    process = root.find(f"{BPMN}process")
    remarks = () if process is None else (*_begin_with(process, start_id), *_reduce(process))
    return Reduction(etree.tostring(root), remarks)


def _begin_with(process: etree._Element, start_id: str | None) -> Iterator[str]:
    """Leave one start event, which a request meets."""
    for start in list(process.iterchildren(f"{BPMN}startEvent")):
        if start.get("id") != start_id:
            _remove(start)
        elif _events(start):
            yield f"{start_id}: its {' and '.join(happenings.kinds_of(start))} is compared as a request that starts the process"
            for event in _events(start):
                _remove(event)


def _reduce(process: etree._Element) -> Iterator[str]:
    for reference in _all(process, f"{BPMN}eventDefinitionRef"):
        _write_out(reference)
    _drop(process, *(BPMN + name for name in _AROUND), *(ZEEBE + name for name in _NO_MATTER_OF_TOKENS))
    for listeners in _all(process, *(ZEEBE + name for name in _LISTENERS)):
        yield f"{_owner(listeners)}: its listeners are left out"
        _remove(listeners)
    for transaction in _all(process, f"{BPMN}transaction"):
        for name in {"method", "protocol"}.intersection(transaction.keys()):
            del transaction.attrib[name]
    for loop in _all(process, *(BPMN + name for name in _LOOPS)):
        if not _is_plain(loop):
            yield f"{_owner(loop)}: its activity is compared once, its {_name(loop)} is not"
            _remove(loop)
    for data in _all(process, *(BPMN + name for name in _DATA)):
        yield f"{_owner(data)}: its {_name(data)} is left out"
        _remove(data)
    yield from _leave_out(process)
    thrown = throwing.caught(process)
    yield from _let_happen(process, set(thrown.values()))
    yield from _reduce_tasks(process)
    for element in _all(process, *(BPMN + name for name in _THROWS)):
        if _events(element) and element not in thrown:
            yield from _calm(element)
    _drop_what_nothing_leads_to(process)


def _reduce_tasks(process: etree._Element) -> Iterator[str]:
    """Make of what waits, and of what a worker does, a task that somebody does."""
    for element in _all(process, *(BPMN + name for name in _WAITS)):
        if _events(element) and happenings.is_asked_for(element):
            continue
        yield f"{element.get('id')}: {_name(element)} is compared as a task that somebody does"
        _become_user_task(element)
    for element in _all(process, f"{BPMN}scriptTask", f"{BPMN}businessRuleTask"):
        if element.find(f"{BPMN}extensionElements/{ZEEBE}taskDefinition") is not None:
            element.tag = f"{BPMN}serviceTask"
            element.attrib.pop("scriptFormat", "")
            _drop(element, f"{BPMN}script")
    for element in _all(process, f"{BPMN}sendTask"):
        if element.get("messageRef") is not None and element.find(f".//{ZEEBE}taskDefinition") is None:
            yield f"{element.get('id')}: its message reaches nobody in these runs"
            del element.attrib["messageRef"]
            element.tag = f"{BPMN}task"
            _drop(element, f"{ZEEBE}publishMessage")


def _write_out(reference: etree._Element) -> None:
    """Put the definition in an event's place that the event refers to."""
    name = (reference.text or "").strip().rpartition(":")[2]
    event, found = reference.getparent(), reference.getroottree().getroot().find(f"*[@id='{name}']")
    if event is not None and found is not None:
        definition = copy.deepcopy(found)
        definition.attrib.pop("id", "")
        event.replace(reference, definition)


def _leave_out(process: etree._Element) -> Iterator[str]:
    """Leave out what cannot happen in both engines."""
    for element in _all(process, *(BPMN + name for name in ("subProcess", "boundaryEvent", *_HANDLERS))):
        reason = _never_happens(element)
        if reason is not None:
            yield f"{element.get('id')}: {reason}, with what only it leads to"
            _remove(element)


def _let_happen(process: etree._Element, thrown: set[etree._Element]) -> Iterator[str]:
    """Let happen what can, but for what the process itself throws."""
    for element in _all(process, f"{BPMN}boundaryEvent", f"{BPMN}startEvent"):
        if _events(element) and element not in thrown and happenings.kinds_of(element) != ["cancel"]:
            yield happenings.let_happen(element)
    for gateway in _all(process, f"{BPMN}eventBasedGateway"):
        for event in _following(process, gateway):
            if event.tag == f"{BPMN}receiveTask":
                happenings.become_catch_event(event)
            yield happenings.let_happen(event)


def _following(process: etree._Element, element: etree._Element) -> list[etree._Element]:
    flows = process.iter(f"{BPMN}sequenceFlow")
    ids = {flow.get("targetRef") for flow in flows if flow.get("sourceRef") == element.get("id")}
    return [found for found in _all(process, *(BPMN + name for name in _WAITS)) if found.get("id") in ids]


def _never_happens(element: etree._Element) -> str | None:
    if element.get("triggeredByEvent") == "true":
        reasons = [happenings.why_not(start) for start in element.iterchildren(f"{BPMN}startEvent")]
        return (
            None if reasons == [None] else f"an event sub-process, left out: {reasons[0] if reasons else 'nothing starts it'}"
        )
    if element.get("isForCompensation") == "true":
        return "a compensation handler, which is never called in these runs"
    if element.tag == f"{BPMN}boundaryEvent":
        reason = happenings.why_not(element)
        return None if reason is None else f"a boundary event, left out: {reason}"
    return None


def _calm(element: etree._Element) -> Iterator[str]:
    """Let an event that throws do nothing; what ends its scope stays what it is."""
    kinds = happenings.kinds_of(element)
    if kinds == ["terminate"] or (kinds == ["cancel"] and happenings.cancels(element)):
        return
    yield f"{element.get('id')}: {_name(element)} is compared as one that throws nothing"
    _drop(element, f"{ZEEBE}taskDefinition", f"{ZEEBE}publishMessage")
    for event in _events(element):
        _remove(event)
    if element.tag == f"{BPMN}intermediateThrowEvent":
        element.tag = f"{BPMN}task"


def _become_user_task(element: etree._Element) -> None:
    for event in _events(element):
        _remove(event)
    kept = {name: element.get(name) for name in ("id", "name", "default") if element.get(name) is not None}
    element.attrib.clear()
    element.attrib.update({name: value for name, value in kept.items() if value is not None})
    element.tag = f"{BPMN}userTask"
    _drop(element, f"{ZEEBE}calledElement", f"{ZEEBE}taskDefinition")
    extensions = element.find(f"{BPMN}extensionElements")
    if extensions is None:
        extensions = etree.Element(f"{BPMN}extensionElements")
        element.insert(0, extensions)
    extensions.insert(0, etree.Element(f"{ZEEBE}userTask"))


def _is_plain(loop: etree._Element) -> bool:
    """Tell whether SpiffWorkflow counts it: not with data inputs and outputs of BPMN's own, nor where its instances throw events."""
    host = loop.getparent()
    throws = loop.get("behavior", "All") != "All" or any(f"{which}BehaviorEventRef" in loop.keys() for which in ("none", "one"))  # noqa: SIM118 (lxml: `in` an element asks for children)
    return not throws and host is not None and host.find(f"{BPMN}ioSpecification") is None


def _drop_what_nothing_leads_to(process: etree._Element) -> None:
    while True:
        ids = {element.get("id") for element in process.iter() if isinstance(element.tag, str)}
        flows = list(_all(process, f"{BPMN}sequenceFlow"))
        gone = [flow for flow in flows if not {flow.get("sourceRef"), flow.get("targetRef")} <= ids]
        lost = {flow.get("targetRef") for flow in gone} - {flow.get("targetRef") for flow in flows if flow not in gone}
        for flow in gone:
            _remove(flow)
        for element in [element for element in process.iter() if isinstance(element.tag, str) and element.get("id") in lost]:
            _remove(element)
        if not gone:
            break
    flows_left = {flow.get("id") for flow in _all(process, f"{BPMN}sequenceFlow")}
    for end in _all(process, f"{BPMN}incoming", f"{BPMN}outgoing"):
        if (end.text or "").strip() not in flows_left:
            _remove(end)


def _events(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str) and child.tag.endswith("EventDefinition")]


def _all(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield what is inside with these tags, as it was at the beginning, but for what was taken out with something else."""
    for found in list(element.iter(*tags)):
        if element in found.iterancestors():
            yield found


def _drop(element: etree._Element, *tags: str) -> None:
    for found in _all(element, *tags):
        _remove(found)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _owner(part: etree._Element) -> str | None:
    """Return the id of the element that a part without an id of interest belongs to."""
    around = part.getparent()
    while around is not None and (around.get("id") is None or around.tag == f"{BPMN}extensionElements"):
        around = around.getparent()
    return None if around is None else around.get("id")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname
