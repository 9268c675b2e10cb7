"""Resources that a service task links: its job tells the worker under which keys to read them (Camunda 8, linked resources)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.model import json_text
from engine.runtime import expressions
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

HEADER: Final = "linkedResources"
"""The custom header that holds them all, a JSON list of resourceKey, resourceType and linkName."""


def resolve(x: Execution, instance: ElementInstance, element: Element) -> list[dict[str, str]]:
    """Return the element's links, each with the key of the version that its binding means now; raise CannotContinue."""
    found: list[dict[str, str]] = []
    for link in element.linked_resources:
        resource_id = expressions.text(x, instance, link.resource_id, "linked resource's id")
        key = x.resources.resource_key(resource_id, link.binding, x.process_instance.process_definition_key)
        if key is None:
            message = f"There is no resource {resource_id!r} for the link {link.link_name!r}; deploy it."
            raise CannotContinue(IncidentType.RESOURCE_NOT_FOUND, message)
        found.append({"resourceKey": str(key), "resourceType": link.resource_type, "linkName": link.link_name})
    return found


def headers(linked: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the custom header of a job."""
    return {HEADER: json_text.dumps(linked)}
