"""Message and signal events, in the flow, on boundaries, at the start and behind event-based gateways."""

from __future__ import annotations

import pytest

from engine.bpmn.process_model import ElementType
from engine.errors import ProcessFailed
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    catch,
    end,
    event_sub_process,
    gateway,
    mapping,
    node,
    process,
    service_task,
    start,
    throw,
)
from tests.bpmn.event_builders import after, message, signal
from tests.bpmn.memory_engine import MemoryEngine


def test_a_message_reaches_the_case_with_its_correlation_key():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", message("paid", "=orderId"))))
    first, second = engine.start("p", orderId="A"), engine.start("p", orderId=17)

    met = engine.publish("paid", "17", amount=5)

    assert met == 1
    assert_that(first).is_waiting_at("wait")
    assert_that(second).is_completed().has_variables(amount=5)


def test_output_mappings_choose_from_the_message():
    event = catch("wait", message("paid", "=orderId"), outputs=(mapping("=amount * 2", "double"),))
    engine = MemoryEngine(process("p", "start -> wait -> end", event))
    case = engine.start("p", orderId="A")

    engine.publish("paid", "A", amount=5)

    assert_that(case).is_completed().has_variables(double=10).has_no_variables("amount")


def test_a_message_on_an_interrupting_boundary_ends_the_activity():
    model = process(
        "p", "start -> a -> end", "stop -> b -> end_b", service_task("a"), boundary("stop", "a", message("stop", "=id"))
    )
    engine = MemoryEngine(model)
    case = engine.start("p", id="1")

    engine.publish("stop", "1", reason="no money")
    again = engine.publish("stop", "1")

    assert again == 0
    assert_that(case).is_waiting_at("b").has_variables(reason="no money").has_open_subscriptions()


