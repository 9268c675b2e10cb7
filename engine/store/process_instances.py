"""Process instances: finding, locking, writing; the row lock is what keeps commands on one case apart."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.element_instance import element_instances
from engine.model.job import jobs
from engine.model.process_instance import ProcessInstance, ProcessInstanceState, process_instances
from engine.model.user_task import user_tasks
from engine.store.question import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

_c = process_instances.c
_key = sa.bindparam("key", type_=sa.BigInteger)

_SELECTED = sa.select(process_instances).where(_c.key == _key)
_BY_KEY, _LOCKED = Question(_SELECTED), Question(_SELECTED.with_for_update())
_OF_USER_TASK = sa.select(user_tasks.c.process_instance_key).where(user_tasks.c.key == _key).scalar_subquery()
_LOCKED_OF_USER_TASK = Question(sa.select(process_instances).where(_c.key == _OF_USER_TASK).with_for_update())
_OF_JOB = sa.select(jobs.c.process_instance_key).where(jobs.c.key == _key).scalar_subquery()
_LOCKED_OF_JOB = Question(sa.select(process_instances).where(_c.key == _OF_JOB).with_for_update())


def find_process_instance(connection: sa.Connection, key: int) -> ProcessInstance | None:
    """Return a process instance without locking it."""
    return _BY_KEY.entity(connection, ProcessInstance, key=key)


def lock_process_instance(connection: sa.Connection, key: int) -> ProcessInstance | None:
    """Lock and return a process instance; waits for whoever has it."""
    return _LOCKED.entity(connection, ProcessInstance, key=key)


def lock_process_instance_of_user_task(connection: sa.Connection, user_task_key: int) -> ProcessInstance | None:
    """Lock and return the process instance of a user task."""
    return _LOCKED_OF_USER_TASK.entity(connection, ProcessInstance, key=user_task_key)


def lock_process_instance_of_job(connection: sa.Connection, job_key: int) -> ProcessInstance | None:
    """Lock and return the process instance of a job."""
    return _LOCKED_OF_JOB.entity(connection, ProcessInstance, key=job_key)


def living_versions(connection: sa.Connection, keys: Sequence[int]) -> list[tuple[int, int, str | None]]:
    """Return (key, process definition key, business id) of those of at most some thousand instances that have not ended, by key."""
    query = sa.select(_c.key, _c.process_definition_key, _c.business_id).where(_c.key.in_(list(keys)), _c.ended_at.is_(None))
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(_c.key))]


def is_running(process_instance_key: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that the process instance of this key, if there is one, is not suspended."""
    held = sa.select(_c.key).where(_c.key == process_instance_key, _c.state == ProcessInstanceState.SUSPENDED)
    return ~held.exists()


def has_business_id(connection: sa.Connection, process_id: str, business_id: str) -> bool:
    """Tell whether a root process instance of the process has the business id; until the commit nobody else may ask for it.

    Without the lock two transactions that start at the same time would both find it free. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        wanted = zlib.crc32(f"{process_id}\0{business_id}".encode()) - 2**31
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(18, sa.cast(wanted, sa.Integer))))
    query = sa.select(_c.key).where(
        _c.business_id == business_id,
        _c.process_id == process_id,
        _c.parent_process_instance_key.is_(None),
    )
    return connection.execute(query.limit(1)).first() is not None


def process_instance_of_element(connection: sa.Connection, element_instance_key: int) -> int | None:
    """Return the key of the process instance that an element instance belongs to."""
    table = element_instances
    query = sa.select(table.c.process_instance_key).where(table.c.key == element_instance_key)
    key: int | None = connection.execute(query).scalar_one_or_none()
    return key
