"""Elements in company that they seldom keep: each says alone what it means, here they meet."""

from __future__ import annotations

import feel
from engine.bpmn.process_model import AdHoc, ComplexBehavior, ElementType, MultiInstanceBehavior
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    catch,
    end,
    event_sub_process,
    flow,
    for_each,
    gateway,
    loop,
    node,
    process,
    service_task,
    start,
    sub_process,
    throw,
    times,
)
from tests.bpmn.event_builders import CANCEL, after, error, escalation, every, link, signal, when
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.test_compensation_of_calls import called


def test_escalations_of_called_processes_reach_the_boundary_of_their_multi_instance_each_time():
    child = process("child", "start -> warn -> work -> end", throw("warn", escalation("LATE")))
    esp = event_sub_process("esp", start("heard", escalation(), interrupting=False), "heard -> note -> end_n")
    model = process(
        "p",
        "start -> each -> end",
        called("each", "child", loop=for_each("[1, 2, 3]")),
        boundary("late", "each", escalation("LATE"), interrupting=False),
        "late -> tell -> end_t",
        esp,
    )
    engine = MemoryEngine(child, model, batch=2)

    case = engine.start("p")

    assert_that(case).is_waiting_at("each", "each", "each", "tell", "tell", "tell").has_not_reached("esp")


def test_an_escalation_that_the_boundary_does_not_name_starts_the_event_sub_process_instead():
    child = process("child", "start -> warn -> work -> end", throw("warn", escalation("LATE")))
    esp = event_sub_process("esp", start("heard", escalation(), interrupting=True), "heard -> note -> end_n")
    model = process(
        "p",
        "start -> each -> end",
        called("each", "child", loop=for_each("[1, 2, 3]")),
        boundary("other", "each", escalation("OTHER"), interrupting=False),
        "other -> tell -> end_t",
        esp,
    )
    engine = MemoryEngine(child, model)

    case = engine.start("p")

    assert_that(case).is_waiting_at("note").has_terminated_times("each", 3)
    for each in engine.called_by(case):
        assert_that(each).is_terminated()


def test_a_parallel_multiple_start_event_starts_its_event_sub_process_when_all_have_occurred_and_then_anew():
    esp = event_sub_process(
        "esp",
        start("both", signal("a"), signal("b"), parallel_multiple=True, interrupting=False),
        "both -> work -> end_w",
    )
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", signal("go")), esp))
    case = engine.start("p")

    engine.broadcast("a")
    engine.broadcast("a")
    assert_that(case).is_waiting_at("wait")
    engine.broadcast("b")
    assert_that(case).is_waiting_at("wait", "work")
    engine.broadcast("b")
    engine.broadcast("a")

    assert_that(case).is_waiting_at("wait", "work", "work")


def test_an_interrupting_parallel_multiple_start_event_ends_its_scope_with_the_last_part():
    esp = event_sub_process("esp", start("both", signal("a"), when("late"), parallel_multiple=True), "both -> work -> end_w")
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", signal("go")), esp))
    case = engine.start("p", late=False)

    engine.set_variables(case, late=True)
    assert_that(case).is_waiting_at("wait")
    engine.broadcast("a")

    assert_that(case).is_waiting_at("work").has_terminated_times("wait", 1)


def test_links_of_one_name_stay_in_their_scope():
    inner = sub_process(
        "sub", "start_s -> go_in", throw("go_in", link("L")), catch("in_here", link("L")), "in_here -> a -> end_s"
    )
    model = process(
        "p", "start -> sub -> go_out", inner, throw("go_out", link("L")), catch("out_here", link("L")), "out_here -> b -> end"
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    assert_that(case).is_waiting_at("a").has_not_reached("out_here")

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("b").has_completed_times("in_here", 1)


def test_a_signal_that_ends_a_transaction_may_cancel_the_one_around_it():
    inside = node(ElementType.TRANSACTION, "inner", "start_i -> i -> ring", *undoable("i"), end("ring", signal("no")))
    heard = start("heard", signal("no"), interrupting=False)
    stop = event_sub_process("esp", heard, "heard -> confirm -> stop", end("stop", CANCEL))
    outside = node(ElementType.TRANSACTION, "outer", "start_o -> a -> inner -> rest -> end_o", *undoable("a"), inside, stop)
    model = process("p", "start -> outer -> end", outside, boundary("off", "outer", CANCEL), "off -> after -> end_f")
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "i")
    assert_that(case).is_waiting_at("rest", "confirm")

    engine.complete_job(case, "confirm")
    assert_that(case).is_waiting_at("undo_i")
    engine.complete_job(case, "undo_i")
    engine.complete_job(case, "undo_a")

    assert_that(case).is_waiting_at("after").has_terminated_times("rest", 1)


