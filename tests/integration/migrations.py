"""What tests of migrations share: versions, boundary events, the operator and the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.commands import MigrateInstance
from engine.model.process_definition import process_definitions
from engine.model.timer import timers
from tests.integration.office import person

if TYPE_CHECKING:
    from tests.integration.office import Office

OPERATOR = person("op", "process.operator")
WHY = "the diagram sent reports past the legal officer"


def boundary(host: str, event: str, *, interrupting: bool = False) -> str:
    cancel = "" if interrupting else ' cancelActivity="false"'
    return f'<bpmn:boundaryEvent id="@id" attachedToRef="{host}"{cancel}>@flows{event}</bpmn:boundaryEvent>'


def timer(duration: str) -> str:
    expression = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration>'
    return f'<bpmn:timerEventDefinition id="@id_t">{expression}</bpmn:timerEventDefinition>'


MESSAGE = '<bpmn:messageEventDefinition id="@id_m" messageRef="message"/>'


def version(office: Office, process_id: str, number: int) -> int:
    """Return the key of a version of a process."""
    where = (process_definitions.c.process_id == process_id, process_definitions.c.version == number)
    (row,) = office.rows(sa.select(process_definitions.c.key).where(*where))
    return int(row[0])


def migrate(office: Office, key: int, to: int = 2, process_id: str = "review", **mapping: str) -> None:
    office.engine.execute(MigrateInstance(key, version(office, process_id, to), mapping, WHY), OPERATOR)


def due(office: Office) -> dict[str, object]:
    return {row[0]: row[1] for row in office.rows(sa.select(timers.c.element_id, timers.c.due_at))}
