"""Event sub-processes inside ad-hoc sub-processes: beside the activities, or in their place (BPMN 2.0 §13.3.5, §13.5.4)."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.process_model import AdHoc, ElementType
from engine.errors import InvalidTransition
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import event_sub_process, job, node, process, service_task, start
from tests.bpmn.event_builders import signal
from tests.bpmn.memory_engine import Case, MemoryEngine


def _engine(*, interrupting: bool, until: str | None = None, **fields) -> MemoryEngine:
    """One ad-hoc sub-process with two activities and an event sub-process for the signal `now`."""
    esp = event_sub_process("esp", start("now", signal("now"), interrupting=interrupting), "now -> urgent -> end_urgent")
    settings = {"sequential": False, "cancel_remaining_instances": True, **fields}
    is_led = settings.get("is_led_by_jobs", False)
    some = node(
        ElementType.AD_HOC_SUB_PROCESS,
        "some",
        service_task("a"),
        service_task("b"),
        esp,
        ad_hoc=AdHoc(completion_condition=feel.compile(until) if until else None, **settings),
        job=job("some") if is_led else None,
    )
    return MemoryEngine(process("p", "start -> some -> after -> end", some))


def test_what_is_left_of_a_sequence_does_not_start_when_it_was_interrupted():
    engine = _engine(interrupting=True, sequential=True)
    case = engine.start("p")
    engine.broadcast("now")
    assert_that(case).is_waiting_at("urgent")

    engine.complete_job(case, "urgent")

    assert_that(case).is_waiting_at("after").has_terminated_times("a", 1).has_not_reached("b")


@pytest.mark.parametrize("until", ["false", "true"])
def test_its_completion_condition_counts_no_longer_when_it_was_interrupted(until):
    engine = _engine(interrupting=True, until=until)
    case = engine.start("p")
    engine.broadcast("now")
    assert_that(case).is_waiting_at("urgent")

    engine.complete_job(case, "urgent")

    assert_that(case).is_waiting_at("after").has_completed_times("urgent", 1)


def test_a_sequence_goes_on_beside_an_event_sub_process_that_does_not_interrupt():
    engine = _engine(interrupting=False, sequential=True)
    case = engine.start("p")
    engine.broadcast("now")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b", "urgent")
    engine.complete_job(case, "b")
    assert_that(case).is_waiting_at("urgent")
    engine.complete_job(case, "urgent")

    assert_that(case).is_waiting_at("after")


def test_nothing_more_starts_when_the_condition_holds_and_an_event_sub_process_may_finish():
    engine = _engine(interrupting=False, sequential=True, until="enough", cancel_remaining_instances=False)
    case = engine.start("p", enough=False)
    engine.broadcast("now")

    engine.complete_job(case, "a", enough=True)
    assert_that(case).is_waiting_at("urgent")
    engine.complete_job(case, "urgent")

    assert_that(case).is_waiting_at("after").has_not_reached("b")


def test_nobody_activates_more_in_what_was_interrupted():
    engine = _engine(interrupting=True)
    case = engine.start("p")
    engine.broadcast("now")

    with pytest.raises(InvalidTransition, match="interrupted"):
        _activate(engine, case, "b")

    assert_that(case).is_waiting_at("urgent")


def test_a_worker_that_leads_is_asked_no_more_when_it_was_interrupted():
    engine = _engine(interrupting=True, is_led_by_jobs=True, starts_all=False)
    case = engine.start("p")
    assert [work.created.element_id for work in engine.rows.jobs.values() if work.state == "CREATED"] == ["some"]

    engine.broadcast("now")
    assert [work.created.element_id for work in engine.rows.jobs.values() if work.state == "CREATED"] == ["urgent"]
    engine.complete_job(case, "urgent")

    assert_that(case).is_waiting_at("after")


def _activate(engine: MemoryEngine, case: Case, element_id: str) -> None:
    key = next(row.key for row in engine.rows.element_instances.values() if row.element_id == "some")
    engine.command(case, lambda x: do.activate_in_ad_hoc(x, key, do.NextSteps(((element_id, {}),))))
