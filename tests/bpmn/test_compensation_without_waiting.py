"""Compensation that the throwing event does not wait for: it goes on, and activities are undone one after another all the same."""

from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import end, process, sub_process, throw
from tests.bpmn.event_builders import compensate
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable


def test_a_throwing_event_need_not_wait():
    model = process("p", "start -> a -> undo -> c -> end", *undoable("a"), throw("undo", compensate(wait=False)))
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("undo_a", "c")


def test_without_anybody_waiting_the_last_is_undone_first_all_the_same_and_what_completes_later_stays():
    model = process(
        "p",
        "start -> a -> b -> undo -> c -> d -> end",
        *undoable("a"),
        *undoable("b"),
        *undoable("c"),
        throw("undo", compensate(wait=False)),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    for done in ("a", "b"):
        engine.complete_job(case, done)

    assert_that(case).is_waiting_at("undo_b", "c")
    engine.complete_job(case, "c")
    engine.complete_job(case, "undo_b")
    assert_that(case).is_waiting_at("undo_a", "d")
    engine.complete_job(case, "undo_a")
    engine.complete_job(case, "d")

    assert_that(case).is_completed().has_completed_times("undo_a", 1).has_completed_times("undo_c", 0)


def test_a_scope_lasts_until_all_in_it_is_undone():
    inner = sub_process("sub", "start_s -> a -> b -> undo", *undoable("a"), *undoable("b"), end("undo", compensate(wait=False)))
    engine = MemoryEngine(process("p", "start -> sub -> c -> end", inner))
    case = engine.start("p")
    for done in ("a", "b", "undo_b"):
        engine.complete_job(case, done)
    assert_that(case).is_waiting_at("undo_a")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("c")


def test_two_throws_share_what_is_left():
    model = process(
        "p",
        "start -> a -> b -> one -> two -> end",
        *undoable("a"),
        *undoable("b"),
        throw("one", compensate(wait=False)),
        throw("two", compensate(wait=False)),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    for done in ("a", "b", "undo_b", "undo_a"):
        engine.complete_job(case, done)

    assert_that(case).is_completed().has_completed_times("undo_a", 1).has_completed_times("undo_b", 1)
