"""Reads a process or a global task into a process model."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource, extension
from engine.bpmn.process_draft import ProcessDraft
from engine.bpmn.process_model import ElementType, Lane, ProcessModel
from engine.bpmn.read_flows import read_flows
from engine.bpmn.read_nodes import read_common, read_node
from engine.bpmn.read_tasks import read_decision, read_script, read_user
from engine.bpmn.xml_tree import bpmn_children, bpmn_name, local_part, name_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.element_fields import ElementFields

_SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
GLOBAL_TASKS = ("globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask")


def read_process(source: DiagramSource, process: XmlElement) -> ProcessModel:
    """Return the model of a process; what is wrong with it is recorded in the source's findings."""
    draft = ProcessDraft(source, process.get("id", ""), _version_tag(process))
    root = read_common(source, process, None, ElementType.PROCESS)
    draft.add(root, process)
    containers = deque([process])
    while containers:
        _read_container(draft, containers)
    read_flows(draft)
    return draft.finish()


def read_global_task(source: DiagramSource, task: XmlElement) -> ProcessModel:
    """Return a global task as a process of one task, so that a call activity can call it.

    The task's element id is the global task's with `:task` behind it, which no BPMN id can be.
    """
    process_id = task.get("id", "")
    draft = ProcessDraft(source, process_id)
    root: ElementFields = {"id": process_id, "type": ElementType.PROCESS, "name": name_of(task), "parent_id": None}
    draft.add(root, task)
    fields = read_common(source, task, process_id, _GLOBAL_TYPES[bpmn_name(task) or ""])
    fields["id"] = f"{process_id}:task"
    match fields["type"]:
        case ElementType.USER_TASK:
            read_user(source, task, fields)
        case ElementType.SCRIPT_TASK:
            read_script(source, task, fields)
        case ElementType.BUSINESS_RULE_TASK:
            read_decision(source, task, fields)
        case _:
            pass
    draft.add(fields, task)
    return draft.finish()


_GLOBAL_TYPES = {
    "globalTask": ElementType.TASK,
    "globalUserTask": ElementType.USER_TASK,
    "globalManualTask": ElementType.MANUAL_TASK,
    "globalScriptTask": ElementType.SCRIPT_TASK,
    "globalBusinessRuleTask": ElementType.BUSINESS_RULE_TASK,
}


def _version_tag(process: XmlElement) -> str | None:
    tag = extension(process, "versionTag")
    return (tag.get("value") or None) if tag is not None else None


def _read_container(draft: ProcessDraft, containers: deque[XmlElement]) -> None:
    container = containers.popleft()
    scope_id = container.get("id", "")
    draft.children.setdefault(scope_id, [])
    for child in container:
        name = bpmn_name(child)
        if name == "sequenceFlow":
            draft.flow_elements.append(child)
        elif name == "association":
            draft.associations.append(child)
        elif name == "laneSet":
            _read_lanes(draft, child)
        elif name is not None:
            _read_flow_element(draft, child, name, scope_id, containers)


def _read_flow_element(draft: ProcessDraft, child: XmlElement, name: str, scope_id: str, containers: deque[XmlElement]) -> None:
    if name in {"event", "implicitThrowEvent"}:
        draft.source.refuse(child, "misplaced-element", f"{name} may stand in complexBehaviorDefinition only.", "§10.3.8")
        return
    fields = read_node(draft.source, child, scope_id)
    if fields is None:
        return
    if not fields["id"]:
        draft.source.refuse(child, "missing-id", f"The {name} {fields['name'] or ''} has no id.", "§8.3.1")
        return
    if fields["id"] in draft.fields:
        return  # refused as used twice; taken in, it could be its own parent
    draft.add(fields, child)
    if name in _SUB_PROCESSES:
        containers.append(child)


def _read_lanes(draft: ProcessDraft, lane_set: XmlElement) -> None:
    pending = deque(bpmn_children(lane_set, "lane"))
    while pending:
        lane = pending.popleft()
        members = tuple(local_part(text_of(item)) for item in bpmn_children(lane, "flowNodeRef"))
        for member in members:
            if member not in draft.source.by_id:
                draft.source.warn(lane, "lane", f"The lane names {member!r}, which does not exist.", "§10.8")
        draft.lanes.append(Lane(lane.get("id", ""), name_of(lane), members))
        for nested in bpmn_children(lane, "childLaneSet"):
            pending.extend(bpmn_children(nested, "lane"))
