"""How many jobs were created, completed and failed in a period: in all, by type, by worker, by time and by error.

A job counts as failed in the period in which it was created when its last attempt failed: attempts have no rows of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.columns import UtcDateTime
from engine.model.job import JobState, jobs
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor

SPANS_AT_MOST = 1_000
"""Of a time series; a shorter step than a thousandth of the period is made longer."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when (included) to when (excluded), aware."""

    since: datetime
    before: datetime


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Jobs created, completed and failed, each with the time of the last one."""

    created: int
    created_at: datetime | None
    completed: int
    completed_at: datetime | None
    failed: int
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TypeCounts(JobCounts):
    """The jobs of one type and how many different workers had them."""

    job_type: str
    workers: int


@dataclass(frozen=True, slots=True)
class WorkerCounts(JobCounts):
    """The jobs that one worker had."""

    worker: str


@dataclass(frozen=True, slots=True)
class ErrorCounts:
    """The workers whose jobs failed with the same error."""

    error_code: str
    error_message: str
    workers: int


_job = jobs.c
_LIMITS = {"error_code": sa.func.coalesce(_job.error_code, ""), "error_message": sa.func.coalesce(_job.error_message, "")}
TYPES: Search[Any] = Search(TypeCounts, jobs, {"job_type": Column(_job.type)}, "job_type")
ERRORS: Search[Any] = Search(ErrorCounts, jobs, {name: Column(text) for name, text in _LIMITS.items()}, "error_code")
"""What may be asked of each, to read a request with."""


def job_counts(connection: sa.Connection, actor: Actor, span: Span, job_type: str | None = None) -> JobCounts:
    """Return the counts of all jobs in cases that the actor sees."""
    query = sa.select(*_counted(span).values()).where(*_within(actor, span, job_type))
    return JobCounts(*connection.execute(query).one())


def counts_by_type(connection: sa.Connection, actor: Actor, span: Span, request: SearchRequest) -> Page[TypeCounts]:
    """Return a page of job types, by name."""
    return _grouped(connection, TypeCounts, {"job_type": _job.type}, _within(actor, span), request, span)


def counts_by_worker(
    connection: sa.Connection, actor: Actor, span: Span, job_type: str, request: SearchRequest
) -> Page[WorkerCounts]:
    """Return a page of those who worked on jobs of a type, by name."""
    where = (*_within(actor, span, job_type), _job.worker != "")
    return _grouped(connection, WorkerCounts, {"worker": _job.worker}, where, request, span)


def counts_by_error(
    connection: sa.Connection, actor: Actor, span: Span, job_type: str, request: SearchRequest
) -> Page[ErrorCounts]:
    """Return a page of the errors of jobs of a type, by code and message."""
    has_failed = sa.or_(_job.error_code.is_not(None), _job.error_message.is_not(None))
    counted = (
        sa.select(*(text.label(name) for name, text in _LIMITS.items()), _workers.label("workers"))
        .where(*_within(actor, span, job_type), has_failed)
        .group_by(*_LIMITS.values())
        .subquery("by_error")
    )
    columns = {name: Column(counted.c[name]) for name in _LIMITS} | {"workers": Column(counted.c.workers, Kind.INTEGER)}
    return Search(ErrorCounts, counted, columns, "error_code", ("error_message",)).page(connection, request)


def counts_over_time(
    connection: sa.Connection, actor: Actor, span: Span, job_type: str, step: timedelta
) -> list[tuple[datetime, JobCounts]]:
    """Return the counts of each step of the period, in order of time; empty steps are left out."""
    step = max(step, (span.before - span.since) / SPANS_AT_MOST)
    found = []
    start = span.since
    while start < span.before:
        part = Span(start, min(start + step, span.before))
        counts = job_counts(connection, actor, part, job_type)
        if counts.created or counts.completed or counts.failed:
            found.append((start, counts))
        start = part.before
    return found


_workers = sa.func.count(sa.distinct(sa.case((_job.worker != "", _job.worker))))


def _counted(span: Span) -> dict[str, ColumnElement[Any]]:
    is_created, is_completed, is_failed = _states(span)
    return {
        "created": _number(is_created),
        "created_at": _last(is_created, _job.created_at),
        "completed": _number(is_completed),
        "completed_at": _last(is_completed, _job.ended_at),
        "failed": _number(is_failed),
        "failed_at": _last(is_failed, sa.func.coalesce(_job.ended_at, _job.created_at)),
    }


def _states(span: Span) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    is_created = sa.and_(_job.created_at >= span.since, _job.created_at < span.before)
    is_ended = sa.and_(_job.ended_at >= span.since, _job.ended_at < span.before)
    is_completed = sa.and_(_job.state == JobState.COMPLETED, is_ended)
    is_failed = sa.and_(_job.state != JobState.COMPLETED, _job.error_message.is_not(None), is_created)
    return is_created, is_completed, is_failed


def _within(actor: Actor, span: Span, job_type: str | None = None) -> tuple[ColumnElement[bool], ...]:
    is_created, is_completed, _ = _states(span)
    of_type = () if job_type is None else (_job.type == job_type,)
    return (*of_type, sa.or_(is_created, is_completed), visible_within(actor, _job.process_instance_key))


def _grouped(
    connection: sa.Connection,
    row: type[Any],
    group: dict[str, ColumnElement[Any]],
    where: tuple[ColumnElement[bool], ...],
    request: SearchRequest,
    span: Span,
) -> Page[Any]:
    """Return a page of groups with their counts, by the group's name."""
    (name,) = group
    numbers = _counted(span) | {"workers": _workers}
    counted = (
        sa.select(group[name].label(name), *(number.label(label) for label, number in numbers.items()))
        .where(*where)
        .group_by(group[name])
        .subquery("counted")
    )
    columns = {label: Column(counted.c[label], Kind.TIME if label.endswith("_at") else Kind.INTEGER) for label in numbers}
    return Search(row, counted, columns | {name: Column(counted.c[name])}, name).page(connection, request)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _last(condition: ColumnElement[bool], at: ColumnElement[Any]) -> ColumnElement[Any]:
    return sa.type_coerce(sa.func.max(sa.case((condition, at))), UtcDateTime())
