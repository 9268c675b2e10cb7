"""How processes went: where cases go and wait on the diagram, how long they take, which targets they keep, who has the work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, abort, render_template, request, url_for

from engine.queries import json_text, organisation, process_definitions
from engine.queries import process_statistics as statistics
from web.presentation import process_figures as figures
from web.presentation.elements import process_model, process_name
from web.presentation.formats import duration_text
from web.presentation.history_period import period_of
from web.presentation.history_tabs import history_tabs
from web.site import engine, language, require_auditor
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from flask import Blueprint

    from engine.queries.person_history import Period
    from engine.queries.process_statistics import CaseSpan

USUAL = "anumat:usualDuration"
SHOWN_DAYS = 365
"""The period unless another is asked for: the last so many days."""
FIELDS = ("version", "from", "to", "heat")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases of which versions are looked at."""

    process_id: str
    versions: Sequence[tuple[int, int]]
    """All of them: version and key, the newest first."""
    keys: Sequence[int]
    drawn: int
    """The version whose diagram is shown."""
    period: Period
    values: Mapping[str, str]
    errors: Mapping[str, bool]


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/history/processes", "history_processes", history_processes)
    pages.add_url_rule("/history/processes/<process_id>", "history_process", history_process)
    pages.add_url_rule("/history/processes/<process_id>/heat.json", "history_heat", history_heat)


def history_processes() -> str:
    """List the processes with how many of their cases are open."""
    require_auditor()
    with engine().reading() as connection:
        versions = process_definitions.process_versions(connection)
        counts = statistics.open_by_process(connection)
    rows = [
        (process_name(keys[0][1]), process_id, keys[0][0], counts.get(process_id, 0)) for process_id, keys in versions.items()
    ]
    return render_template("pages/history_processes.html", tabs=history_tabs("history_processes"), rows=sorted(rows))


def history_process(process_id: str) -> str:
    """Show the figures of one process."""
    require_auditor()
    with engine().reading() as connection:
        chosen = _chosen(connection, process_id)
        cases, is_cut = statistics.case_spans(connection, chosen.keys, chosen.period)
        steps = _steps(connection, chosen, cases)
        waiting = statistics.open_by_unit(connection, process_id)
        names = organisation.unit_names(connection)
    usual = process_model(chosen.drawn).root.properties.get(USUAL)
    return render_template(
        "pages/history_process.html",
        name=process_name(chosen.drawn),
        chosen=chosen,
        is_cut=is_cut,
        count=len(cases),
        lead=figures.lead_times(cases, usual),
        bars=figures.bottlenecks(steps),
        steps=sorted(steps.values(), key=lambda step: step.total, reverse=True),
        median=lambda lengths: figures.percentile(lengths, 50) if lengths else None,
        ninety=lambda lengths: figures.percentile(lengths, 90) if lengths else None,
        units=_units(cases, waiting, names),
        heat_url=f"{url_for('pages.history_heat', process_id=process_id)}?{urlencode(chosen.values)}",
    )


def history_heat(process_id: str) -> Response:
    """Answer with the diagram and how hot each element is, for assets/diagram/viewer.js."""
    require_auditor()
    is_duration = request.args.get("heat") == "duration"
    with engine().reading() as connection:
        chosen = _chosen(connection, process_id)
        cases, _ = statistics.case_spans(connection, chosen.keys, chosen.period)
        steps = _steps(connection, chosen, cases)
        xml = process_definitions.process_definition_xml(connection, chosen.drawn).decode()
    hot = figures.heat(steps, is_duration=is_duration)
    shown = {
        key: {"level": level, "text": duration_text(timedelta(seconds=value), language()) if is_duration else f"{value:,.0f}"}
        for key, (level, value) in hot.items()
    }
    response = Response(json_text.dumps({"xml": xml, "heat": shown}), content_type="application/json")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _chosen(connection: Any, process_id: str) -> Chosen:
    versions = process_definitions.process_versions(connection).get(process_id)
    if not versions:
        abort(404)
    values = {name: request.args.get(name, "").strip() for name in FIELDS}
    keys = [key for version, key in versions if str(version) == values["version"]] or [key for _, key in versions]
    shown = period_of(request.args, SHOWN_DAYS)
    values = {**values, **shown.values, "heat": values["heat"] if values["heat"] == "duration" else "frequency"}
    return Chosen(process_id, versions, keys, keys[0], shown.period, values, shown.errors)


def _steps(connection: Any, chosen: Chosen, cases: Sequence[CaseSpan]) -> dict[str, figures.StepFigures]:
    keys = [case.key for case in cases]
    runs, tasks = statistics.element_runs(connection, keys), statistics.task_spans(connection, keys)
    return figures.step_figures(chosen.drawn, runs, tasks, engine().now())


def _units(
    cases: Sequence[CaseSpan], waiting: Mapping[str | None, tuple[int, int]], names: Mapping[str, tuple[str, str]]
) -> list[tuple[str, int, int, int]]:
    """Return each unit with its open cases, waiting user tasks, and cases finished in the period, the busiest first."""
    finished: dict[str | None, int] = {}
    for case in cases:
        finished[case.unit] = finished.get(case.unit, 0) + (case.ended_at is not None)
    at = int(language() == "en")
    rows = []
    for unit in {*waiting, *finished}:
        name = names[unit][at] if unit is not None and unit in names else unit or gettext("Without a unit")
        rows.append((name, *waiting.get(unit, (0, 0)), finished.get(unit, 0)))
    return sorted(rows, key=lambda row: (-row[1], -row[3], row[0]))
