"""Timer events: dates, durations and cycles; in the flow, on a boundary, in an event sub-process (BPMN 2.0 §10.5.5)."""

from __future__ import annotations

from datetime import timedelta

from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, catch, event_sub_process, process, service_task, start, sub_process
from tests.bpmn.event_builders import after, at, every
from tests.bpmn.memory_engine import START, MemoryEngine


def test_an_intermediate_timer_waits_for_its_duration():
    engine = MemoryEngine(process("p", "start -> wait -> a -> end", catch("wait", after("PT2H"))))
    case = engine.start("p")

    engine.advance("PT1H59M")
    assert_that(case).is_waiting_at("wait").has_open_timers("wait")
    engine.advance("PT1M")

    assert_that(case).is_waiting_at("a").has_open_timers()


def test_an_intermediate_timer_waits_for_its_date():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", at("=due"))))
    case = engine.start("p", due="2026-01-02T07:00:00+07:00")

    engine.advance("PT23H59M")
    assert_that(case).is_active()
    engine.advance("PT1M")

    assert_that(case).is_completed()


def test_a_duration_may_be_a_feel_duration():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", after('=duration("PT1H") * n'))))
    case = engine.start("p", n=3)

    assert [timer.due_at for timer in engine.rows.timers.values()] == [START + timedelta(hours=3)]
    engine.advance("PT3H")

    assert_that(case).is_completed()


def test_a_timer_without_a_value_becomes_an_incident_before_anything_is_opened():
    model = process("p", "start -> a -> end", "late -> end_late", service_task("a"), boundary("late", "a", after("=limit")))
    engine = MemoryEngine(model)

    case = engine.start("p")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "a", "limit").has_open_timers()
    assert not engine.rows.jobs
    engine.set_variables(case, limit="PT1H")
    engine.resolve_incident(case, "a")

    assert_that(case).is_waiting_at("a").has_open_timers("late")


def test_an_interrupting_boundary_timer_ends_the_activity():
    model = process("p", "start -> a -> end", "late -> b -> end_late", service_task("a"), boundary("late", "a", after("PT1H")))
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT1H")

    assert_that(case).is_waiting_at("b").has_terminated_times("a", 1).has_open_timers()
    assert engine.rows.jobs[min(engine.rows.jobs)].state == "CANCELED"


def test_a_boundary_timer_is_gone_when_the_activity_completes():
    model = process("p", "start -> a -> c -> end", "late -> b", service_task("a"), boundary("late", "a", after("PT1H")))
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    engine.advance("PT2H")

    assert_that(case).is_waiting_at("c").has_open_timers().has_not_reached("b")


def test_a_cycle_on_a_boundary_fires_as_often_as_it_says_and_keeps_its_rhythm():
    model = process(
        "p",
        "start -> a -> end",
        "remind -> end_reminded",
        service_task("a"),
        boundary("remind", "a", every("R3/PT10M"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT25M")
    assert_that(case).has_completed_times("remind", 2).is_waiting_at("a")
    engine.advance("PT2H")

    assert_that(case).has_completed_times("remind", 3).has_open_timers().is_waiting_at("a")


def test_an_endless_cycle_ends_with_its_activity():
    model = process(
        "p",
        "start -> a -> end",
        "remind -> end_r",
        service_task("a"),
        boundary("remind", "a", every("R/PT10M"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT1H")
    assert_that(case).has_completed_times("remind", 6)
    engine.complete_job(case, "a")

    assert_that(case).is_completed().has_open_timers()


def test_a_cycle_in_the_flow_sends_a_token_each_time():
    engine = MemoryEngine(process("p", "start -> tick -> end", catch("tick", every("R4/PT1S"))))
    case = engine.start("p")

    engine.advance("PT3S")
    assert_that(case).has_completed_times("end", 3).is_waiting_at("tick")
    engine.advance("PT1S")

    assert_that(case).is_completed().has_completed_times("end", 4)


def test_a_cycle_that_starts_at_a_time_waits_for_it():
    model = process(
        "p",
        "start -> a -> end",
        "t -> end_t",
        service_task("a"),
        boundary("t", "a", every("R2/2026-01-01T05:00:00Z/PT1H"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT4H")
    assert_that(case).has_not_reached("t")
    engine.advance("PT1H")
    assert_that(case).has_completed_times("t", 1)
    engine.advance("P1D")

    assert_that(case).has_completed_times("t", 2)


def test_a_timer_starts_an_event_sub_process_each_time_of_its_cycle():
    model = process(
        "p",
        "start -> a -> end",
        event_sub_process("esp", start("tick", every("R2/PT1H"), interrupting=False), "tick -> note -> end_note"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT2H")

    assert_that(case).is_waiting_at("a", "note", "note").has_open_timers()


def test_a_timer_inside_a_sub_process_is_gone_with_it():
    model = process(
        "p",
        "start -> sub -> end",
        "late -> end_late",
        sub_process("sub", "start_s -> wait -> end_s", catch("wait", after("PT2H"))),
        boundary("late", "sub", after("PT1H")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT1H")

    assert_that(case).is_completed().has_terminated_times("wait", 1).has_open_timers()
