"""Where an element instance is, as history events tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance


def place_of(instance: ElementInstance) -> dict[str, object]:
    """Return what a history event says about where an element instance is: with it the row can be rebuilt.

    The scope is left out when it is the process itself.
    """
    place: dict[str, object] = {"elementType": instance.element_type.value}
    if instance.scope_key not in {None, instance.process_instance_key}:
        place["scopeKey"] = str(instance.scope_key)
    if instance.flow_id is not None:
        place["flowId"] = instance.flow_id
    if instance.loop_counter:
        place["loopCounter"] = instance.loop_counter
    return place
