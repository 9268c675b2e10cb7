"""A process while it is being put together: its elements' parts, its flows, and who stands in which scope."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import (
    CompensationDefinition,
    Element,
    ElementType,
    Lane,
    LinkDefinition,
    ProcessModel,
    SequenceFlow,
)
from engine.bpmn.xml_tree import bpmn_children, local_part, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as XmlElement

    from engine.bpmn.diagram_source import DiagramSource
    from engine.bpmn.element_fields import ElementFields


@dataclass
class ProcessDraft:
    """Everything read of one process, by element id and in document order."""

    source: DiagramSource
    process_id: str
    version_tag: str | None = None
    fields: dict[str, ElementFields] = field(default_factory=dict)
    nodes: dict[str, XmlElement] = field(default_factory=dict)
    flow_elements: list[XmlElement] = field(default_factory=list)
    associations: list[XmlElement] = field(default_factory=list)
    flows: dict[str, SequenceFlow] = field(default_factory=dict)
    lanes: list[Lane] = field(default_factory=list)
    children: dict[str, list[str]] = field(default_factory=dict)

    def add(self, fields: ElementFields, node: XmlElement) -> None:
        """Take an element in; it becomes the last child of its scope."""
        element_id, parent_id = fields["id"], fields["parent_id"]
        self.fields[element_id] = fields
        self.nodes[element_id] = node
        if parent_id is not None:
            self.children.setdefault(parent_id, []).append(element_id)

    def finish(self) -> ProcessModel:
        """Tie the elements together and make the immutable model."""
        self._tie_flows()
        self._tie_boundary_events()
        self._tie_compensation_handlers()
        for scope_id, children in self.children.items():
            self._tie_scope(self.fields[scope_id], children)
        elements = {element_id: Element(**fields) for element_id, fields in self.fields.items()}
        root = elements[self.process_id]
        return ProcessModel(
            id=self.process_id,
            name=root.name,
            version_tag=self.version_tag,
            elements=MappingProxyType(elements),
            flows=MappingProxyType(self.flows),
            lanes=tuple(self.lanes),
            links=self._links(),
        )

    def _tie_flows(self) -> None:
        incoming: dict[str, list[str]] = {}
        outgoing: dict[str, list[str]] = {}
        for flow in self.flows.values():
            outgoing.setdefault(flow.source_id, []).append(flow.id)
            incoming.setdefault(flow.target_id, []).append(flow.id)
        for element_id, flow_ids in incoming.items():
            self.fields[element_id]["incoming"] = tuple(flow_ids)
        for element_id, flow_ids in outgoing.items():
            self.fields[element_id]["outgoing"] = self._in_listed_order(element_id, flow_ids)

    def _in_listed_order(self, element_id: str, flow_ids: list[str]) -> tuple[str, ...]:
        """Conditions are tried in the order in which the node lists its outgoing flows (§13.4.2), if it lists them all."""
        listed = [local_part(text_of(item)) for item in bpmn_children(self.nodes[element_id], "outgoing")]
        return tuple(listed if len(listed) == len(flow_ids) and set(listed) == set(flow_ids) else flow_ids)

    def _tie_boundary_events(self) -> None:
        attached: dict[str, list[str]] = {}
        for element_id, fields in self.fields.items():
            if fields["type"] is ElementType.BOUNDARY_EVENT and (host := fields.get("attached_to")) in self.fields:
                attached.setdefault(host or "", []).append(element_id)
        for host_id, event_ids in attached.items():
            self.fields[host_id]["boundary_events"] = tuple(event_ids)

    def _tie_compensation_handlers(self) -> None:
        for association in self.associations:
            boundary = self.fields.get(local_part(association.get("sourceRef")))
            handler_id = local_part(association.get("targetRef"))
            if boundary is None or boundary["type"] is not ElementType.BOUNDARY_EVENT or handler_id not in self.fields:
                continue
            if not any(isinstance(event, CompensationDefinition) for event in boundary.get("events", ())):
                continue
            if boundary.get("compensation_handler") is not None:
                message = "A compensation boundary event has one handler; a sub-process can hold several activities."
                self.source.refuse(boundary["id"], "compensation-handler", message, "§10.7.1")
            boundary["compensation_handler"] = handler_id

    def _tie_scope(self, scope: ElementFields, children: list[str]) -> None:
        kinds = {child: self.fields[child]["type"] for child in children}
        starts = tuple(child for child in children if kinds[child] is ElementType.START_EVENT)
        scope["children"] = tuple(children)
        scope["start_events"] = starts
        scope["event_sub_processes"] = tuple(child for child in children if kinds[child] is ElementType.EVENT_SUB_PROCESS)
        scope["entry_points"] = (
            () if starts else tuple(child for child in children if self._starts_by_itself(self.fields[child]))
        )

    def _starts_by_itself(self, fields: ElementFields) -> bool:
        if fields.get("incoming") or fields.get("is_for_compensation") or fields.get("instantiate"):
            return False
        if fields["type"] in {ElementType.BOUNDARY_EVENT, ElementType.EVENT_SUB_PROCESS}:
            return False
        return not _is_link_catch(fields)

    def _links(self) -> Mapping[tuple[str, str], str]:
        links: dict[tuple[str, str], str] = {}
        for element_id, fields in self.fields.items():
            if _is_link_catch(fields):
                for event in fields["events"]:
                    if isinstance(event, LinkDefinition):
                        self._add_link(links, (fields["parent_id"] or "", event.name), element_id)
        return MappingProxyType(links)

    def _add_link(self, links: dict[tuple[str, str], str], key: tuple[str, str], element_id: str) -> None:
        if key in links:
            message = f"The link {key[1]!r} has two targets in one scope: {links[key]} and {element_id}."
            self.source.refuse(element_id, "link-target", message, "§10.5.5")
        links.setdefault(key, element_id)


def _is_link_catch(fields: ElementFields) -> bool:
    is_catch = fields["type"] is ElementType.INTERMEDIATE_CATCH_EVENT
    return is_catch and any(isinstance(event, LinkDefinition) for event in fields.get("events", ()))
