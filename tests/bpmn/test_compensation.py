"""Compensation (BPMN 2.0 §10.7, §13.5.5)."""

from __future__ import annotations

from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    catch,
    end,
    event_sub_process,
    flow,
    for_each,
    gateway,
    job,
    mapping,
    node,
    process,
    service_task,
    start,
    sub_process,
    throw,
)
from tests.bpmn.event_builders import compensate, error, signal
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_tasks import script


def undoable(element_id: str, **fields):
    """A service task with the handler that undoes it."""
    return (
        service_task(element_id, **fields),
        boundary(f"{element_id}_undone", element_id, compensate(), compensation_handler=f"undo_{element_id}"),
        node(ElementType.SERVICE_TASK, f"undo_{element_id}", job=job(f"undo_{element_id}"), is_for_compensation=True),
    )


def test_what_completed_is_undone_one_after_another_the_last_first():
    model = process("p", "start -> a -> b -> c -> undo -> end", *undoable("a"), *undoable("b"), throw("undo", compensate()))
    engine = MemoryEngine(model)
    case = engine.start("p")
    for element_id in "abc":
        engine.complete_job(case, element_id)

    assert_that(case).is_waiting_at("undo", "undo_b")
    engine.complete_job(case, "undo_b")
    assert_that(case).is_waiting_at("undo", "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed("undo_b", "undo_a", "undo", "end")


def test_what_is_still_active_is_not_undone():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> end_a",
        "fork -> b -> undo -> end_b",
        *undoable("a"),
        *undoable("b"),
        throw("undo", compensate()),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "b")
    engine.complete_job(case, "undo_b")

    assert_that(case).is_waiting_at("a").has_not_reached("undo_a")


def test_one_activity_may_be_named():
    model = process("p", "start -> a -> b -> undo -> end", *undoable("a"), *undoable("b"), throw("undo", compensate("a")))
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "b")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_not_reached("undo_b")


