"""Embedded sub-processes, variable scopes, termination, and event sub-processes at every level."""

from __future__ import annotations

from engine.bpmn.process_model import Listener, ListenerEvent
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    catch,
    end,
    event_sub_process,
    flow,
    gateway,
    mapping,
    process,
    service_task,
    start,
    sub_process,
    value,
)
from tests.bpmn.event_builders import TERMINATE, error, message, signal
from tests.bpmn.memory_engine import MemoryEngine


def test_a_sub_process_completes_when_its_last_token_is_gone():
    inner = sub_process("sub", "start_s -> fork", gateway("parallel", "fork"), "fork -> a -> end_a", "fork -> b -> end_b")
    engine = MemoryEngine(process("p", "start -> sub -> c -> end", inner))
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("c").has_completed("end_a", "end_b", "sub")


def test_a_sub_process_without_a_start_event_starts_whatever_has_no_incoming_flow():
    inner = sub_process("sub", service_task("a"), "b -> c")
    engine = MemoryEngine(process("p", "start -> sub -> end", inner))

    case = engine.start("p")

    assert_that(case).is_waiting_at("a", "b")


def test_input_mappings_are_local_and_results_go_to_the_scope_that_has_the_name():
    inner = sub_process(
        "sub", "start_s -> a -> end_s", inputs=(mapping("=total", "rest"),), outputs=(mapping("=rest", "left"),)
    )
    engine = MemoryEngine(process("p", "start -> sub -> end", inner))
    case = engine.start("p", total=10)

    engine.complete_job(case, "a", rest=4, seen=True)

    assert_that(case).is_completed().has_variables(total=10, left=4, seen=True).has_no_variables("rest")


def test_parallel_branches_see_one_another_s_writes():
    model = process("p", "start -> fork", gateway("parallel", "fork"), "fork -> a -> end_a", "fork -> b -> c -> end_b")
    engine = MemoryEngine(model)
    case = engine.start("p", n=1)

    engine.complete_job(case, "a", n=2)
    engine.complete_job(case, "b", m=3)

    assert_that(case).has_variables(n=2, m=3)


def test_an_output_mapping_that_fails_leaves_the_element_completing_until_it_is_resolved():
    task = service_task("a", outputs=(mapping("=for i in 1..1000000000 return i", "all"),))
    engine = MemoryEngine(process("p", "start -> a -> end", task))
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert_that(case).has_incident("IO_MAPPING_ERROR", "a").is_active()


def test_a_terminate_end_event_ends_its_own_scope_only():
    inner = sub_process(
        "sub", "start_s -> fork", gateway("parallel", "fork"), "fork -> a -> stop", "fork -> b -> end_b", end("stop", TERMINATE)
    )
    engine = MemoryEngine(process("p", "start -> sub -> c -> end", inner))
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("c").has_terminated_times("b", 1).has_completed("stop", "sub")


def test_a_terminate_end_event_of_the_process_completes_it():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> stop",
        "fork -> b -> join",
        "fork -> join -> end",
        gateway("parallel", "join"),
        end("stop", TERMINATE),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert_that(case).is_completed().has_waiting_tokens("join", 0).has_terminated_times("b", 1)


def test_canceling_terminates_at_every_depth():
    inner = sub_process("inner", "start_i -> a -> end_i")
    engine = MemoryEngine(process("p", "start -> outer -> end", sub_process("outer", "start_o -> inner -> end_o", inner)))
    case = engine.start("p")

    engine.cancel(case)

    assert_that(case).is_terminated().has_terminated_times("inner", 1).has_terminated_times("outer", 1)