def test_a_complex_gateway_starts_again_round_by_round():
    model = process(
        "p",
        "start -> merge",
        gateway("exclusive", "merge"),
        "merge -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> some",
        "fork -> b -> some",
        "fork -> c -> some",
        gateway("complex", "some", activation_condition=feel.compile("activationCount >= 2")),
        "some -> next -> more",
        gateway("exclusive", "more"),
        flow("more", "merge", "again"),
        flow("more", "end", default=True),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    for again in (True, False):
        engine.complete_job(case, "a")
        engine.complete_job(case, "c")
        assert_that(case).is_waiting_at("b", "next", "some")
        engine.complete_job(case, "b")
        engine.complete_job(case, "next", again=again)

    assert_that(case).is_completed().has_completed_times("next", 2).has_completed_times("some", 2)


def test_a_sequential_ad_hoc_sub_process_that_cancels_nothing_lets_the_one_at_work_finish():
    ad_hoc = node(
        ElementType.AD_HOC_SUB_PROCESS,
        "choose",
        service_task("a"),
        service_task("b"),
        service_task("c"),
        ad_hoc=AdHoc(sequential=True, completion_condition=feel.compile("enough"), cancel_remaining_instances=False),
        entry_points=(),
    )
    engine = MemoryEngine(process("p", "start -> choose -> end", ad_hoc))
    case = engine.start("p", enough=False)
    assert_that(case).is_waiting_at("a")
    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b")

    engine.complete_job(case, "b", enough=True)

    assert_that(case).is_completed().has_not_reached("c")


def test_a_loop_that_tests_first_counts_no_more_rounds_than_its_maximum():
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=loop("true", test_before=True, maximum=2))))
    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "a")

    assert_that(case).is_completed().has_completed_times("a", 2)


def test_a_loop_around_a_sub_process_ends_with_an_error_of_one_round():
    block = sub_process(
        "block",
        "start_b -> a -> fine",
        gateway("exclusive", "fine"),
        flow("fine", "bad", "wrong"),
        flow("fine", "end_b", default=True),
        end("bad", error("E")),
        loop=loop("true", maximum=5),
    )
    engine = MemoryEngine(
        process("p", "start -> block -> end", block, boundary("failed", "block", error("E")), "failed -> mend -> end_m")
    )
    case = engine.start("p")
    engine.complete_job(case, "a", wrong=False)

    engine.complete_job(case, "a", wrong=True)

    assert_that(case).is_waiting_at("mend").has_completed_times("block", 1)


def test_behavior_complex_of_called_processes_throws_for_each_that_meets_its_condition():
    choices = (
        ComplexBehavior(feel.compile("numberOfCompletedInstances = 2"), escalation("TWO")),
        ComplexBehavior(feel.compile("numberOfCompletedInstances >= 2"), escalation("MORE")),
    )
    each = called("a", "child", loop=times("3", behavior=MultiInstanceBehavior.COMPLEX, complex_behaviors=choices))
    model = process(
        "p",
        "start -> a -> end",
        each,
        boundary("two", "a", escalation("TWO"), interrupting=False),
        "two -> t -> end_t",
        boundary("more", "a", escalation("MORE"), interrupting=False),
        "more -> m -> end_m",
    )
    engine = MemoryEngine(process("child", "start -> work -> end"), model)
    case = engine.start("p")
    for child in engine.called_by(case):
        engine.complete_job(child, "work")

    assert_that(case).is_waiting_at("t", "m", "m")


def test_a_parallel_multiple_event_waits_for_each_of_its_timers():
    model = process("p", "start -> wait -> a -> end", catch("wait", after("PT1H"), after("PT5H"), parallel_multiple=True))
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.advance("PT2H")
    assert_that(case).is_waiting_at("wait")
    engine.advance("PT4H")

    assert_that(case).is_waiting_at("a")


def test_a_cycle_in_the_flow_is_one_part_of_a_parallel_multiple_event():
    cycle = catch("wait", every("R3/PT1H"), signal("s"), parallel_multiple=True)
    engine = MemoryEngine(process("p", "start -> wait -> a -> end", cycle))
    case = engine.start("p")

    engine.advance("PT2H")
    assert_that(case).is_waiting_at("wait")
    engine.broadcast("s")

    assert_that(case).is_waiting_at("a")


def test_an_escalation_and_a_signal_are_two_parts_of_a_parallel_multiple_event():
    block = sub_process("block", "start_b -> warn -> b -> end_b", throw("warn", escalation("LATE")))
    event = boundary("both", "block", signal("s"), escalation("LATE"), parallel_multiple=True)
    engine = MemoryEngine(process("p", "start -> block -> end", block, event, "both -> a -> end_a"))
    case = engine.start("p")
    assert_that(case).is_waiting_at("b")

    engine.broadcast("s")

    assert_that(case).is_waiting_at("a")
