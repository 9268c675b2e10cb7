"""A call activity without a handler of its own is undone by what it called (BPMN 2.0 §10.7.1, §13.5.5)."""

from __future__ import annotations

from engine.bpmn.process_model import ElementType, Listener, ListenerEvent
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    event_sub_process,
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
    value,
)
from tests.bpmn.event_builders import compensate, error
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.test_compensation_of_calls import called
from tests.bpmn.test_tasks import script


def ordering(*parts, path="start -> a -> b -> end", **fields):
    """A process of two steps that can be undone."""
    return process("child", path, *undoable("a"), *undoable("b"), *parts, **fields)


def caller(*parts, path="start -> order -> undo -> end"):
    return process("p", path, *parts, throw("undo", compensate()))


def do_all(engine, case, *element_ids):
    for element_id in element_ids:
        engine.complete_job(case, element_id)


def last_called(engine, case):
    return engine.called_by(case)[-1]


def test_what_a_called_process_did_is_undone_the_last_first_while_the_caller_waits():
    engine = MemoryEngine(ordering(), caller(called("order", "child"), path="start -> order -> c -> undo -> end"))
    case = engine.start("p")
    [order] = engine.called_by(case)
    do_all(engine, order, "a", "b")
    engine.complete_job(case, "c")

    undoing = last_called(engine, case)
    assert_that(undoing).is_waiting_at("undo_b")
    engine.complete_job(undoing, "undo_b")
    assert_that(undoing).is_waiting_at("undo_a")
    assert_that(case).is_waiting_at("undo", "order")
    engine.complete_job(undoing, "undo_a")

    assert_that(undoing).is_completed().has_completed("undo_b", "undo_a")
    assert_that(case).is_completed()
    assert_that(order).is_completed().has_not_reached("undo_a", "undo_b")


def test_it_is_undone_with_the_variables_that_the_called_process_had_and_gives_none_back():
    undo = node(ElementType.SERVICE_TASK, "undo_a", job=job('=item + "!"'), is_for_compensation=True)
    event = boundary("a_undone", "a", compensate(), compensation_handler="undo_a")
    child = process("child", "start -> a -> end", service_task("a"), undo, event)
    order = called("order", "child", outputs=(mapping("=item", "ordered"),))
    engine = MemoryEngine(
        child, caller(order, script("change", '"x"', "ordered"), path="start -> order -> change -> undo -> end")
    )
    case = engine.start("p", item="chair")
    engine.complete_job(engine.called_by(case)[0], "a", item="table")

    undoing = last_called(engine, case)
    created = engine.open_work(engine.rows.jobs, undoing, "undo_a").created
    engine.complete_job(undoing, "undo_a", item="nothing")

    assert created.type == "table!"
    assert_that(case).is_completed().has_variables(item="chair", ordered="x")


def test_the_compensation_event_sub_process_of_a_called_process_undoes_it_instead():
    esp = event_sub_process(
        "esp", start("undone", compensate()), "undone -> tell -> rest -> end_u", throw("rest", compensate("a"))
    )
    engine = MemoryEngine(ordering(esp), caller(called("order", "child")))
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")

    undoing = last_called(engine, case)
    assert_that(undoing).is_waiting_at("tell")
    do_all(engine, undoing, "tell", "undo_a")

    assert_that(undoing).is_completed().has_not_reached("undo_b")
    assert_that(case).is_completed()


def test_a_process_that_nobody_called_completes_whatever_could_undo_it():
    esp = event_sub_process("esp", start("undone", compensate()), "undone -> tell -> end_u")
    engine = MemoryEngine(ordering(esp))

    case = engine.start("child")
    do_all(engine, case, "a", "b")

    assert_that(case).is_completed().has_not_reached("esp")


def test_a_call_activity_can_be_named():
    model = process(
        "p", "start -> order -> c -> undo -> end", called("order", "child"), *undoable("c"), throw("undo", compensate("order"))
    )
    engine = MemoryEngine(ordering(path="start -> a -> end"), model)
    case = engine.start("p")
    engine.complete_job(engine.called_by(case)[0], "a")
    engine.complete_job(case, "c")

    engine.complete_job(last_called(engine, case), "undo_a")

    assert_that(case).is_completed().has_not_reached("undo_c")


def test_a_called_process_without_anything_to_undo_is_passed_by():
    child = process("child", "start -> a -> end")
    grand_caller = process("middle", "start -> inner -> end", called("inner", "child"))
    engine = MemoryEngine(child, grand_caller, caller(called("order", "middle")))
    case = engine.start("p")
    [middle] = engine.called_by(case)
    engine.complete_job(engine.called_by(middle)[0], "a")

    assert_that(case).is_completed().has_completed_times("order", 1)
    assert len(engine.called_by(case)) == 1


