"""A command takes a bounded number of steps and leaves the rest to continuations; nothing grows with the number of siblings."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.process_model import ElementType
from engine.runtime.execution import STEP_BUDGET
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    event_sub_process,
    flow,
    for_each,
    gateway,
    node,
    process,
    service_task,
    start,
    sub_process,
    throw,
    times,
)
from tests.bpmn.event_builders import escalation, signal
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_tasks import script
from tests.bpmn.told import differences

COUNTING = process(
    "p",
    "start -> merge -> count -> again",
    gateway("exclusive", "merge"),
    script("count", "n + 1", "n"),
    gateway("exclusive", "again"),
    flow("again", "merge", "n < 40"),
    flow("again", "end", default=True),
)


def test_a_long_run_is_continued_until_it_is_done():
    engine = MemoryEngine(COUNTING, step_budget=7)

    case = engine.start("p", n=0)

    assert_that(case).is_completed().has_variables(n=40)
    assert not any(row.is_owed for row in engine.rows.element_instances.values())


def test_parallel_tokens_join_across_continuations():
    branches = [f"fork -> t{n} -> join" for n in range(10)]
    tasks = [node(ElementType.TASK, f"t{n}") for n in range(10)]
    for kind in ("parallel", "inclusive"):
        model = process(
            "p", "start -> fork", gateway(kind, "fork"), *tasks, *branches, gateway(kind, "join"), "join -> a -> end"
        )

        for budget in (1, 2, 3, 5, 8):
            case = MemoryEngine(model, step_budget=budget).start("p")

            assert_that(case).is_waiting_at("a").has_completed_times("join", 1)


def test_children_of_a_large_multi_instance_are_created_in_batches():
    each = for_each("items", "item", output_collection="doubles", output_element="item * 2")
    engine = MemoryEngine(
        process("p", "start -> t -> a -> end", node(ElementType.TASK, "t", loop=each)), step_budget=20, batch=7
    )

    case = engine.start("p", items=list(range(450)))

    assert_that(case).is_waiting_at("a").has_variables(doubles=[n * 2 for n in range(450)])
    assert not engine.rows.chunks


def test_a_large_sequential_multi_instance_reads_one_chunk_at_a_time():
    each = for_each("items", "item", sequential=True)
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=each)), large=100)
    case = engine.start("p", items=list(range(450)))

    for _ in range(5):
        engine.complete_job(case, "a")

    assert engine.last_reader.calls["input_chunk"] == 1
    assert_that(case).is_waiting_at("a")
    engine.cancel(case)
    assert not engine.rows.chunks


def test_many_children_are_terminated_in_batches():
    model = process(
        "p",
        "start -> a -> end",
        "stop -> b -> end_b",
        service_task("a", loop=times("50")),
        boundary("stop", "a", signal("stop")),
    )
    engine = MemoryEngine(model, step_budget=9, batch=4)
    case = engine.start("p")

    engine.broadcast("stop")

    assert_that(case).is_waiting_at("b").has_terminated_times("a", 50)


def test_many_siblings_are_interrupted_in_batches():
    esp = event_sub_process("esp", start("stop", signal("stop")), "stop -> c -> end_c")
    fan = node(ElementType.TASK, "fan", completion_quantity=30)
    engine = MemoryEngine(process("p", "start -> fan -> a -> end", fan, esp), step_budget=9, batch=4)
    case = engine.start("p")

    engine.broadcast("stop")

    assert_that(case).is_waiting_at("c").has_terminated_times("a", 30)


@pytest.mark.parametrize(("step_budget", "batch"), [(STEP_BUDGET, None), (5, 1), (12, 4)])
def test_no_token_moves_on_while_its_scope_is_interrupted_in_batches(step_budget, batch):
    deep = sub_process("deep", "start_d -> go -> warn -> too_late -> end_d", throw("warn", escalation("E")))
    esp = event_sub_process("esp", start("heard", escalation("E")), "heard -> c -> end_c")
    fan = node(ElementType.TASK, "fan", completion_quantity=60)
    fork = gateway("parallel", "fork")
    model = process("p", "start -> fork", fork, "fork -> fan -> a -> end", "fork -> b -> deep -> end", fan, deep, esp)
    engine = MemoryEngine(model, step_budget=step_budget, batch=batch)
    case = engine.start("p")
    engine.complete_job(case, "b")

    engine.complete_job(case, "go")

    assert_that(case).is_waiting_at("c").has_terminated_times("a", 60).has_not_reached("too_late")


def test_a_case_is_canceled_while_an_event_sub_process_still_interrupts_it():
    esp = event_sub_process("esp", start("stop", signal("stop")), "stop -> c -> end_c")
    fan = node(ElementType.TASK, "fan", completion_quantity=30)
    model = process("p", "start -> fan -> a -> end", fan, esp)
    engine = MemoryEngine(model, step_budget=9, batch=4, is_lazy=True)
    case = engine.start("p")
    engine.run_continuations()
    engine.broadcast("stop")

    engine.cancel(case)
    engine.run_continuations()

    assert_that(case).is_terminated().has_terminated_times("a", 30)


def test_a_case_with_many_children_is_canceled_in_batches():
    inner = sub_process("sub", "start_s -> a -> end_s", loop=times("20"))
    engine = MemoryEngine(process("p", "start -> sub -> end", inner), step_budget=6, batch=3)
    case = engine.start("p")

    engine.cancel(case)

    assert_that(case).is_terminated().has_terminated_times("a", 20)


def test_the_completion_condition_ends_a_multi_instance_whose_children_are_still_being_created():
    model = process("p", "start -> t -> b -> end", node(ElementType.TASK, "t", loop=times("1000", until="loopCounter = 3")))
    engine = MemoryEngine(model, step_budget=30, batch=5)

    case = engine.start("p")

    assert_that(case).is_waiting_at("b")
    created = [row for row in engine.rows.element_instances.values() if row.element_id == "t"]
    assert len(created) < 50


def test_completing_a_task_among_many_reads_none_of_its_siblings():
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=times("300"))))
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert dict(engine.last_reader.calls) == {"scope_chain": 1}


def test_a_suspended_case_takes_no_step_until_it_is_resumed():
    from engine.runtime import entry_points as do

    engine = MemoryEngine(process("p", "start -> a -> b -> end"))
    case = engine.start("p")
    engine.rows.process_instances[case.key].suspend(engine.now)

    engine.complete_job(case, "a", n=1)
    owed = [row.element_id for row in engine.rows.element_instances.values() if row.is_owed]
    engine.rows.process_instances[case.key].resume()
    engine.command(case, do.continue_instance)

    assert owed == ["a"]
    assert_that(case).is_waiting_at("b").has_variables(n=1)


def test_a_batch_of_children_that_just_ended_does_not_hide_those_that_live():
    engine = MemoryEngine(
        process("p", "start -> a -> end", service_task("a", loop=times("3", until="numberOfCompletedInstances = 2"))),
        step_budget=2,
        batch=1,
    )
    case = engine.start("p")

    engine.complete_job(case, "a")
    engine.complete_job(case, "a")

    assert_that(case).is_completed().has_terminated_times("a", 1)


@pytest.mark.parametrize("budget", range(1, 8))
def test_the_events_tell_of_a_complex_gateway_whose_end_is_owed(budget):
    branches = [f"fork -> t{n} -> some" for n in range(3)]
    tasks = [node(ElementType.TASK, f"t{n}") for n in range(3)]
    some = gateway("complex", "some", activation_condition=feel.compile("activationCount >= 1"))
    model = process("p", "start -> fork", gateway("parallel", "fork"), *tasks, *branches, some, "some -> end")
    engine = MemoryEngine(model, step_budget=budget, is_lazy=True)

    case = engine.start("p")
    while engine.rows.continuations:
        engine.run_one_continuation()
        assert not differences(engine)

    assert_that(case).is_completed().has_completed_times("some", 1)
