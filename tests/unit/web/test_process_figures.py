"""Percentiles and targets of a process."""

from datetime import UTC, datetime, timedelta

from engine.queries.process_statistics import CaseSpan, ElementRun
from web.presentation.process_figures import StepFigures, heat, lead_times, percentile, usual_length

START = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def _case(key: int, days: int | None) -> CaseSpan:
    return CaseSpan(key, "ACTIVE", None, START, None if days is None else START + timedelta(days=days))


def test_percentiles_are_lengths_that_some_case_had() -> None:
    days = [timedelta(days=number) for number in range(1, 11)]

    assert [percentile(days, percent).days for percent in (50, 75, 90, 95)] == [5, 8, 9, 10]
    assert percentile(days[:1], 50) == timedelta(days=1)


def test_lead_times_count_what_kept_the_target() -> None:
    figures = lead_times([_case(1, 10), _case(2, 60), _case(3, 61), _case(4, None)], "P60D")

    assert (figures.finished, figures.open, figures.kept, figures.missed) == (3, 1, 2, 1)
    assert sum(bar.count for bar in figures.bars) == 3
    assert max(bar.share for bar in figures.bars) == 100


def test_without_a_target_none_is_kept_or_missed() -> None:
    figures = lead_times([_case(1, 10)], None)

    assert (figures.target, figures.kept, figures.missed) == (None, 0, 0)


def test_a_usual_duration_is_read_in_days_weeks_and_months() -> None:
    assert usual_length("P60D") == timedelta(days=60)
    assert usual_length("P1M2W") == timedelta(days=44)
    assert usual_length("PT4H") == timedelta(hours=4)
    assert usual_length("P") is None
    assert usual_length("soon") is None


def test_heat_is_relative_to_the_hottest() -> None:
    run = ElementRun(1, "a", "USER_TASK", 0, START, None)
    steps = {name: StepFigures(name, name, run.element_type, runs=runs) for name, runs in (("a", 100), ("b", 50), ("c", 1))}

    assert {name: level for name, (level, _) in heat(steps, is_duration=False).items()} == {"a": 4, "b": 2, "c": 1}
    assert heat(steps, is_duration=True) == {}
