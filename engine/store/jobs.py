"""Jobs: claiming those that are due, reading one under its lock, and the variables that their elements see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model import json_text
from engine.model.columns import UtcDateTime, fixed_width
from engine.model.element_instance import ElementInstance, element_instances
from engine.model.job import Job, JobState, jobs
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.variable import variables
from engine.store.key_list import is_among, key_list
from engine.store.process_instances import is_running
from engine.store.question import Question
from engine.store.rows import upsert
from engine.store.with_chain import WithChain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_c = jobs.c
_FAR_OFF = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that may be activated, with what its worker is told about the case."""

    job: Job
    business_id: str | None
    tags: tuple[str, ...]


def claim_due_jobs(connection: sa.Connection, types: Collection[str], now: datetime, limit: int) -> list[DueJob]:
    """Lock and return jobs of these types that may be activated, the most urgent first, then the oldest; others' locks are skipped.

    Reads as many rows as are asked for, however many jobs wait; some more where others hold the first ones.
    """
    wanted, looked_at = tuple(sorted(set(types))), limit
    while wanted:
        keys = [
            key for key, _ in _first_due(wanted, urgent_first=True).rows(connection, now=fixed_width(now), at_most=looked_at)
        ]
        found = _lock_due(connection, keys, now, limit) if keys else []
        if found or len(keys) < looked_at:
            return found
        looked_at *= 4
    return []


def lock_job(connection: sa.Connection, key: int) -> Job | None:
    """Lock and return one job; the process instance's lock comes first."""
    return _LOCKED.entity(connection, Job, key=key)


def lock_job_with_chain(connection: sa.Connection, key: int) -> tuple[Job, list[ElementInstance]] | None:
    """Lock a job and return it and its element instance with the enclosing ones, innermost first, with one statement."""
    return _WITH_CHAIN.find(connection, key)


def save_jobs(connection: sa.Connection, changed: Sequence[Job]) -> None:
    """Update jobs."""
    upsert(connection, jobs, changed)


def next_job_at(connection: sa.Connection, types: Collection[str]) -> datetime | None:
    """Return when the next job of these types may be activated (again); None when there is none in a running process instance."""
    first = _first_due(tuple(sorted(set(types))), urgent_first=False)
    found = first.rows(connection, now=fixed_width(_FAR_OFF), at_most=1)
    return found[0][1] if found else None


def visible_variables(
    connection: sa.Connection, element_instance_keys: Collection[int], names: Sequence[str] | None = None
) -> dict[int, dict[str, object]]:
    """Return what each element instance sees, only of these names if given; one statement.

    The variables of its scope chain, inner ones over outer ones. What several see together is the same value.
    """
    asked = {"elements": key_list(connection, element_instance_keys)}
    wanted = {f"name_{index}": name for index, name in enumerate(names or ())}
    found = _seen_variables(len(wanted)).rows(connection, **asked, **wanted)
    seen: dict[int, dict[str, object]] = {key: {} for key in element_instance_keys}
    values: dict[int, object] = {}
    for seen_by, key, name, text in found:
        if key not in values:
            values[key] = json_text.loads(text)
        seen[seen_by][name] = values[key]
    return seen


_WITH_CHAIN = WithChain(jobs, Job, is_locked=True)
_LOCKED = Question(sa.select(jobs).where(_c.key == sa.bindparam("key", type_=sa.BigInteger)).with_for_update())


@lru_cache(maxsize=64)
def _first_due(types: tuple[str, ...], *, urgent_first: bool) -> Question:
    """Return the question for the `at_most` jobs of these types that come first, of those due until `now`: key, due time.

    One branch a type, so that each reads the index in its order and stops; the state is written out because the index holds
    only rows in that state, which SQLite does not see in a parameter.
    """
    # Where urgency comes first the due time must not lead to the other index, whose order would have to be sorted anew.
    due_at = sa.func.coalesce(_c.due_at, _c.due_at) if urgent_first else _c.due_at
    is_open = sa.and_(_c.state == sa.literal_column("'CREATED'"), due_at <= sa.bindparam("now", type_=UtcDateTime))
    at_most = sa.bindparam("at_most", type_=sa.Integer)
    order = ("precedence", "due_at", "key") if urgent_first else ("due_at", "key")
    branches = [
        sa.select(*(_c[column] for column in order))
        .where(_c.type == name, is_open, _c.retries > 0, is_running(_c.process_instance_key))
        .order_by(*(_c[column] for column in order))
        .limit(at_most)
        .subquery()
        for name in types
    ]
    together = sa.union_all(*(sa.select(*branch.c) for branch in branches)).subquery()
    first = sa.select(together.c.key, together.c.due_at)
    return Question(first.order_by(*(together.c[column] for column in order)).limit(at_most))


def _lock_due(connection: sa.Connection, keys: Sequence[int], now: datetime, limit: int) -> list[DueJob]:
    asked = {"keys": key_list(connection, keys), "now": fixed_width(now), "at_most": limit}
    names = tuple(_c.keys())
    found = _DUE.rows(connection, **asked)
    return [DueJob(Job(**dict(zip(names, row[:-2], strict=True))), row[-2], tuple(row[-1])) for row in found]


_DUE = Question(
    sa.select(*_c, process_instances.c.business_id, process_instances.c.tags)
    .join(process_instances, process_instances.c.key == _c.process_instance_key)
    .where(is_among(_c.key, "keys"), _c.state == JobState.CREATED, _c.retries > 0)
    .where(_c.due_at <= sa.bindparam("now", type_=UtcDateTime), process_instances.c.state == ProcessInstanceState.ACTIVE)
    .order_by(_c.precedence, _c.due_at, _c.key)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
    .with_for_update(skip_locked=True, of=jobs)
)


@lru_cache(maxsize=64)
def _seen_variables(names: int) -> Question:
    """Return the question for what elements see, of so many names (0: of all), inner variables after outer ones."""
    elements = element_instances
    start = sa.select(
        elements.c.key.label("seen_by"),
        elements.c.key.label("key"),
        elements.c.scope_key.label("scope_key"),
        sa.literal(0).label("depth"),
    )
    chain = start.where(is_among(elements.c.key, "elements")).cte("chain", recursive=True)
    outer = elements.alias("outer_scope")
    step = sa.select(chain.c.seen_by, outer.c.key, outer.c.scope_key, chain.c.depth + 1)
    chain = chain.union_all(step.join(chain, outer.c.key == chain.c.scope_key))
    query = sa.select(chain.c.seen_by, variables.c.key, variables.c.name, variables.c.value).join(
        variables, variables.c.scope_key == chain.c.key
    )
    if names:
        wanted = [variables.c.name == sa.bindparam(f"name_{index}", type_=sa.String) for index in range(names)]
        query = query.where(sa.or_(*wanted))
    return Question(query.order_by(chain.c.depth.desc()))
