"""Whether this server is alive, ready, and how busy: /healthz, /readyz, /metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily

from engine.errors import DatabaseUnavailable
from engine.queries.workload import Workload, workload
from engine.store.migrations import is_current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client.core import Metric

    from engine.commands import Engine

READY = "ready"


def create_health(engine: Engine, is_drain_alive: Callable[[], bool]) -> Blueprint:
    """Build the three routes; they need no sign-in and tell nothing about persons or cases."""
    health = Blueprint("health", __name__)
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(_WorkloadCollector(engine))

    @health.get("/healthz")
    def healthz() -> Response:
        """Say that the process answers."""
        return Response("alive\n", mimetype="text/plain")

    @health.get("/readyz")
    def readyz() -> Response:
        """Say whether the database, its schema and the drain are there; 503 names what is not."""
        problems = _problems(engine, is_drain_alive)
        return Response("\n".join(problems or [READY]) + "\n", status=503 if problems else 200, mimetype="text/plain")

    @health.get("/metrics")
    def metrics() -> Response:
        """Answer Prometheus."""
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return health


def _problems(engine: Engine, is_drain_alive: Callable[[], bool]) -> list[str]:
    try:
        problems = [] if is_current(engine.database) else ["migrations: the schema is not the newest; run `anumat migrate`"]
    except DatabaseUnavailable:
        return ["database: it does not answer"]
    if not is_drain_alive():
        problems.append("drain: the thread that does jobs and timers has ended")
    return problems


class _WorkloadCollector:
    """Asks the database when Prometheus asks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """Yield how much is open and due; nothing while the database is away."""
        try:
            with self._engine.reading() as connection:
                counts = workload(connection, self._engine.now())
        except DatabaseUnavailable:
            counts = None
        yield GaugeMetricFamily("anumat_database_up", "Whether the database answers.", value=0 if counts is None else 1)
        if counts is not None:
            yield from _gauges(counts)


def _gauges(counts: Workload) -> Iterator[Metric]:
    yield GaugeMetricFamily("anumat_cases_active", "Cases that have not ended.", value=counts.active_cases)
    yield GaugeMetricFamily("anumat_user_tasks_open", "User tasks that somebody may do.", value=counts.open_user_tasks)
    yield GaugeMetricFamily("anumat_jobs_open", "Jobs that have not been done.", value=counts.open_jobs)
    yield GaugeMetricFamily("anumat_timers_due", "Timers that are due and have not fired.", value=counts.due_timers)
    yield GaugeMetricFamily("anumat_continuations_owed", "Steps that the engine still owes.", value=counts.continuations)
    yield GaugeMetricFamily("anumat_incidents_active", "Incidents that wait for an operator.", value=counts.active_incidents)
