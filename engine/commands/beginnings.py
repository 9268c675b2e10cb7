"""How a process instance comes into being: by a request, a call activity, a message, a signal or a timer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import feel
from engine.commands.case import Case
from engine.errors import AlreadyExists
from engine.model.process_instance import ProcessInstance
from engine.runtime import entry_points
from engine.store.numbers import next_number
from engine.store.process_instances import has_business_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.bpmn.process_model import Element
    from engine.commands.command import Work
    from engine.model.process_definition import ProcessDefinition

BUDDHIST_ERA = 543
CASE_NUMBER = "anumat:caseNumber"
SUBJECT = "anumat:subject"
CONFIDENTIALITY = "anumat:confidentiality"
DEFAULT_CONFIDENTIALITY = "ปกติ"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new process instance starts with."""

    variables: Mapping[str, object] = field(default_factory=dict)
    business_id: str | None = None
    tags: Sequence[str] = ()
    start_event_id: str | None = None
    """The message, signal or timer start event; None: the none start event."""
    event_index: int = 0
    """Which part of the start event occurred."""
    element_ids: Sequence[str] = ()
    """Start at these elements instead."""
    key: int | None = None
    parent: ProcessInstance | None = None
    """The calling process instance, locked."""
    undone: ProcessInstance | None = None
    """The process instance that this one is to undo; it has ended."""
    parent_element_instance_key: int | None = None
    message_correlation_key: str | None = None
    initiator: str | None = None


def begin(work: Work, definition: ProcessDefinition, beginning: Beginning) -> Case:
    """Create a process instance and put its first steps on the queue; the caller saves the case.

    Raises AlreadyExists when another instance of the process has the business id.
    """
    key = beginning.key or work.new_key()
    parent = beginning.parent
    root = work.resources.model(definition.key).root
    facts = _facts(work, beginning)
    instance = ProcessInstance(
        key=key,
        process_definition_key=definition.key,
        process_id=definition.process_id,
        version=definition.version,
        started_at=work.now,
        root_process_instance_key=parent.root_process_instance_key if parent else key,
        business_id=_business_id(work, definition, root, beginning, facts),
        parent_process_instance_key=parent.key if parent else None,
        parent_element_instance_key=beginning.parent_element_instance_key,
        started_by=work.actor.user_name,
        tags=tuple(beginning.tags),
        subject=parent.subject if parent else _subject(work, root, beginning.variables),
        initiator=facts["initiator"],
        owner_unit=facts["ownerUnit"],
        province_code=facts["provinceCode"],
        confidentiality=facts["confidentiality"] or root.properties.get(CONFIDENTIALITY, DEFAULT_CONFIDENTIALITY),
        message_correlation_key=beginning.message_correlation_key,
    )
    case = Case(work, instance)
    variables = _with_case_number(root, beginning.variables, instance.business_id)
    if beginning.undone is not None:
        entry_points.undo_process(case.execution, beginning.undone.key)
    elif beginning.element_ids:
        entry_points.start_at(case.execution, variables, beginning.element_ids)
    else:
        entry_points.start(
            case.execution, variables, start_event_id=beginning.start_event_id, event_index=beginning.event_index
        )
    return case


def _facts(work: Work, beginning: Beginning) -> dict[str, str | None]:
    """Collect what lists and visibility need: from the variables, else from the calling case, else from the actor.

    What undoes another process instance is seen by whoever sees that one.
    """
    parent, actor, given = beginning.parent, work.actor, beginning.variables
    if (undone := beginning.undone) is not None:
        return {
            "initiator": undone.initiator,
            "ownerUnit": undone.owner_unit,
            "provinceCode": undone.province_code,
            "confidentiality": undone.confidentiality,
        }
    return {
        "initiator": _text(given.get("initiator")) or (parent.initiator if parent else beginning.initiator or actor.user_name),
        "ownerUnit": _text(given.get("ownerUnit")) or (parent.owner_unit if parent else actor.unit),
        "provinceCode": _text(given.get("provinceCode")) or (parent.province_code if parent else actor.province),
        "confidentiality": _text(given.get("confidentiality")) or (parent.confidentiality if parent else None),
    }


def _business_id(
    work: Work, definition: ProcessDefinition, root: Element, beginning: Beginning, facts: Mapping[str, str | None]
) -> str | None:
    given = beginning.business_id
    if given is not None:
        if beginning.parent is None and has_business_id(work.uow.connection, definition.process_id, given):
            raise AlreadyExists("process instance", given)
        return given
    if beginning.parent is not None:
        return beginning.parent.business_id
    prefix = root.properties.get(CASE_NUMBER)
    if not prefix:
        return None
    series = f"{prefix}-{work.now.astimezone(ZoneInfo(work.zone)).year + BUDDHIST_ERA}-{_unit_code(facts)}"
    return f"{series}-{next_number(work.uow.connection, series):05}"


def _with_case_number(root: Element, variables: Mapping[str, object], business_id: str | None) -> Mapping[str, object]:
    """Let expressions read the number of a numbered case, for correlation keys and letters; nobody may choose it."""
    if business_id is None or CASE_NUMBER not in root.properties:
        return variables
    return {**variables, "caseNumber": business_id}


def _unit_code(facts: Mapping[str, str | None]) -> str:
    """Return the province's number for a provincial office (P50 gives 50), else the unit's code."""
    unit = facts["ownerUnit"] or facts["provinceCode"] or "00"
    return unit[1:] if unit.startswith("P") and unit[1:].isdigit() else unit


def _subject(work: Work, root: Element, variables: Mapping[str, object]) -> str | None:
    text = root.properties.get(SUBJECT, "").strip()
    if not text:
        return None
    if not text.startswith("="):
        return text
    value = feel.compile(text[1:]).evaluate(variables, work.evaluation())
    return value if isinstance(value, str) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
