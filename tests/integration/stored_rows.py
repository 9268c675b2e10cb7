"""The rows of a database as the invariants of tests/bpmn read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.commands.verifying import Verifying
from engine.memory.rows import Rows, Work
from engine.model.element_instance import ElementInstance, element_instances
from engine.model.event_subscription import EventSubscription, event_subscriptions
from engine.model.incident import Incident, IncidentState, incidents
from engine.model.input_chunk import input_chunks
from engine.model.job import Job, jobs
from engine.model.process_instance import ProcessInstance, process_instances
from engine.model.timer import Timer, timers
from engine.model.user_task import UserTask, user_tasks
from engine.model.waiting_token import WaitingToken, waiting_tokens
from engine.store.rows import to_entity
from tests.bpmn import invariants

if TYPE_CHECKING:
    from engine.commands import Engine


def check(engine: Engine) -> None:
    """Raise AssertionError with every broken invariant of all cases, and everything that the record does not explain."""
    invariants.check(rows_of(engine), engine.process_model)
    assert [finding.as_json() for finding in Verifying(engine.database).everything()] == []


def rows_of(engine: Engine) -> Rows:
    """Read what the invariants are about, of all cases at one moment."""
    with engine.database.snapshot() as connection:

        def all_of(entity: type[Any], table: sa.Table, *where: sa.ColumnElement[bool]) -> list[Any]:
            return [to_entity(entity, row) for row in connection.execute(sa.select(table).where(*where))]

        of_case, waiting = timers.c.element_instance_key.is_not(None), event_subscriptions.c.element_instance_key.is_not(None)
        chunks = connection.execute(sa.select(input_chunks.c.body_key, input_chunks.c.number)).all()
        return Rows(
            process_instances={row.key: row for row in all_of(ProcessInstance, process_instances)},
            element_instances={row.key: row for row in all_of(ElementInstance, element_instances)},
            tokens={(t.scope_key, t.element_id, t.flow_id): t for t in all_of(WaitingToken, waiting_tokens)},
            user_tasks={t.key: Work(t, t.process_instance_key, t.state.value) for t in all_of(UserTask, user_tasks)},
            jobs={job.key: Work(job, job.process_instance_key, job.state.value) for job in all_of(Job, jobs)},
            timers={row.key: row for row in all_of(Timer, timers, of_case)},
            subscriptions={row.key: row for row in all_of(EventSubscription, event_subscriptions, waiting)},
            incidents={row.key: row for row in all_of(Incident, incidents, incidents.c.state == IncidentState.ACTIVE)},
            chunks={(row[0], row[1]): () for row in chunks},
        )
