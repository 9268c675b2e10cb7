"""Events that happen to what is at work: in both engines each becomes a signal of its own, which happens when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from app.verification import throwing

if TYPE_CHECKING:
    from collections.abc import Iterator

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PREFIX: Final = "happens_"
"""Before the id of an event: the name of its signal."""
_COMPARED: Final = frozenset({"timer", "message", "signal", "conditional", "error", "escalation"})


def why_not(element: etree._Element) -> str | None:
    """Return why a boundary event or the start event of an event sub-process cannot be compared; None when it can."""
    kinds = kinds_of(element)
    if kinds == ["cancel"]:
        return _why_not_canceled(element)
    if len(kinds) != 1 or kinds[0] not in _COMPARED:
        return f"{' and '.join(kinds)} is not compared"
    host = _host(element)
    if host is None:
        return "what it is attached to is left out"
    if host.tag == f"{BPMN}adHocSubProcess":
        return "what it is attached to is not compared"
    if element.tag == f"{BPMN}startEvent" and _ends_at_once(host) and element.get("isInterrupting") == "false":
        return "beside a terminate end event SpiffWorkflow has no scope to end it with"
    if element.tag == f"{BPMN}startEvent" and host.find(f"{BPMN}endEvent/{BPMN}cancelEventDefinition") is not None:
        return "SpiffWorkflow has no scope in a transaction that could be canceled with it"
    return None


def _why_not_canceled(element: etree._Element) -> str | None:
    if _host(element) is None:
        return "what it is attached to is left out"
    if throwing.stands_beside_a_join(element):
        return "to a join beside it a canceled transaction is a completed one in SpiffWorkflow"
    return None


def _ends_at_once(scope: etree._Element) -> bool:
    return scope.find(f"{BPMN}endEvent/{BPMN}terminateEventDefinition") is not None


def let_happen(element: etree._Element) -> str:
    """Turn an event into a signal of its own; return what that leaves out."""
    (kind,) = kinds_of(element)
    for definition in _definitions(element):
        element.remove(definition)
    name = PREFIX + str(element.get("id"))
    etree.SubElement(element, f"{BPMN}signalEventDefinition", {"id": f"{name}_definition", "signalRef": f"{name}_signal"})
    root = element.getroottree().getroot()
    root.insert(0, etree.Element(f"{BPMN}signal", {"id": f"{name}_signal", "name": name}))
    return f"{element.get('id')}: its {kind} happens when it is asked for"


def is_asked_for(element: etree._Element) -> bool:
    """Return whether the event is one that happens when it is asked for."""
    return any(str(definition.get("signalRef")).startswith(PREFIX) for definition in _definitions(element))


def cancels(end: etree._Element) -> bool:
    """Return whether a cancel end event lies in a transaction that goes on when it is canceled."""
    scope = end.getparent()
    events = end.getroottree().iter(f"{BPMN}boundaryEvent")
    return scope is not None and any(
        event.get("attachedToRef") == scope.get("id") and kinds_of(event) == ["cancel"] for event in events
    )


def become_catch_event(task: etree._Element) -> None:
    """Turn a receive task into an event of its message."""
    message = str(task.attrib.pop("messageRef", ""))
    for name in set(task.keys()) - {"id", "name"}:
        del task.attrib[name]
    task.tag = f"{BPMN}intermediateCatchEvent"
    etree.SubElement(task, f"{BPMN}messageEventDefinition", {"messageRef": message})


def kinds_of(element: etree._Element) -> list[str]:
    """Return the kinds of an event's definitions."""
    return [etree.QName(definition).localname.removesuffix("EventDefinition") for definition in _definitions(element)]


def _definitions(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in list(element) if isinstance(child.tag, str) and child.tag.endswith("EventDefinition"))


def _host(element: etree._Element) -> etree._Element | None:
    """Return the activity of a boundary event, or the scope around an event sub-process."""
    attached = element.get("attachedToRef")
    if attached is None:
        around = element.getparent()
        return None if around is None else around.getparent()
    return next((found for found in element.getroottree().iter() if found.get("id") == attached), None)