def test_an_interrupting_event_sub_process_ends_everything_else_in_its_scope():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> end_a",
        "fork -> b -> end_b",
        event_sub_process("esp", start("stop", message("stop", "=id")), "stop -> undo -> end_s"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", id="1")

    engine.publish("stop", "1", reason="late")
    assert_that(case).is_waiting_at("undo").has_terminated_times("a", 1).has_terminated_times("b", 1)
    assert_that(case).has_open_subscriptions().has_variables(reason="late")
    engine.complete_job(case, "undo")

    assert_that(case).is_completed()


def test_a_non_interrupting_event_sub_process_runs_beside_its_scope_and_holds_it():
    model = process(
        "p",
        "start -> a -> end",
        event_sub_process("esp", start("ask", signal("ask"), interrupting=False), "ask -> answer -> end_s"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.broadcast("ask")
    engine.broadcast("ask")
    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("answer", "answer").has_completed_times("end", 1)
    engine.complete_job(case, "answer")
    engine.complete_job(case, "answer")

    assert_that(case).is_completed()


def test_an_event_sub_process_inside_a_sub_process_hears_only_while_it_lives():
    esp = event_sub_process("esp", start("stop", signal("stop")), "stop -> undo -> end_u")
    engine = MemoryEngine(
        process("p", "start -> before -> sub -> after -> end", sub_process("sub", "start_s -> a -> end_s", esp))
    )
    case = engine.start("p")

    assert engine.broadcast("stop") == 0
    engine.complete_job(case, "before")
    assert engine.broadcast("stop") == 1
    assert_that(case).is_waiting_at("undo")
    engine.complete_job(case, "undo")

    assert_that(case).is_waiting_at("after").has_completed("esp", "sub")
    assert engine.broadcast("stop") == 0


def test_an_interrupting_event_sub_process_comes_once_and_keeps_others_out():
    model = process(
        "p",
        "start -> a -> end",
        event_sub_process("first", start("one", signal("one")), "one -> b -> end_1"),
        event_sub_process("second", start("two", signal("two"), interrupting=False), "two -> c -> end_2"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    engine.broadcast("two")

    engine.broadcast("one")

    assert (engine.broadcast("one"), engine.broadcast("two")) == (0, 0)
    assert_that(case).is_waiting_at("b").has_terminated_times("second", 1).has_terminated_times("a", 1)


def test_an_error_start_event_catches_what_its_scope_throws_before_the_boundary_does():
    inner = sub_process(
        "sub",
        "start_s -> fail",
        end("fail", error("E")),
        event_sub_process("esp", start("caught", error("E")), "caught -> repair -> end_r"),
    )
    engine = MemoryEngine(
        process("p", "start -> sub -> end", "outside -> end_o", inner, boundary("outside", "sub", error("E")))
    )

    case = engine.start("p")

    assert_that(case).is_waiting_at("repair").has_not_reached("outside")


def test_an_error_thrown_in_the_event_sub_process_that_caught_one_goes_further_out():
    inner = sub_process(
        "sub",
        "start_s -> fail",
        end("fail", error("E")),
        event_sub_process("esp", start("caught", error("E")), "caught -> again", end("again", error("E"))),
    )
    engine = MemoryEngine(
        process("p", "start -> sub -> end", "outside -> a -> end_o", inner, boundary("outside", "sub", error("E")))
    )

    case = engine.start("p")

    assert_that(case).is_waiting_at("a").has_terminated_times("sub", 1)


def test_waiting_tokens_are_gone_when_their_scope_is_interrupted():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> join -> end",
        gateway("parallel", "join"),
        event_sub_process("esp", start("stop", signal("stop")), "stop -> b -> end_b"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")
    assert_that(case).has_waiting_tokens("join", 1)

    engine.broadcast("stop")

    assert_that(case).has_waiting_tokens("join", 0).is_waiting_at("b")


def test_a_catch_event_in_a_sub_process_keeps_its_variables_after_a_choice():
    inner = sub_process(
        "sub",
        "start_s -> wait -> gw",
        catch("wait", message("m", "=id")),
        gateway("exclusive", "gw"),
        flow("gw", "end_1", "ok"),
        flow("gw", "a", default=True),
    )
    engine = MemoryEngine(process("p", "start -> sub -> end", inner))
    case = engine.start("p", id="1")

    engine.publish("m", "1", ok=False)

    assert_that(case).is_waiting_at("a")


def test_a_process_completes_after_its_end_listeners():
    listeners = (Listener(ListenerEvent.END, value("closing"), value("1")),)
    engine = MemoryEngine(process("p", "start -> a -> end", listeners=listeners))
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).is_active()
    engine.complete_job(case, "p")

    assert_that(case).is_completed()


def test_a_terminate_end_event_ends_its_scope_after_its_end_listeners():
    stop = end("stop", TERMINATE, listeners=(Listener(ListenerEvent.END, value("closing"), value("1")),))
    model = process("p", "start -> fork", gateway("parallel", "fork"), "fork -> a -> stop", "fork -> b -> end_b", stop)
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b", "stop")
    engine.complete_job(case, "stop")

    assert_that(case).is_completed().has_completed("stop")
