"""The names that people know the parts of a process by, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.site import engine, language

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element

ENGLISH_NAME = "anumat:name.en"
ENGLISH_DOCUMENTATION = "anumat:documentation.en"


def element(process_definition_key: int, element_id: str) -> Element | None:
    """Return an element of a process model, None when the model has none with this id."""
    return engine().process_model(process_definition_key).elements.get(element_id)


def element_name(process_definition_key: int, element_id: str) -> str:
    """Return an element's name; without one its id."""
    found = element(process_definition_key, element_id)
    if found is None:
        return element_id
    english = found.properties.get(ENGLISH_NAME) if language() == "en" else None
    return english or found.name or element_id


def flow_name(process_definition_key: int, flow_id: str) -> str | None:
    """Return a sequence flow's name, None when it has none."""
    found = engine().process_model(process_definition_key).flows.get(flow_id)
    return found.name if found else None


def process_name(process_definition_key: int) -> str:
    """Return a process' name; without one its id."""
    root = engine().process_model(process_definition_key).root
    return element_name(process_definition_key, root.id)


def what_is_asked(process_definition_key: int, element_id: str) -> str | None:
    """Return the sentence that says what a user task asks of the person."""
    found = element(process_definition_key, element_id)
    if found is None:
        return None
    english = found.properties.get(ENGLISH_DOCUMENTATION) if language() == "en" else None
    return english or found.documentation