def test_every_called_process_of_a_multi_instance_is_undone_the_last_first():
    undo = node(ElementType.SERVICE_TASK, "undo_a", job=job("=name"), is_for_compensation=True)
    event = boundary("a_undone", "a", compensate(), compensation_handler="undo_a")
    child = process("child", "start -> a -> end", service_task("a"), undo, event)
    order = called("order", "child", loop=for_each('["x", "y", "z"]', "name"))
    engine = MemoryEngine(child, caller(order), batch=2, step_budget=3)
    case = engine.start("p")
    for each in engine.called_by(case):
        engine.complete_job(each, "a")

    for _ in "xyz":
        engine.complete_job(last_called(engine, case), "undo_a")

    assert_that(case).is_completed()
    assert [work.created.type for work in engine.rows.jobs.values()][3:] == ["z", "y", "x"]


def test_undoing_reaches_through_every_level_of_calls_and_sub_processes():
    middle = process(
        "middle",
        "start -> sub -> m -> end",
        sub_process("sub", "start_s -> inner -> end_s", called("inner", "child")),
        *undoable("m"),
    )
    engine = MemoryEngine(ordering(path="start -> a -> end"), middle, caller(called("order", "middle")), step_budget=1)
    case = engine.start("p")
    [first] = engine.called_by(case)
    engine.complete_job(engine.called_by(first)[0], "a")
    engine.complete_job(first, "m")

    undoing = last_called(engine, case)
    engine.complete_job(undoing, "undo_m")
    assert_that(undoing).is_waiting_at("inner")
    engine.complete_job(last_called(engine, undoing), "undo_a")

    assert_that(undoing).is_completed()
    assert_that(case).is_completed()


def test_a_throwing_event_need_not_wait_for_the_called_process():
    model = process("p", "start -> order -> undo -> c -> end", called("order", "child"), throw("undo", compensate(wait=False)))
    engine = MemoryEngine(ordering(), model)
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")

    engine.complete_job(case, "c")
    assert_that(case).is_waiting_at("order")
    do_all(engine, last_called(engine, case), "undo_b", "undo_a")

    assert_that(case).is_completed()


def test_an_error_while_undoing_is_caught_where_the_compensation_was_thrown():
    block = sub_process("block", "start_s -> order -> undo -> end_s", called("order", "child"), throw("undo", compensate()))
    model = process("p", "start -> block -> end", block, boundary("failed", "block", error("NO")), "failed -> sorry -> end_f")
    engine = MemoryEngine(ordering(), model)
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")

    undoing = last_called(engine, case)
    engine.throw_error(undoing, "undo_b", "NO")

    assert_that(undoing).is_terminated()
    assert_that(case).is_waiting_at("sorry")


def test_a_boundary_event_of_the_call_activity_catches_nothing_while_it_is_being_undone():
    engine = MemoryEngine(
        ordering(), caller(called("order", "child"), boundary("failed", "order", error("NO")), "failed -> sorry -> end_f")
    )
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")

    engine.throw_error(last_called(engine, case), "undo_b", "NO")

    assert_that(case).has_not_reached("failed")
    assert_that(last_called(engine, case)).has_incident("UNHANDLED_ERROR_EVENT", "undo_b")


def test_undoing_that_an_operator_canceled_begins_again_with_the_step_that_was_at_work():
    engine = MemoryEngine(ordering(), caller(called("order", "child")))
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")
    engine.cancel(last_called(engine, case))
    assert_that(case).has_incident("CALLED_ELEMENT_ERROR", "order")

    engine.resolve_incident(case, "order")
    assert_that(last_called(engine, case)).is_waiting_at("undo_b")
    do_all(engine, last_called(engine, case), "undo_b", "undo_a")

    assert_that(case).is_completed()


def test_a_step_that_an_operator_took_out_of_the_undoing_is_not_begun_again():
    engine = MemoryEngine(ordering(), caller(called("order", "child")))
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")
    undoing = last_called(engine, case)
    [step] = [row for row in engine.rows.element_instances.values() if row.element_id == "undo_b"]

    engine.command(undoing, lambda x: do.terminate_element(x, step.key))
    assert_that(undoing).is_waiting_at("undo_a")
    engine.cancel(undoing)
    engine.resolve_incident(case, "order")

    assert_that(last_called(engine, case)).is_waiting_at("undo_a")


def test_canceling_the_case_cancels_what_is_being_undone():
    engine = MemoryEngine(ordering(), caller(called("order", "child")))
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")

    engine.cancel(case)

    assert_that(case).is_terminated()
    assert_that(last_called(engine, case)).is_terminated()


def test_a_call_activity_that_an_operator_ended_before_it_left_is_not_undone():
    order = called("order", "child", listeners=(Listener(ListenerEvent.END, value("bye"), value("3")),))
    fork = gateway("parallel", "fork")
    model = process(
        "p",
        "start -> fork",
        fork,
        "fork -> order -> end_o",
        order,
        "fork -> wait -> undo -> after -> end",
        throw("undo", compensate()),
    )
    engine = MemoryEngine(ordering(), model)
    case = engine.start("p")
    do_all(engine, engine.called_by(case)[0], "a", "b")
    [leaving] = [row for row in engine.rows.element_instances.values() if row.element_id == "order"]

    engine.command(case, lambda x: do.terminate_element(x, leaving.key))
    engine.complete_job(case, "wait")

    assert_that(case).is_waiting_at("after")
    assert len(engine.called_by(case)) == 1