def test_an_activity_that_completed_twice_is_undone_twice():
    model = process(
        "p",
        "start -> merge -> a -> gw",
        gateway("exclusive", "merge"),
        gateway("exclusive", "gw"),
        flow("gw", "merge", "again"),
        flow("gw", "undo", default=True),
        *undoable("a"),
        "undo -> end",
        throw("undo", compensate()),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a", again=True)
    engine.complete_job(case, "a", again=False)

    engine.complete_job(case, "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed_times("undo_a", 2)


def test_nothing_is_undone_a_second_time():
    model = process(
        "p", "start -> a -> one -> two -> end", *undoable("a"), throw("one", compensate()), throw("two", compensate())
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed_times("undo_a", 1)


def test_a_compensation_end_event_undoes_and_ends():
    model = process("p", "start -> a -> undo", *undoable("a"), end("undo", compensate()))
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed("undo_a", "undo")


def test_a_completed_sub_process_is_undone_from_the_inside_with_the_variables_that_it_had():
    task = service_task("a")
    undo = node(ElementType.SERVICE_TASK, "undo_a", job=job('=item + "!"'), is_for_compensation=True)
    event = boundary("a_undone", "a", compensate(), compensation_handler="undo_a")
    inner = sub_process(
        "sub", "start_s -> a -> b -> end_s", task, undo, event, *undoable("b"), inputs=(mapping("=thing", "item"),)
    )
    model = process(
        "p",
        "start -> sub -> change -> undo -> c -> end",
        inner,
        script("change", '"other"', "thing"),
        throw("undo", compensate()),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", thing="chair")
    engine.complete_job(case, "a")
    engine.complete_job(case, "b")
    assert_that(case).is_waiting_at("undo", "undo_b")

    engine.complete_job(case, "undo_b")
    created = engine.open_work(engine.rows.jobs, case, "undo_a").created
    engine.complete_job(case, "undo_a")

    assert created.type == "chair!"
    assert_that(case).is_waiting_at("c").has_completed_times("sub", 2)


def test_a_handler_of_the_sub_process_itself_comes_instead_of_those_inside():
    inner = sub_process("sub", "start_s -> a -> end_s", *undoable("a"))
    event = boundary("sub_undone", "sub", compensate(), compensation_handler="undo_sub")
    handler = node(ElementType.SERVICE_TASK, "undo_sub", job=job("undo_sub"), is_for_compensation=True)
    engine = MemoryEngine(process("p", "start -> sub -> undo -> end", inner, event, handler, throw("undo", compensate())))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "undo_sub")

    assert_that(case).is_completed().has_not_reached("undo_a")


def test_a_compensation_event_sub_process_undoes_its_sub_process_itself():
    esp = event_sub_process(
        "esp", start("undone", compensate()), "undone -> tell -> rest -> end_u", throw("rest", compensate("a"))
    )
    inner = sub_process("sub", "start_s -> a -> b -> end_s", *undoable("a"), *undoable("b"), esp)
    engine = MemoryEngine(process("p", "start -> sub -> undo -> end", inner, throw("undo", compensate())))
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "b")
    assert_that(case).is_waiting_at("undo", "tell")

    engine.complete_job(case, "tell")
    assert_that(case).is_waiting_at("undo", "rest", "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_not_reached("undo_b")


def test_the_handler_of_a_multi_instance_runs_once_and_only_when_all_of_it_completed():
    model = process("p", "start -> a -> undo -> end", *undoable("a", loop=for_each("[1, 2]", "n")), throw("undo", compensate()))
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "a")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed_times("undo_a", 1)


def test_every_child_of_a_multi_instance_sub_process_is_undone_with_its_own_variables():
    undo = node(ElementType.SERVICE_TASK, "undo_a", job=job("=name"), is_for_compensation=True)
    event = boundary("a_undone", "a", compensate(), compensation_handler="undo_a")
    inner = sub_process("sub", "start_s -> a -> end_s", service_task("a"), undo, event, loop=for_each("names", "name"))
    engine = MemoryEngine(process("p", "start -> sub -> undo -> end", inner, throw("undo", compensate())))
    case = engine.start("p", names=["x", "y"])
    engine.complete_job(case, "a")
    engine.complete_job(case, "a")

    engine.complete_job(case, "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed()
    assert [work.created.type for work in engine.rows.jobs.values()] == ["a", "a", "y", "x"]


def test_an_event_sub_process_undoes_what_its_scope_completed():
    esp = event_sub_process("esp", start("stop", signal("stop")), "stop -> undo -> end_u", throw("undo", compensate()))
    engine = MemoryEngine(process("p", "start -> a -> b -> end", *undoable("a"), esp))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.broadcast("stop")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_terminated_times("b", 1)


def test_undoing_works_step_by_step_across_continuations():
    inner = sub_process("sub", "start_s -> a -> wait -> end_s", *undoable("a"), catch("wait", signal("go")))
    engine = MemoryEngine(process("p", "start -> sub -> undo -> c -> end", inner, throw("undo", compensate())), step_budget=1)
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.broadcast("go")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("c")


def test_a_handler_that_is_a_sub_process_comes_instead_of_the_handlers_inside_and_catches_its_own_errors():
    inner = sub_process("sub", "start_s -> a -> end_s", *undoable("a"))
    event = boundary("sub_undone", "sub", compensate(), compensation_handler="undo_sub")
    failed = event_sub_process("esp", start("failed", error("NO")), "failed -> mend -> end_f")
    handler = sub_process("undo_sub", "start_u -> pay -> end_u", failed, is_for_compensation=True)
    engine = MemoryEngine(process("p", "start -> sub -> undo -> end", inner, event, handler, throw("undo", compensate())))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.throw_error(case, "pay", "NO")
    engine.complete_job(case, "mend")

    assert_that(case).is_completed().has_not_reached("undo_a")


def test_a_handler_may_be_a_multi_instance_of_several_batches():
    event = boundary("a_undone", "a", compensate(), compensation_handler="undo_a")
    handler = service_task("undo_a", is_for_compensation=True, loop=for_each("[1, 2, 3, 4, 5]", "n"))
    engine = MemoryEngine(
        process("p", "start -> a -> undo -> end", service_task("a"), event, handler, throw("undo", compensate())), batch=2
    )
    case = engine.start("p")
    engine.complete_job(case, "a")

    for _ in range(5):
        engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed_times("undo_a", 5)


def test_a_sub_process_that_was_undone_gives_no_outputs_a_second_time():
    inner = sub_process("sub", "start_s -> a -> end_s", *undoable("a"), outputs=(mapping("=count + 1", "count"),))
    engine = MemoryEngine(process("p", "start -> sub -> undo -> end", inner, throw("undo", compensate())))
    case = engine.start("p", count=1)
    engine.complete_job(case, "a")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_variables(count=2)
