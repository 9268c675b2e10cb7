"""The figures of a process in a period: lead times, what each step saw and took, targets kept, work by unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.queries import thai_calendar
from web.presentation.elements import element, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from engine.queries.process_statistics import CaseSpan, ElementRun, TaskSpan

PERCENTILES = (50, 75, 90, 95)
HEAT_LEVELS = 4
SOMEBODY_WORKS = frozenset({"USER_TASK", "MANUAL_TASK", "CALL_ACTIVITY", "SUB_PROCESS", "RECEIVE_TASK", "SERVICE_TASK"})
"""What can be a bottleneck: a gateway takes no time."""
BAR_EDGES = tuple(timedelta(days=days) for days in (1, 3, 7, 14, 30, 60, 90))
_USUAL = re.compile(r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")


@dataclass(slots=True)
class StepFigures:
    """One element; lengths are of its ended runs, the shortest first."""

    element_id: str
    name: str
    type: str
    runs: int = 0
    open: int = 0
    repeats: int = 0
    """Runs beyond the first of a case: it was sent back."""
    lengths: list[timedelta] = field(default_factory=list)
    worked: list[timedelta] = field(default_factory=list)
    kept: int = 0
    """User tasks that were done by their due time, and `missed`: those that were not, open ones included."""
    missed: int = 0

    @property
    def total(self) -> timedelta:
        """How long all its runs took together."""
        return sum(self.lengths, timedelta())


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a chart: how many cases are in it; `share` of the largest, from 0 to 100."""

    longest: timedelta | None
    """Up to which length; None: longer."""
    count: int
    share: int


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How long finished cases took."""

    finished: int
    open: int
    percentiles: Sequence[tuple[int, timedelta, timedelta]]
    """Percent, length in all, and of it the working time."""
    bars: Sequence[Bar]
    target: timedelta | None
    kept: int
    missed: int


def lead_times(cases: Sequence[CaseSpan], usual: str | None) -> LeadTimes:
    """Return the lead times of cases; `usual` is anumat:usualDuration."""
    calendar = thai_calendar()
    ended = [(case.started_at, case.ended_at) for case in cases if case.ended_at is not None]
    lengths = sorted(end - start for start, end in ended)
    worked = sorted(calendar.working_time(start, end) for start, end in ended)
    target = usual_length(usual)
    kept = sum(length <= target for length in lengths) if target else 0
    return LeadTimes(
        finished=len(lengths),
        open=len(cases) - len(lengths),
        percentiles=[(each, percentile(lengths, each), percentile(worked, each)) for each in PERCENTILES] if lengths else [],
        bars=_bars(lengths),
        target=target,
        kept=kept,
        missed=len(lengths) - kept if target else 0,
    )


def step_figures(
    process_definition_key: int, runs: Iterable[ElementRun], tasks: Iterable[TaskSpan], now: datetime
) -> dict[str, StepFigures]:
    """Return the figures of each element that is drawn in the version, by id."""
    found: dict[str, StepFigures] = {}
    seen: dict[tuple[int, str], int] = {}
    calendar = thai_calendar()
    for run in runs:
        drawn = element(process_definition_key, run.element_id)
        if drawn is None:
            continue
        step = found.setdefault(run.element_id, StepFigures(run.element_id, name_of(drawn), run.element_type))
        step.runs += 1
        if not run.loop_counter:
            place = (run.process_instance_key, run.element_id)
            seen[place] = seen.get(place, 0) + 1
            step.repeats += seen[place] > 1
        if run.ended_at is None:
            step.open += 1
        else:
            step.lengths.append(run.ended_at - run.started_at)
            if run.element_type in SOMEBODY_WORKS:
                step.worked.append(calendar.working_time(run.started_at, run.ended_at))
    for task in tasks:
        mine = found.get(task.element_id)
        if mine is not None and task.due_at is not None and task.state != "CANCELED":
            is_late = (task.ended_at or now) > task.due_at
            mine.missed += is_late
            mine.kept += not is_late and task.ended_at is not None
    for step in found.values():
        step.lengths.sort()
        step.worked.sort()
    return found


def bottlenecks(steps: Mapping[str, StepFigures], most: int = 8) -> list[StepFigures]:
    """Return the steps that took the most time together, the worst first."""
    working = [step for step in steps.values() if step.type in SOMEBODY_WORKS and step.lengths]
    return sorted(working, key=lambda step: step.total, reverse=True)[:most]


def heat(steps: Mapping[str, StepFigures], *, is_duration: bool) -> dict[str, tuple[int, float]]:
    """Return the level from 1 to HEAT_LEVELS and the value (runs, or seconds of the median run) of each element."""
    if is_duration:
        values = {key: percentile(s.lengths, 50).total_seconds() for key, s in steps.items() if s.lengths}
        values = {key: value for key, value in values.items() if value >= 60}
    else:
        values = {key: float(step.runs) for key, step in steps.items()}
    largest = max(values.values(), default=0)
    return {key: (max(1, round(HEAT_LEVELS * value / largest)), value) for key, value in values.items()}


def percentile(ordered: Sequence[timedelta], percent: int) -> timedelta:
    """Return the smallest length that so many percent do not exceed (nearest rank); raise IndexError when there are none."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def usual_length(text: str | None) -> timedelta | None:
    """Return an ISO 8601 duration of months (30 days), weeks, days and hours as a length; None for any other."""
    found = _USUAL.fullmatch(text or "")
    if found is None or not any(found.groups()):
        return None
    months, weeks, days, hours = (int(part or 0) for part in found.groups())
    return timedelta(days=30 * months + 7 * weeks + days, hours=hours)


def _bars(lengths: Sequence[timedelta]) -> list[Bar]:
    edges = (*BAR_EDGES, None)
    counts = [0] * len(edges)
    for length in lengths:
        counts[next((at for at, edge in enumerate(BAR_EDGES) if length <= edge), len(BAR_EDGES))] += 1
    largest = max(counts) or 1
    return [Bar(edge, count, round(100 * count / largest)) for edge, count in zip(edges, counts, strict=True)]
