"""What a thrown compensation undoes: what it sees and has completed by then, in its order (BPMN 2.0 §10.5.5, §13.5.5)."""

from __future__ import annotations

from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, event_sub_process, gateway, node, process, start, throw
from tests.bpmn.event_builders import CANCEL, compensate, signal
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable


def three_branches(*parts):
    return process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> end_a",
        "fork -> ask -> undo -> end_u",
        "fork -> b -> then -> end_b",
        *undoable("a"),
        *undoable("b"),
        throw("undo", compensate()),
        *parts,
    )


def test_an_event_sub_process_undoes_what_it_completed_itself_too_the_last_first():
    esp = event_sub_process(
        "esp", start("stop", signal("stop")), "stop -> c -> undo -> end_u", *undoable("c"), throw("undo", compensate())
    )
    engine = MemoryEngine(process("p", "start -> a -> b -> end", *undoable("a"), esp))
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.broadcast("stop")

    engine.complete_job(case, "c")
    assert_that(case).is_waiting_at("undo", "undo_c")
    engine.complete_job(case, "undo_c")
    assert_that(case).is_waiting_at("undo", "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed()


def test_what_completes_after_the_compensation_was_thrown_is_not_undone_by_it():
    engine = MemoryEngine(three_branches())
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "ask")

    engine.complete_job(case, "b")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("then").has_completed("undo").has_not_reached("undo_b")


def test_what_one_event_undoes_no_later_one_begins_before_its_turn():
    engine = MemoryEngine(three_branches(throw("then", compensate())))
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "ask")

    engine.complete_job(case, "b")
    assert_that(case).is_waiting_at("undo", "undo_a", "then", "undo_b")
    engine.complete_job(case, "undo_b")
    assert_that(case).has_completed("then").is_waiting_at("undo", "undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_completed().has_completed_times("undo_a", 1)


def test_a_later_event_does_not_undo_the_first_activity_while_an_earlier_one_undoes_the_last():
    engine = MemoryEngine(three_branches("then -> again -> end_again", throw("again", compensate())))
    case = engine.start("p")
    for element_id in ("a", "b", "ask"):
        engine.complete_job(case, element_id)
    assert_that(case).is_waiting_at("then", "undo", "undo_b")

    engine.complete_job(case, "then")

    assert_that(case).is_waiting_at("undo", "undo_b").has_not_reached("undo_a")


def test_a_canceled_transaction_hears_no_other_event_on_its_boundary_while_it_is_being_undone():
    inner = node(ElementType.TRANSACTION, "tx", "start_t -> a -> cancel", *undoable("a"), end("cancel", CANCEL))
    stopped = boundary("stopped", "tx", signal("stop"))
    canceled = boundary("canceled", "tx", CANCEL)
    model = process("p", "start -> tx -> end", inner, stopped, canceled, "stopped -> no -> end_n", "canceled -> yes -> end_y")
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.broadcast("stop")
    assert_that(case).is_waiting_at("undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("yes").has_not_reached("no")
