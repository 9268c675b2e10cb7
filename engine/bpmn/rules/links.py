"""Link events: every source finds its target in its own scope (§10.5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType, LinkDefinition, ProcessModel

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings


def check(model: ProcessModel, findings: Findings) -> None:
    """Check that link sources have targets, and tell of targets without sources."""
    used: set[tuple[str, str]] = set()
    for element in model.elements.values():
        if element.type is ElementType.INTERMEDIATE_THROW_EVENT:
            for name in _link_names(element):
                key = (element.parent_id or "", name)
                used.add(key)
                if key not in model.links:
                    message = f"There is no link catch event {name!r} in the same scope."
                    findings.refuse(element.id, "link-target", message, "§10.5.5")
    for key, element_id in model.links.items():
        if key not in used:
            findings.warn(element_id, "link-source", f"No link throw event {key[1]!r} leads here.", "§10.5.5")


def _link_names(element: Element) -> list[str]:
    return [event.name for event in element.events if isinstance(event, LinkDefinition)]
