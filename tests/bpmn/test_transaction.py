"""Transactions: canceled, they undo what they did; failed, they do not (BPMN 2.0 §10.3.6)."""

from __future__ import annotations

from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, event_sub_process, flow, gateway, node, process, start, sub_process, throw
from tests.bpmn.event_builders import CANCEL, after, compensate, error, signal
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.told import differences


def _transaction(*after):
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> b -> gw",
        "fork -> c -> end_c",
        gateway("exclusive", "gw"),
        flow("gw", "cancel", "bad"),
        flow("gw", "end_t", default=True),
        *undoable("a"),
        *undoable("b"),
        end("cancel", CANCEL),
    )
    return process("p", "start -> tx -> done -> end", inner, *after)


def test_canceling_a_transaction_ends_what_is_active_undoes_what_completed_and_leaves_by_its_cancel_event():
    engine = MemoryEngine(_transaction(boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x"))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "b", bad=True)
    assert_that(case).is_waiting_at("undo_b").has_terminated_times("c", 1).has_completed("cancel")
    engine.complete_job(case, "undo_b")
    assert_that(case).is_waiting_at("undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after").has_terminated_times("tx", 1).has_not_reached("done")


def test_a_transaction_that_succeeds_can_still_be_undone_later():
    engine = MemoryEngine(_transaction())
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "b", bad=False)
    engine.complete_job(case, "c")

    assert_that(case).is_waiting_at("done").has_completed("tx")


def test_an_error_leaves_a_transaction_without_undoing_anything():
    engine = MemoryEngine(_transaction(boundary("failed", "tx", error("E")), "failed -> after -> end_x"))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.throw_error(case, "b", "E")

    assert_that(case).is_waiting_at("after").has_not_reached("undo_a")


def test_a_transaction_that_is_canceled_before_anything_completed_leaves_at_once():
    inner = node(ElementType.TRANSACTION, "tx", "start_t -> cancel", end("cancel", CANCEL))
    engine = MemoryEngine(
        process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")
    )

    assert_that(engine.start("p")).is_waiting_at("after")


def test_canceling_a_transaction_undoes_what_completed_in_a_sub_process_that_was_still_active():
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> fork",
        gateway("parallel", "fork"),
        "fork -> sub -> end_s",
        "fork -> b -> cancel",
        sub_process("sub", "start_n -> a -> c -> end_n", *undoable("a")),
        *undoable("b"),
        end("cancel", CANCEL),
    )
    engine = MemoryEngine(
        process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")
    )
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "b")
    assert_that(case).has_terminated_times("c", 1).is_waiting_at("undo_a")
    engine.complete_job(case, "undo_a")
    engine.complete_job(case, "undo_b")

    assert_that(case).is_waiting_at("after")


def canceled_while_undoing(*parts):
    """A transaction whose completed steps a throwing event undoes, and that is canceled meanwhile."""
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> steps -> fork",
        *parts,
        gateway("parallel", "fork"),
        "fork -> undo -> end_u",
        throw("undo", compensate()),
        "fork -> decide -> cancel",
        end("cancel", CANCEL),
    )
    return process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")


def test_a_transaction_that_is_canceled_while_a_compensation_is_half_done_undoes_all_of_it():
    steps = sub_process("steps", "start_s -> a -> b -> c -> end_s", *undoable("a"), *undoable("b"), *undoable("c"))
    engine = MemoryEngine(canceled_while_undoing(steps))
    case = engine.start("p")
    for element_id in ("a", "b", "c", "undo_c"):
        engine.complete_job(case, element_id)

    engine.complete_job(case, "decide")
    assert_that(case).has_terminated_times("undo_b", 1).is_waiting_at("undo_b")
    engine.complete_job(case, "undo_b")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after").has_completed_times("undo_c", 1)


def test_handlers_at_work_side_by_side_begin_anew_in_their_order_when_the_transaction_is_canceled():
    aside = throw("undo", compensate(wait=False))
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> a -> b -> undo -> decide -> cancel",
        *undoable("a"),
        *undoable("b"),
        aside,
        end("cancel", CANCEL),
    )
    engine = MemoryEngine(
        process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")
    )
    case = engine.start("p")
    for element_id in ("a", "b", "decide"):
        engine.complete_job(case, element_id)

    assert_that(case).is_waiting_at("undo_b")
    engine.complete_job(case, "undo_b")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after")


def test_a_handler_that_its_own_boundary_event_ended_is_not_begun_anew_in_a_canceled_transaction():
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> a -> cancel",
        *undoable("a"),
        boundary("late", "undo_a", after("PT1H")),
        "late -> note -> end_n",
        end("cancel", CANCEL),
    )
    engine = MemoryEngine(
        process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")
    )
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.advance("PT1H")
    engine.complete_job(case, "note")

    assert_that(case).is_waiting_at("after").has_terminated_times("undo_a", 1)


def test_the_record_tells_that_tokens_at_the_joins_of_a_canceled_transaction_are_gone():
    inner = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> gw",
        gateway("exclusive", "gw"),
        flow("gw", "join", "ok"),
        flow("gw", "cancel", default=True),
        gateway("parallel", "join"),
        *undoable("a"),
        end("cancel", CANCEL),
    )
    engine = MemoryEngine(process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> end_x"))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "b", ok=False)

    assert_that(case).is_waiting_at("undo_a")
    assert differences(engine) == []


def test_canceling_a_transaction_undoes_what_completed_in_an_event_sub_process_that_was_still_at_work():
    beside = event_sub_process(
        "beside", start("heard", signal("s"), interrupting=False), "heard -> e -> f -> end_f", *undoable("e")
    )
    inner = node(ElementType.TRANSACTION, "tx", "start_t -> a -> b -> cancel", *undoable("a"), beside, end("cancel", CANCEL))
    engine = MemoryEngine(
        process("p", "start -> tx -> end", inner, boundary("canceled", "tx", CANCEL), "canceled -> after -> end_x")
    )
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.broadcast("s")
    engine.complete_job(case, "e")

    engine.complete_job(case, "b")
    assert_that(case).is_waiting_at("undo_e").has_terminated_times("f", 1)
    engine.complete_job(case, "undo_e")
    assert_that(case).is_waiting_at("undo_a")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after")
