"""Tokens put in and taken out by an operator, and starts in the middle of a diagram."""

from __future__ import annotations

import pytest

from engine.errors import RequestInvalid
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import gateway, process, service_task, sub_process, times
from tests.bpmn.memory_engine import MemoryEngine

NESTED = process(
    "p",
    "start -> a -> outer -> end",
    sub_process("outer", "start_o -> b -> inner -> end_o", sub_process("inner", "start_i -> c -> end_i")),
)


def _key(engine: MemoryEngine, element_id: str) -> int:
    return next(row.key for row in engine.rows.element_instances.values() if row.element_id == element_id and not row.is_final)


def test_a_case_may_start_in_the_middle_with_its_scopes_entered():
    engine = MemoryEngine(NESTED)

    case = engine.start_at("p", "c", n=1)
    assert_that(case).is_waiting_at("c").has_not_reached("start", "start_o", "b").has_variables(n=1)
    engine.complete_job(case, "c")

    assert_that(case).is_completed().has_completed("c", "inner", "outer", "end")


def test_a_token_may_be_moved():
    engine = MemoryEngine(NESTED)
    case = engine.start("p")

    def move(x):
        do.activate_element(x, "c", variables={"why": "late"})
        do.terminate_element(x, _key(engine, "a"))

    engine.command(case, move)

    assert_that(case).is_waiting_at("c").has_terminated_times("a", 1).has_local_variables("c", why="late")


def test_a_scope_that_lives_is_used_again():
    engine = MemoryEngine(NESTED)
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.command(case, lambda x: do.activate_element(x, "c", variables={}))

    assert_that(case).is_waiting_at("b", "c")
    assert [row.element_id for row in engine.rows.element_instances.values()].count("outer") == 1


def test_terminating_the_last_token_terminates_the_case():
    engine = MemoryEngine(process("p", "start -> sub -> end", sub_process("sub", "start_s -> a -> end_s")))
    case = engine.start("p")

    engine.command(case, lambda x: do.terminate_element(x, _key(engine, "a")))

    assert_that(case).is_terminated().has_terminated_times("sub", 1)


def test_terminating_one_child_leaves_the_other_children_to_complete_the_body():
    engine = MemoryEngine(process("p", "start -> a -> b -> end", service_task("a", loop=times("2"))))
    case = engine.start("p")
    first = next(row.key for row in engine.rows.element_instances.values() if row.loop_counter == 1)

    engine.command(case, lambda x: do.terminate_element(x, first))
    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("b")


def test_an_element_outside_of_the_scope_is_refused():
    engine = MemoryEngine(NESTED)
    case = engine.start("p")
    engine.complete_job(case, "a")

    with pytest.raises(RequestInvalid):
        engine.command(case, lambda x: do.activate_element(x, "a", scope_key=_key(engine, "outer"), variables={}))
    with pytest.raises(RequestInvalid):
        engine.command(case, lambda x: do.activate_element(x, "nowhere", variables={}))


def test_a_join_may_be_passed_by_activating_it():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> join",
        gateway("parallel", "join"),
        "join -> c -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.command(case, lambda x: do.activate_element(x, "join", variables={}))

    assert_that(case).is_waiting_at("a", "b", "c")
