"""The names that people know the parts of a process by, in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from web.site import engine, language

if TYPE_CHECKING:
    from engine.commands import Element, Engine, ProcessModel

ENGLISH_NAME = "anumat:name.en"
ENGLISH_DOCUMENTATION = "anumat:documentation.en"
CAPACITY = 500


def process_model(process_definition_key: int) -> ProcessModel:
    """Return the process model of a definition; raise NotFound."""
    return _model(engine(), process_definition_key)


@lru_cache(maxsize=CAPACITY)
def _model(the_engine: Engine, process_definition_key: int) -> ProcessModel:
    # A deployed version never changes, and a page asks for the same few again and again.
    return the_engine.process_model(process_definition_key)


def element(process_definition_key: int, element_id: str) -> Element | None:
    """Return an element of a process model, None when the model has none with this id."""
    return process_model(process_definition_key).elements.get(element_id)


def element_name(process_definition_key: int, element_id: str) -> str:
    """Return an element's name; without one its id."""
    found = element(process_definition_key, element_id)
    return element_id if found is None else name_of(found)


def name_of(found: Element) -> str:
    """Return an element's name; without one its id."""
    english = found.properties.get(ENGLISH_NAME) if language() == "en" else None
    return english or found.name or found.id


def process_name(process_definition_key: int) -> str:
    """Return a process' name; without one its id."""
    return name_of(process_model(process_definition_key).root)


def what_is_asked(process_definition_key: int, element_id: str) -> str | None:
    """Return the sentence that says what a user task asks of the person, or a process what it is for."""
    found = element(process_definition_key, element_id)
    if found is None:
        return None
    english = found.properties.get(ENGLISH_DOCUMENTATION) if language() == "en" else None
    return english or found.documentation
