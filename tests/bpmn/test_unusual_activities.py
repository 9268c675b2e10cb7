"""Activities that repeat, call, undo or are canceled, in company that they seldom keep."""

from __future__ import annotations

from engine.bpmn.process_model import AdHoc, CalledElement, ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    end,
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
    value,
)
from tests.bpmn.event_builders import CANCEL, TERMINATE, after, compensate, error, message, signal
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.test_compensation_of_calls import called


def test_a_call_activity_waits_for_as_many_tokens_as_it_needs_and_sends_as_many_as_it_says():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> order",
        "fork -> b -> order",
        called("order", "child", start_quantity=2, completion_quantity=3),
        "order -> c -> end",
    )
    engine = MemoryEngine(process("child", "start -> work -> end"), model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    assert engine.called_by(case) == []
    engine.complete_job(case, "b")
    [child] = engine.called_by(case)

    engine.complete_job(child, "work")

    assert_that(case).is_waiting_at("c", "c", "c")


def test_the_default_flow_of_a_multi_instance_is_chosen_once_when_all_of_it_is_done():
    model = process(
        "p",
        "start -> a",
        service_task("a", loop=for_each("[1, 2]", "n", output_collection="found", output_element="n * 10")),
        flow("a", "big", "sum(found) > 100"),
        flow("a", "small", default=True),
        "big -> end",
        "small -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("small").has_variables(found=[10, 20])


def test_an_event_sub_process_undoes_an_activity_of_the_scope_around_it_and_then_the_rest():
    esp = event_sub_process(
        "esp",
        start("failed", error("E")),
        "failed -> one -> all -> end_u",
        throw("one", compensate("a")),
        throw("all", compensate()),
    )
    block = sub_process(
        "block",
        "start_b -> a -> b -> inner -> bad",
        *undoable("a"),
        *undoable("b"),
        esp,
        end("bad", error("E")),
        sub_process("inner", "start_i -> i -> end_i", *undoable("i")),
    )
    engine = MemoryEngine(process("p", "start -> block -> c -> end", block))
    case = engine.start("p")
    for element_id in ("a", "b", "i", "undo_a", "undo_i", "undo_b"):
        engine.complete_job(case, element_id)

    assert_that(case).is_waiting_at("c").has_completed("undo_a", "undo_i", "undo_b")


def test_terminating_one_child_of_a_multi_instance_sub_process_leaves_the_others():
    block = sub_process(
        "block",
        "start_b -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> stop",
        "fork -> b -> end_b",
        end("stop", TERMINATE),
        loop=times("2"),
    )
    engine = MemoryEngine(process("p", "start -> block -> c -> end", block))
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("a", "b")
    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("c")


def test_a_terminate_end_event_in_a_called_process_completes_its_call():
    child = process(
        "child", "start -> fork", gateway("parallel", "fork"), "fork -> a -> stop", "fork -> b -> end", end("stop", TERMINATE)
    )
    order = node(ElementType.CALL_ACTIVITY, "order", call=CalledElement(value("child"), propagate_all_child_variables=True))
    engine = MemoryEngine(child, process("p", "start -> order -> c -> end", order))
    case = engine.start("p")

    engine.complete_job(engine.called_by(case)[0], "a", found=1)

    assert_that(case).is_waiting_at("c").has_variables(found=1)


def test_a_terminate_end_event_in_an_event_sub_process_ends_only_that():
    esp = event_sub_process(
        "esp",
        start("heard", signal("s"), interrupting=False),
        "heard -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> stop",
        "fork -> b -> end_b",
        end("stop", TERMINATE),
    )
    engine = MemoryEngine(process("p", "start -> work -> end", esp))
    case = engine.start("p")
    engine.broadcast("s")

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("work").has_terminated_times("b", 1)


def test_a_second_called_process_of_a_sequence_that_fails_ends_the_sequence():
    model = process(
        "p",
        "start -> each -> end",
        called("each", "child", loop=for_each("[1, 2, 3]", "n", sequential=True)),
        boundary("failed", "each", error()),
        "failed -> mend -> end_m",
    )
    engine = MemoryEngine(process("child", "start -> work -> end"), model)
    case = engine.start("p")
    engine.complete_job(engine.called_by(case)[0], "work")

    engine.throw_error(engine.called_by(case)[1], "work", "E")

    assert_that(case).is_waiting_at("mend")
    assert len(engine.called_by(case)) == 2


def test_a_signal_thrown_in_a_called_process_reaches_the_boundary_of_its_call():
    child = process("child", "start -> ring -> work -> end", throw("ring", signal("s")))
    model = process(
        "p", "start -> order -> end", called("order", "child"), boundary("heard", "order", signal("s")), "heard -> b -> end_h"
    )
    engine = MemoryEngine(child, model)

    case = engine.start("p")

    assert_that(case).is_waiting_at("b")
    assert_that(engine.called_by(case)[0]).is_terminated()


def test_an_ad_hoc_sub_process_in_an_event_sub_process_with_a_deadline():
    ad_hoc = node(
        ElementType.AD_HOC_SUB_PROCESS,
        "choose",
        service_task("a"),
        service_task("b"),
        ad_hoc=AdHoc(sequential=False, completion_condition=None, cancel_remaining_instances=True),
    )
    esp = event_sub_process(
        "esp",
        start("heard", signal("s")),
        "heard -> choose -> end_c",
        ad_hoc,
        boundary("late", "choose", after("PT1H")),
        "late -> hurry -> end_h",
    )
    engine = MemoryEngine(process("p", "start -> work -> end", esp))
    case = engine.start("p")
    engine.broadcast("s")
    engine.complete_job(case, "a")

    engine.advance("PT2H")

    assert_that(case).is_waiting_at("hurry").has_terminated_times("b", 1).has_open_timers()


def test_a_cancel_end_event_deep_inside_its_transaction_cancels_it():
    deep = sub_process("deep", "start_d -> d -> stop", *undoable("d"), end("stop", CANCEL))
    tx = node(ElementType.TRANSACTION, "tx", "start_t -> a -> deep -> end_t", *undoable("a"), deep)
    engine = MemoryEngine(process("p", "start -> tx -> end", tx, boundary("off", "tx", CANCEL), "off -> after -> end_f"))
    case = engine.start("p")
    engine.complete_job(case, "a")

    engine.complete_job(case, "d")
    for element_id in ("undo_d", "undo_a"):
        engine.complete_job(case, element_id)

    assert_that(case).is_waiting_at("after")


def test_canceled_transactions_of_a_multi_instance_undo_what_each_did():
    tx = node(
        ElementType.TRANSACTION,
        "tx",
        "start_t -> a -> gw",
        *undoable("a"),
        gateway("exclusive", "gw"),
        flow("gw", "stop", "n = 2"),
        flow("gw", "rest", default=True),
        "rest -> end_t",
        end("stop", CANCEL),
        loop=for_each("[1, 2]", "n"),
    )
    engine = MemoryEngine(process("p", "start -> tx -> end", tx, boundary("off", "tx", CANCEL), "off -> after -> end_f"))
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("rest", "undo_a")

    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after")


def test_a_message_reaches_an_event_sub_process_of_each_child_by_the_child_s_own_key():
    esp = event_sub_process("esp", start("told", message("m", "=n")), "told -> t -> end_t")
    block = sub_process("block", "start_b -> a -> end_b", esp, loop=for_each('["x", "y"]', "n"))
    engine = MemoryEngine(process("p", "start -> block -> end", block))
    case = engine.start("p")

    engine.publish("m", "y")

    assert_that(case).is_waiting_at("a", "t")
