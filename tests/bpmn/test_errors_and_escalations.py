"""Errors and escalations on their way outwards (BPMN 2.0 §10.5.7)."""

from __future__ import annotations

from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    end,
    event_sub_process,
    for_each,
    gateway,
    process,
    service_task,
    start,
    sub_process,
    throw,
)
from tests.bpmn.event_builders import error, escalation
from tests.bpmn.memory_engine import MemoryEngine


def _failing(*boundaries, code="E"):
    return process("p", "start -> sub -> end", sub_process("sub", "start_s -> fail", end("fail", error(code))), *boundaries)


def test_an_error_end_event_reaches_the_boundary_of_its_sub_process():
    engine = MemoryEngine(_failing(boundary("caught", "sub", error("E")), "caught -> repair -> end_r"))

    case = engine.start("p")

    assert_that(case).is_waiting_at("repair").has_terminated_times("sub", 1)


def test_an_event_with_the_code_comes_before_one_that_catches_all():
    engine = MemoryEngine(
        _failing(
            boundary("all", "sub", error()), boundary("mine", "sub", error("E")), "all -> a -> end_a", "mine -> b -> end_b"
        ),
    )

    assert_that(engine.start("p")).is_waiting_at("b")


def test_an_event_without_a_code_catches_every_error():
    engine = MemoryEngine(
        _failing(
            boundary("other", "sub", error("X")), boundary("all", "sub", error()), "all -> a -> end_a", "other -> b -> end_b"
        )
    )

    assert_that(engine.start("p")).is_waiting_at("a")


def test_an_error_that_nothing_catches_becomes_an_incident_and_is_thrown_again_when_resolved():
    engine = MemoryEngine(_failing())

    case = engine.start("p")
    assert_that(case).is_active().has_incident("UNHANDLED_ERROR_EVENT", "fail")
    engine.resolve_incident(case, "fail")

    assert_that(case).has_incident("UNHANDLED_ERROR_EVENT", "fail")


def test_an_error_passes_scopes_that_do_not_catch_it():
    inner = sub_process("inner", "start_i -> a -> end_i")
    outer = sub_process("outer", "start_o -> inner -> end_o", inner, boundary("other", "inner", error("X")), "other -> end_x")
    engine = MemoryEngine(
        process("p", "start -> outer -> end", "caught -> b -> end_b", outer, boundary("caught", "outer", error("E")))
    )
    case = engine.start("p")

    engine.throw_error(case, "a", "E")

    assert_that(case).is_waiting_at("b").has_terminated_times("outer", 1)


def test_an_error_of_one_child_ends_the_whole_multi_instance():
    model = process(
        "p",
        "start -> each -> end",
        "caught -> b -> end_b",
        service_task("each", loop=for_each("[1, 2, 3]", "item")),
        boundary("caught", "each", error("E")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.throw_error(case, "each", "E")

    assert_that(case).is_waiting_at("b").has_terminated_times("each", 3)


def test_an_escalation_that_nothing_catches_changes_nothing():
    engine = MemoryEngine(process("p", "start -> tell -> a -> end", throw("tell", escalation("LATE"))))

    assert_that(engine.start("p")).is_waiting_at("a").has_no_incidents()


def _escalating(*, interrupting: bool):
    inner = sub_process("sub", "start_s -> tell -> a -> end_s", throw("tell", escalation("LATE")))
    event = boundary("late", "sub", escalation("LATE"), interrupting=interrupting)
    return process("p", "start -> sub -> end", "late -> b -> end_b", inner, event)


def test_an_escalation_may_interrupt_its_sub_process():
    assert_that(MemoryEngine(_escalating(interrupting=True)).start("p")).is_waiting_at("b").has_terminated_times("sub", 1)


def test_an_escalation_may_leave_its_sub_process_running():
    assert_that(MemoryEngine(_escalating(interrupting=False)).start("p")).is_waiting_at("a", "b")


def test_an_escalation_starts_an_event_sub_process_of_its_scope():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> end_a",
        "fork -> tell",
        end("tell", escalation("LATE")),
        event_sub_process("esp", start("late", escalation(), interrupting=False), "late -> b -> end_b"),
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at("a", "b").has_completed("tell")


def test_an_event_sub_process_that_escalates_what_started_it_escalates_it_outwards():
    esp = event_sub_process(
        "esp", start("heard", escalation("X"), interrupting=False), "heard -> look -> more", end("more", escalation("X"))
    )
    inner = sub_process("sub", "start_s -> warn -> a -> end_s", throw("warn", escalation("X")), esp)
    model = process("p", "start -> sub -> end", inner, boundary("out", "sub", escalation("X"), interrupting=False), "out -> b")
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "look")

    assert_that(case).is_waiting_at("a", "b").has_completed_times("esp", 1)
