"""A call activity with a handler of its own is undone by that (BPMN 2.0 §10.7.1)."""

from __future__ import annotations

from engine.bpmn.process_model import CalledElement, ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, for_each, job, node, process, throw, value
from tests.bpmn.event_builders import compensate
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable


def called(element_id: str, process_id: str, **fields):
    return node(ElementType.CALL_ACTIVITY, element_id, call=CalledElement(value(process_id)), **fields)


def test_a_call_activity_is_undone_by_its_own_handler_which_may_call_too():
    child = process("child", "start -> work -> end", *undoable("work"))
    refund = process("refund", "start -> pay_back -> end")
    model = process(
        "p",
        "start -> order -> b -> undo -> end",
        called("order", "child"),
        boundary("order_undone", "order", compensate(), compensation_handler="refund_order"),
        called("refund_order", "refund", is_for_compensation=True),
        *undoable("b"),
        throw("undo", compensate()),
    )
    engine = MemoryEngine(child, refund, model)
    case = engine.start("p")
    [order] = engine.called_by(case)
    engine.complete_job(order, "work")
    engine.complete_job(case, "b")
    engine.complete_job(case, "undo_b")

    [_, refunding] = engine.called_by(case)
    assert_that(case).is_waiting_at("undo", "refund_order")
    engine.complete_job(refunding, "pay_back")

    assert_that(case).is_completed().has_completed("undo_b", "refund_order", "undo")
    assert_that(order).is_completed().has_not_reached("undo_work")


def test_a_named_call_activity_that_was_called_for_each_item_is_undone_once():
    child = process("child", "start -> work -> end")
    model = process(
        "p",
        "start -> order -> undo -> end",
        called("order", "child", loop=for_each("[1, 2]")),
        boundary("order_undone", "order", compensate(), compensation_handler="undo_order"),
        node(ElementType.SERVICE_TASK, "undo_order", job=job("undo_order"), is_for_compensation=True),
        throw("undo", compensate("order")),
    )
    engine = MemoryEngine(child, model)
    case = engine.start("p")
    for each in engine.called_by(case):
        engine.complete_job(each, "work")

    engine.complete_job(case, "undo_order")

    assert_that(case).is_completed()
    assert len([work for work in engine.rows.jobs.values() if work.created.element_id == "undo_order"]) == 1


def test_a_called_process_undoes_what_it_did_itself_and_nothing_of_its_caller():
    child = process("child", "start -> work -> sorry -> end", *undoable("work"), throw("sorry", compensate()))
    model = process(
        "p", "start -> a -> order -> undo -> end", *undoable("a"), called("order", "child"), throw("undo", compensate())
    )
    engine = MemoryEngine(child, model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    [order] = engine.called_by(case)
    engine.complete_job(order, "work")

    engine.complete_job(order, "undo_work")
    assert_that(order).is_completed()
    assert_that(case).is_waiting_at("undo", "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed("undo_a")
