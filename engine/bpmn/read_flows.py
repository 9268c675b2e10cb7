"""Reads sequence flows: what they connect, and on what condition."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType, SequenceFlow
from engine.bpmn.xml_tree import bpmn_child, local_part, name_of

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    import feel
    from engine.bpmn.process_draft import ProcessDraft

_CONDITION_IGNORED = frozenset({ElementType.PARALLEL_GATEWAY})
_CONDITION_REFUSED = frozenset(
    {
        ElementType.START_EVENT,
        ElementType.INTERMEDIATE_CATCH_EVENT,
        ElementType.INTERMEDIATE_THROW_EVENT,
        ElementType.BOUNDARY_EVENT,
        ElementType.EVENT_BASED_GATEWAY,
    },
)


def read_flows(draft: ProcessDraft) -> None:
    """Add the flows whose both ends exist in one scope to the draft; record a finding for each other one."""
    for element in draft.flow_elements:
        source_id, target_id = local_part(element.get("sourceRef")), local_part(element.get("targetRef"))
        flow_id = element.get("id") or _own_id(draft, source_id, target_id)
        if _ends_are_valid(draft, element, source_id, target_id):
            condition = _condition(draft, element, flow_id, source_id)
            draft.flows[flow_id] = SequenceFlow(flow_id, name_of(element), source_id, target_id, condition)
    _check_defaults(draft)


def _own_id(draft: ProcessDraft, source_id: str, target_id: str) -> str:
    """Return an id for a flow that has none, as BPMN allows (§8.3.1); with its colons it cannot be that of another element."""
    number = next(number for number in count(1) if f"flow:{source_id}:{target_id}:{number}" not in draft.flows)
    return f"flow:{source_id}:{target_id}:{number}"


def _ends_are_valid(draft: ProcessDraft, element: XmlElement, source_id: str, target_id: str) -> bool:
    ends = []
    for attribute, end_id in (("sourceRef", source_id), ("targetRef", target_id)):
        end = draft.fields.get(end_id)
        if end is None or end["type"] is ElementType.PROCESS:
            draft.source.refuse(element, "flow-end", _missing_end(draft, attribute, end_id), "§8.4.13")
        else:
            ends.append(end)
    if len(ends) < 2:
        return False
    if ends[0]["parent_id"] != ends[1]["parent_id"]:
        message = f"The sequence flow from {source_id} to {target_id} crosses the border of a sub-process."
        draft.source.refuse(element, "flow-scope", message, "§8.4.13")
        return False
    return True


def _missing_end(draft: ProcessDraft, attribute: str, end_id: str) -> str:
    if end_id in draft.source.by_id:
        return f"{attribute} is {end_id!r}, which is no flow node of this process."
    return f"{attribute} is {end_id!r}, but there is no element with this id."


def _condition(draft: ProcessDraft, element: XmlElement, flow_id: str, source_id: str) -> feel.Expression | None:
    if bpmn_child(element, "conditionExpression") is None:
        return None
    source_fields = draft.fields[source_id]
    if source_fields["type"] in _CONDITION_REFUSED:
        message = f"A flow out of a {source_fields['type']} cannot have a condition."
        draft.source.refuse(element, "flow-condition", message, "§8.4.13, §10.6.6")
        return None
    if source_fields["type"] in _CONDITION_IGNORED:
        message = "A parallel gateway takes all its outgoing flows; the condition is ignored."
        draft.source.warn(element, "flow-condition", message, "§10.6.4")
        return None
    if source_fields.get("default_flow") == flow_id:
        draft.source.warn(element, "flow-condition", "The condition of a default flow is ignored.", "§10.6.2")
        return None
    return draft.source.formal_expression(element, "conditionExpression")


def _check_defaults(draft: ProcessDraft) -> None:
    for element_id, fields in draft.fields.items():
        default = fields.get("default_flow")
        if default is None:
            continue
        flow = draft.flows.get(default)
        if flow is None or flow.source_id != element_id:
            message = f"The default flow {default!r} does not start at {element_id}."
            draft.source.refuse(element_id, "default-flow", message, "§8.4.13")
            fields["default_flow"] = None
