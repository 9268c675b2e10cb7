"""What the first event of a case says about it, so that its row can be held against the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.json_text import camel_case

if TYPE_CHECKING:
    from engine.model.process_instance import ProcessInstance

KEYS = (
    "process_definition_key",
    "root_process_instance_key",
    "parent_process_instance_key",
    "parent_element_instance_key",
)
OTHERS = (
    "process_id",
    "version",
    "business_id",
    "started_by",
    "initiator",
    "owner_unit",
    "province_code",
    "confidentiality",
    "subject",
)


def case_facts(instance: ProcessInstance) -> dict[str, object]:
    """Return the facts of a case's row that do not change but by a migration; what is not set is left out."""
    found: dict[str, object] = {}
    for name in KEYS:
        key = getattr(instance, name)
        if key is not None and key != instance.key:
            found[camel_case(name)] = str(key)
    for name in OTHERS:
        value = getattr(instance, name)
        if value is not None:
            found[camel_case(name)] = value
    return found