def test_a_non_interrupting_boundary_hears_every_message():
    model = process(
        "p",
        "start -> a -> end",
        "ask -> b -> end_b",
        service_task("a"),
        boundary("ask", "a", message("ask", "=id"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", id="1")

    engine.publish("ask", "1")
    engine.publish("ask", "1")

    assert_that(case).is_waiting_at("a", "b", "b").has_open_subscriptions("ask")


def test_a_message_starts_a_process_at_its_start_event():
    model = process("p", start("by_message", message("order"), outputs=(mapping("=no", "number"),)), "by_message -> a -> end")
    engine = MemoryEngine(model)

    engine.publish("order", no=7)

    case = engine.called_by_nobody("p")
    assert_that(case).is_waiting_at("a").has_variables(number=7).has_no_variables("no")
    with pytest.raises(ProcessFailed):
        engine.start("p")


def test_a_message_end_event_publishes_to_another_process():
    sender = process("sender", "start -> tell", end("tell", message("hello")))
    receiver = process("receiver", start("by_message", message("hello")), "by_message -> a -> end")
    engine = MemoryEngine(sender, receiver)

    case = engine.start("sender")

    assert_that(case).is_completed()
    assert_that(engine.called_by_nobody("receiver")).is_waiting_at("a")


def test_an_instantiating_receive_task_starts_its_process():
    task = node(ElementType.RECEIVE_TASK, "receive", events=(message("order"),), instantiate=True)
    engine = MemoryEngine(process("p", "receive -> a -> end", task))

    engine.publish("order", no=7)

    assert_that(engine.called_by_nobody("p")).is_waiting_at("a").has_completed("receive").has_variables(no=7)


def test_a_signal_reaches_every_case_that_waits():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", signal("alarm"))))
    cases = [engine.start("p"), engine.start("p")]

    met = engine.broadcast("alarm", level=2)

    assert met == 2
    for case in cases:
        assert_that(case).is_completed().has_variables(level=2)


def test_a_thrown_signal_carries_the_variables_of_its_input_mappings():
    thrower = process("thrower", "start -> shout -> end", throw("shout", signal("alarm"), inputs=(mapping("=x + 1", "level"),)))
    catcher = process("catcher", "start -> wait -> end", catch("wait", signal("alarm")))
    engine = MemoryEngine(thrower, catcher)
    waiting = engine.start("catcher")

    engine.start("thrower", x=1)

    assert_that(waiting).is_completed().has_variables(level=2).has_no_variables("x")


def test_a_signal_of_its_own_case_is_caught_in_a_parallel_branch():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> wait -> end_w",
        "fork -> shout -> end_s",
        catch("wait", signal("alarm")),
        throw("shout", signal("alarm")),
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_completed().has_completed("shout", "wait")


def test_the_first_event_behind_an_event_based_gateway_wins():
    model = process(
        "p",
        "start -> first",
        gateway("event_based", "first"),
        "first -> paid -> ship -> end_1",
        "first -> late -> remind -> end_2",
        "first -> receive -> end_3",
        catch("paid", message("paid", "=id")),
        catch("late", after("P1D")),
        node(ElementType.RECEIVE_TASK, "receive", events=(message("refused", "=id"),)),
    )
    engine = MemoryEngine(model)
    paid, late, refused = engine.start("p", id="1"), engine.start("p", id="2"), engine.start("p", id="3")
    assert_that(paid).has_open_timers("late").has_open_subscriptions("paid", "receive")

    engine.publish("paid", "1", amount=3)
    engine.publish("refused", "3")
    engine.advance("P1D")

    assert_that(paid).is_waiting_at("ship").has_variables(amount=3).has_open_timers().has_open_subscriptions().has_not_reached(
        "late"
    )
    assert_that(late).is_waiting_at("remind").has_open_subscriptions()
    assert_that(refused).is_completed().has_completed("first", "receive")


def test_an_instantiating_gateway_starts_with_whichever_event_comes():
    gate = gateway("event_based", "gate", instantiate=True)
    model = process(
        "p",
        gate,
        "gate -> one -> a -> end",
        "gate -> two -> b -> end_b",
        catch("one", message("one")),
        catch("two", message("two")),
    )
    engine = MemoryEngine(model)

    engine.publish("two")

    assert_that(engine.called_by_nobody("p")).is_waiting_at("b").has_open_subscriptions()


def test_a_parallel_instantiating_gateway_then_waits_for_the_other_events():
    gate = gateway("event_based", "gate", instantiate=True, event_gateway_parallel=True)
    model = process(
        "p",
        gate,
        "gate -> one -> a -> end",
        "gate -> two -> b -> end_b",
        catch("one", message("one")),
        catch("two", message("two", "=id")),
    )
    engine = MemoryEngine(model)

    engine.publish("one", id="7")
    case = engine.called_by_nobody("p")
    assert_that(case).is_waiting_at("a", "two")
    engine.publish("two", "7")

    assert_that(case).is_waiting_at("a", "b")


def test_any_part_of_a_multiple_event_is_enough():
    engine = MemoryEngine(process("p", "start -> wait -> end", catch("wait", message("m", "=id"), after("PT1H"))))
    by_message, by_time = engine.start("p", id="1"), engine.start("p", id="2")

    engine.publish("m", "1")
    assert_that(by_message).is_completed().has_open_timers()
    engine.advance("PT1H")

    assert_that(by_time).is_completed().has_open_subscriptions()


def test_a_parallel_multiple_event_waits_for_all_of_its_parts():
    event = catch("wait", message("m", "=id"), signal("s"), after("PT1H"), parallel_multiple=True)
    engine = MemoryEngine(process("p", "start -> wait -> end", event))
    case = engine.start("p", id="1")

    engine.broadcast("s", a=1)
    engine.broadcast("s")
    engine.advance("PT1H")
    assert_that(case).is_waiting_at("wait").has_open_subscriptions("wait").has_open_timers()
    engine.publish("m", "1", b=2)

    assert_that(case).is_completed().has_variables(a=1, b=2)


def test_a_multiple_end_event_throws_everything():
    thrower = process("thrower", "start -> both", end("both", signal("s"), message("m")))
    catcher = process(
        "catcher",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> s -> end_s",
        "fork -> m -> end_m",
        catch("s", signal("s")),
        catch("m", message("m")),
    )
    engine = MemoryEngine(thrower, catcher)
    waiting = engine.start("catcher")

    engine.start("thrower")

    assert_that(waiting).is_completed()


def test_the_start_event_of_an_event_sub_process_may_map_what_it_was_sent_to_the_same_name():
    begin = start("ask", message("ask", "=id"), interrupting=False, outputs=(mapping("=text", "text"),))
    engine = MemoryEngine(
        process("p", "start -> a -> end", event_sub_process("esp", begin, "ask -> answer -> end_s")),
    )
    case = engine.start("p", id="1", text="none yet")

    engine.publish("ask", "1", text="how long?", other="kept inside")

    assert_that(case).is_waiting_at("a", "answer").has_variables(text="how long?").has_no_variables("other")


def test_a_parallel_multiple_start_event_lets_the_instance_go_on_when_all_its_parts_have_occurred():
    begin = start("start", message("m"), signal("s"), signal("t"), parallel_multiple=True)
    engine = MemoryEngine(process("p", begin, "start -> a -> end"))

    engine.broadcast("t", n=1)
    case = engine.called_by_nobody("p")
    assert_that(case).is_waiting_at("start")
    engine.publish("m", o=2)
    assert_that(case).is_waiting_at("start")
    engine.broadcast("s")

    assert_that(case).is_waiting_at("a").has_variables(n=1, o=2).has_open_subscriptions()
