"""Conditional events: they occur when their condition becomes true (BPMN 2.0 §10.5.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import ProcessFailed
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, catch, event_sub_process, gateway, process, service_task, start, sub_process
from tests.bpmn.event_builders import message, when
from tests.bpmn.memory_engine import MemoryEngine


def test_a_condition_in_the_flow_waits_until_a_variable_makes_it_true():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", when("n > 3"))))
    case = engine.start("p", n=1)

    engine.set_variables(case, n=3)
    assert_that(case).is_waiting_at("wait").has_open_subscriptions("wait")
    engine.set_variables(case, n=4)

    assert_that(case).is_completed().has_open_subscriptions()


def test_a_condition_that_holds_already_does_not_wait():
    assert_that(MemoryEngine(process("p", "start -> wait -> end", catch("wait", when("n > 3")))).start("p", n=5)).is_completed()


def test_the_result_of_a_job_in_another_branch_counts():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> wait -> end_w",
        "fork -> a -> end_a",
        catch("wait", when("ok = true")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a", ok=True)

    assert_that(case).is_completed().has_completed("wait")


def test_a_non_interrupting_boundary_occurs_each_time_its_condition_becomes_true():
    model = process(
        "p",
        "start -> a -> end",
        "high -> b -> end_b",
        service_task("a"),
        boundary("high", "a", when("n > 3"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", n=0)

    for n in (5, 6, 1, 7):
        engine.set_variables(case, n=n)

    assert_that(case).is_waiting_at("a", "b", "b")


def test_an_interrupting_boundary_ends_its_activity():
    model = process("p", "start -> a -> end", "high -> b -> end_b", service_task("a"), boundary("high", "a", when("n > 3")))
    engine = MemoryEngine(model)
    case = engine.start("p", n=0)

    engine.set_variables(case, n=4)

    assert_that(case).is_waiting_at("b").has_terminated_times("a", 1).has_open_subscriptions()


def test_a_condition_starts_an_event_sub_process():
    esp = event_sub_process("esp", start("high", when("n > 3")), "high -> b -> end_b")
    engine = MemoryEngine(process("p", "start -> sub -> end", sub_process("sub", "start_s -> a -> end_s", esp)))
    case = engine.start("p", n=0)

    engine.set_variables(case, n=4)

    assert_that(case).is_waiting_at("b").has_terminated_times("a", 1)


def test_a_condition_that_holds_when_its_scope_starts_interrupts_at_once():
    esp = event_sub_process("esp", start("high", when("n > 3")), "high -> b -> end_b")
    engine = MemoryEngine(process("p", "start -> sub -> end", sub_process("sub", "start_s -> a -> end_s", esp)))

    assert_that(engine.start("p", n=4)).is_waiting_at("b").has_not_reached("a")


@pytest.mark.parametrize("earlier", [True, False])
def test_of_two_conditions_that_become_true_at_once_only_the_first_interrupts(earlier):
    first = event_sub_process("first", start("high", when("n > 3")), "high -> b -> end_b")
    second = event_sub_process("second", start("higher", when("n > 2")), "higher -> c -> end_c")
    engine = MemoryEngine(process("p", "start -> a -> end", first, second))
    case = engine.start("p", n=0 if earlier else 4)

    if earlier:
        engine.set_variables(case, n=4)

    assert_that(case).is_waiting_at("b").has_not_reached("c")


def test_two_conditions_of_one_start_event_start_its_sub_process_once():
    esp = event_sub_process("esp", start("either", when("n > 3"), when("n > 2")), "either -> b -> end_b")
    engine = MemoryEngine(process("p", "start -> a -> end", esp))

    assert_that(engine.start("p", n=4)).is_waiting_at("b")


def test_a_condition_behind_an_event_based_gateway():
    model = process(
        "p",
        "start -> gate",
        gateway("event_based", "gate"),
        "gate -> high -> a -> end_a",
        "gate -> told -> b -> end_b",
        catch("high", when("n > 3")),
        catch("told", message("m")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", n=0)

    engine.set_variables(case, n=4)

    assert_that(case).is_waiting_at("a").has_open_subscriptions()


def test_a_condition_over_a_wrong_type_does_not_hold():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", when("n > 3"))))

    assert_that(engine.start("p", n="much")).is_waiting_at("wait").has_no_incidents()


def test_a_filter_says_whether_a_variable_must_be_created_or_updated():
    born = replace(when("n > 1"), variable_events=frozenset({"create"}))
    esp = event_sub_process("esp", start("seen", born, interrupting=False), "seen -> note -> end_s")
    model = process("p", "start -> a -> end", esp)

    updated, created = MemoryEngine(model), MemoryEngine(model)
    case_with_n, case_without = updated.start("p", n=1), created.start("p")
    updated.set_variables(case_with_n, n=5)
    created.set_variables(case_without, n=5)

    assert_that(case_with_n).is_waiting_at("a")
    assert_that(case_without).is_waiting_at("a", "note")


def test_a_request_starts_a_process_at_the_condition_that_its_variables_meet():
    model = process("p", start("high", when("n > 10")), "high -> a", start("low", when("n < 5")), "low -> b")
    engine = MemoryEngine(model)

    assert_that(engine.start("p", n=20)).is_waiting_at("a")
    assert_that(engine.start("p", n=1)).is_waiting_at("b")
    with pytest.raises(ProcessFailed):
        engine.start("p", n=7)
