"""The parts of an element while it is being read; each reader adds those that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    import feel
    from engine.bpmn.process_model import (
        AdHoc,
        Binding,
        CalledDecision,
        CalledElement,
        ElementType,
        EventDefinition,
        JobDefinition,
        LinkedResource,
        Listener,
        MultiInstance,
        ScriptDefinition,
        StandardLoop,
        UserTaskDefinition,
        VariableMapping,
    )


class ElementFields(TypedDict, total=False):
    """The keyword arguments of an Element."""

    id: str
    type: ElementType
    name: str | None
    parent_id: str | None
    documentation: str | None
    properties: Mapping[str, str]
    incoming: tuple[str, ...]
    outgoing: tuple[str, ...]
    default_flow: str | None
    events: tuple[EventDefinition, ...]
    parallel_multiple: bool
    interrupting: bool
    attached_to: str | None
    boundary_events: tuple[str, ...]
    children: tuple[str, ...]
    start_events: tuple[str, ...]
    entry_points: tuple[str, ...]
    event_sub_processes: tuple[str, ...]
    is_for_compensation: bool
    compensation_handler: str | None
    loop: MultiInstance | StandardLoop | None
    inputs: tuple[VariableMapping, ...]
    outputs: tuple[VariableMapping, ...]
    data_inputs: tuple[tuple[str, str], ...]
    data_outputs: tuple[tuple[str, str], ...]
    job: JobDefinition | None
    listeners: tuple[Listener, ...]
    user_task: UserTaskDefinition | None
    form_id: str | None
    form_binding: Binding | None
    embedded_form: str | None
    linked_resources: tuple[LinkedResource, ...]
    script: ScriptDefinition | None
    decision: CalledDecision | None
    call: CalledElement | None
    ad_hoc: AdHoc | None
    start_quantity: int
    completion_quantity: int
    instantiate: bool
    event_gateway_parallel: bool
    activation_condition: feel.Expression | None
