"""Statistics of jobs over REST: how many were created, completed and failed in a period."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import feel
from api import shapes
from api.body import Body, parse_time
from api.errors import BadRequest
from api.routing import Routes
from api.searching import DEFAULT_LIMIT, LARGEST_LIMIT, SEARCH_BODY, read_search, write_page
from api.shapes import Shape, write_time
from engine.commands import Permission
from engine.queries import job_statistics as statistics
from engine.queries.job_statistics import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.routing import Call
    from engine.queries.job_statistics import JobCounts

routes = Routes("Jobs")

METRICS = Permission.VIEW_METRICS
PERIOD: Final = ("from", "to", "jobType")
DEFAULT_STEPS: Final = 60
BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""From when jobs are counted that no filter says more of."""
LONGEST_STEP_NS: Final = 366 * 86_400 * 10**9
ERROR = Shape("JobErrorStatistics", (shapes.text("errorCode"), shapes.text("errorMessage"), shapes.integer("workers")))
METRIC: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"count": {"type": "integer"}, "lastUpdatedAt": {"type": ["string", "null"], "format": "date-time"}},
    "required": ["count", "lastUpdatedAt"],
}
COUNTS: Final = {"created": METRIC, "completed": METRIC, "failed": METRIC}
SERIES_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "filter": {"type": "object"},
        "page": {"type": "object", "properties": {"limit": {"type": "integer"}, "after": {"type": "string"}}},
    },
}
ITEMS: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"type": "object"}}, "page": {"type": "object"}},
    "required": ["items", "page"],
}


@routes.serve(
    "GET",
    "/jobs/statistics/global",
    "getGlobalJobStatistics",
    "Count the jobs of a period",
    METRICS,
    query=PERIOD,
    answer={"type": "object", "properties": {**COUNTS, "isIncomplete": {"type": "boolean"}}},
)
def get_global_job_statistics(call: Call) -> dict[str, Any]:
    """Answer with the counts between the query's `from` and `to`, of all jobs or those of `jobType`."""
    asked = call.request.args
    span = _span(Body({name: asked[name] for name in PERIOD if name in asked}))
    with call.engine.reading() as connection:
        counts = statistics.job_counts(connection, call.actor, span, asked.get("jobType"))
    return _counts(counts) | {"isIncomplete": False}


@routes.serve(
    "POST", "/jobs/statistics/by-types", "getJobTypeStatistics", "Count jobs by type", METRICS, body=SEARCH_BODY, answer=ITEMS
)
def get_job_type_statistics(call: Call) -> dict[str, Any]:
    """Answer with the counts of each job type."""
    request = read_search(call.body, statistics.TYPES, besides=("from", "to"))
    span = _span(call.body.child("filter")) if "filter" in call.body else Span(BEGINNING, call.engine.now())
    with call.engine.reading() as connection:
        page = statistics.counts_by_type(connection, call.actor, span, request)
    return write_page(page, ERROR, lambda row: {"jobType": row.job_type, "workers": row.workers, **_counts(row)})


@routes.serve(
    "POST",
    "/jobs/statistics/by-workers",
    "getJobWorkerStatistics",
    "Count the jobs of a type by worker",
    METRICS,
    body=SEARCH_BODY,
    answer=ITEMS,
)
def get_job_worker_statistics(call: Call) -> dict[str, Any]:
    """Answer with the counts of each worker."""
    request = read_search(call.body, statistics.TYPES, besides=PERIOD)
    span, job_type = _of_type(call.body.child("filter"))
    with call.engine.reading() as connection:
        page = statistics.counts_by_worker(connection, call.actor, span, job_type, request)
    return write_page(page, ERROR, lambda row: {"worker": row.worker, **_counts(row)})


@routes.serve(
    "POST",
    "/jobs/statistics/errors",
    "getJobErrorStatistics",
    "Count the errors of jobs of a type",
    METRICS,
    body=SEARCH_BODY,
    answer=ITEMS,
)
def get_job_error_statistics(call: Call) -> dict[str, Any]:
    """Answer with the errors and how many workers met each."""
    request = read_search(call.body, statistics.ERRORS, besides=PERIOD)
    span, job_type = _of_type(call.body.child("filter"))
    with call.engine.reading() as connection:
        return write_page(statistics.counts_by_error(connection, call.actor, span, job_type, request), ERROR)


@routes.serve(
    "POST",
    "/jobs/statistics/time-series",
    "getJobTimeSeriesStatistics",
    "Count the jobs of a type over time",
    METRICS,
    body=SERIES_BODY,
    answer=ITEMS,
)
def get_job_time_series_statistics(call: Call) -> dict[str, Any]:
    """Answer with the counts of each step of `resolution` (an ISO 8601 duration) in which something happened, by time."""
    filters, asked = call.body.child("filter"), call.body.child("page")
    filters.refuse_unknown((*PERIOD, "resolution"))
    limit = asked.integer("limit", DEFAULT_LIMIT, least=1, most=LARGEST_LIMIT) or DEFAULT_LIMIT
    after = _read_cursor(asked.text("after"))
    span, job_type = _of_type(filters)
    step = _resolution(filters.text("resolution")) or (span.before - span.since) / DEFAULT_STEPS
    with call.engine.reading() as connection:
        series = statistics.counts_over_time(connection, call.actor, span, job_type, step)
    shown = [{"time": write_time(at), **_counts(counts)} for at, counts in series if after is None or at > after][:limit]
    ends = {"startCursor": _cursor(shown[0]) if shown else None, "endCursor": _cursor(shown[-1]) if shown else None}
    return {"items": shown, "page": {"totalItems": len(series), "hasMoreTotalItems": False, **ends}}


def _cursor(item: Mapping[str, Any]) -> str:
    return base64.b64encode(str(item["time"]).encode()).decode()


def _read_cursor(text: str | None) -> datetime | None:
    try:
        return None if text is None else datetime.fromisoformat(base64.b64decode(text, validate=True).decode("ascii"))
    except ValueError:
        raise BadRequest("The cursor does not belong to these statistics; use one of their last answer.") from None


def _of_type(filters: Body) -> tuple[Span, str]:
    return _span(filters), filters.required_text("jobType")


def _span(given: Body) -> Span:
    since, before = (parse_time(given.required_text(name), name) for name in ("from", "to"))
    if since >= before:
        raise BadRequest("Request property [to] must be after [from].")
    return Span(since, before)


def _resolution(text: str | None) -> timedelta | None:
    if not text:
        return None
    step = feel.duration_from_text(text)
    if not isinstance(step, feel.DaysTimeDuration) or not 0 < step.nanoseconds < LONGEST_STEP_NS:
        raise BadRequest("Request property [filter.resolution] cannot be parsed; give a duration such as PT1M.")
    return timedelta(microseconds=step.nanoseconds // 1000)


def _counts(counts: JobCounts) -> dict[str, Any]:
    return {
        "created": {"count": counts.created, "lastUpdatedAt": write_time(counts.created_at)},
        "completed": {"count": counts.completed, "lastUpdatedAt": write_time(counts.completed_at)},
        "failed": {"count": counts.failed, "lastUpdatedAt": write_time(counts.failed_at)},
    }
