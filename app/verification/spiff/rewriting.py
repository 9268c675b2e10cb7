"""What SpiffWorkflow has under another name: the same diagram, written so that its parser knows it.

An event sub-process is what SpiffWorkflow lacks but for one kind of it. Its scope is written as a sub-process of what lies in the
scope, with the event on its boundary, and the handler after that: what interrupts the scope ends all of it but the handler, what
does not leaves it alone, and the scope ends with the last of them (BPMN 2.0 §10.3.5, §13.5.4).
"""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from app.verification import throwing

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_OF_THE_SCOPE = frozenset(
    BPMN + name
    for name in (
        *("extensionElements", "documentation", "incoming", "outgoing", "ioSpecification"),
        *("standardLoopCharacteristics", "multiInstanceLoopCharacteristics"),
    )
)
"""What belongs to a scope as a whole, and does not lie in it."""


def rewrite(root: etree._Element) -> None:
    """Write a diagram in the words that SpiffWorkflow's parser knows."""
    for loop in root.iter(f"{BPMN}multiInstanceLoopCharacteristics"):
        if loop.find(f"{BPMN}loopCardinality") is None and loop.find(f"{BPMN}loopDataInputRef") is None:
            # The parser asks for one of the two; which list it is, the dialect knows.
            etree.SubElement(loop, f"{BPMN}loopDataInputRef").text = "collection"
    for process in root.iter(f"{BPMN}process"):
        for thrower, catcher in throwing.caught(process).items():
            _let_catch(root, thrower, catcher)
    for scope in list(root.iter(f"{BPMN}process", f"{BPMN}subProcess", f"{BPMN}transaction")):
        handlers = [child for child in scope if child.get("triggeredByEvent") == "true"]
        # Those that interrupt come last: they end those that do not, too.
        for interrupts in (False, True):
            some = [handler for handler in handlers if _interrupts(handler) is interrupts]
            if some:
                _wrap(scope, some, f"{scope.get('id')}_{'interrupted' if interrupts else 'accompanied'}")


def _let_catch(root: etree._Element, thrower: etree._Element, catcher: etree._Element) -> None:
    """Give an event and what it catches a code of their own: SpiffWorkflow asks every event beside what throws, too."""
    for event in (thrower, catcher):
        definition = throwing.definition_of(event)
        if definition is not None:
            kind, name = throwing.kind_of(definition), f"{catcher.get('id')}_catches"
            if root.find(f"{BPMN}{kind}[@id='{name}']") is None:
                root.insert(0, etree.Element(f"{BPMN}{kind}", {"id": name, "name": name, f"{kind}Code": name}))
            definition.set(f"{kind}Ref", name)


def _interrupts(handler: etree._Element) -> bool:
    return _start_of(handler).get("isInterrupting", "true") == "true"


def _start_of(handler: etree._Element) -> etree._Element:
    return next(handler.iterchildren(f"{BPMN}startEvent"))


def _wrap(scope: etree._Element, some: list[etree._Element], name: str) -> None:
    """Put what lies in a scope into a sub-process with the events of some handlers on its boundary."""
    inner = etree.Element(f"{BPMN}subProcess", {"id": name})
    for child in list(scope):
        if child.tag not in _OF_THE_SCOPE and child.get("triggeredByEvent") != "true":
            inner.append(child)
    scope.append(inner)
    _add(scope, "startEvent", f"{name}_start")
    _add(scope, "endEvent", f"{name}_end")
    _lead(scope, f"{name}_start", name, f"{name}_end")
    for handler in some:
        _attach(scope, handler, name)


def _attach(scope: etree._Element, handler: etree._Element, host: str) -> None:
    """Turn the start event of a handler into an event on the boundary of a sub-process, which leads to the handler."""
    start, name = _start_of(handler), str(handler.get("id"))
    cancels = start.get("isInterrupting", "true")
    event = _add(scope, "boundaryEvent", str(start.get("id")), attachedToRef=host, cancelActivity=cancels)
    event.extend([child for child in start if child.tag.endswith("EventDefinition")])
    for flow in handler.iterchildren(f"{BPMN}sequenceFlow"):
        if flow.get("sourceRef") == start.get("id"):
            flow.set("sourceRef", f"{name}_start")
    start.set("id", f"{name}_start")
    del handler.attrib["triggeredByEvent"]
    _add(scope, "endEvent", f"{name}_after")
    _lead(scope, str(event.get("id")), name, f"{name}_after")


def _add(scope: etree._Element, kind: str, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(scope, BPMN + kind, {"id": name, **attributes})


def _lead(scope: etree._Element, *names: str) -> None:
    for source, target in pairwise(names):
        _add(scope, "sequenceFlow", f"{source}_to_{target}", sourceRef=source, targetRef=target)
