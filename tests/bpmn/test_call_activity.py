"""Call activities: the called process is a process instance of its own (BPMN 2.0 §10.3.6)."""

from __future__ import annotations

from typing import Any

from engine.bpmn.process_model import CalledElement, ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, for_each, mapping, node, process, throw, value
from tests.bpmn.event_builders import after, error, escalation
from tests.bpmn.memory_engine import MemoryEngine


def call(element_id: str, process_id: str, *, parents: bool = True, children: bool = True, **fields: Any):
    called = CalledElement(value(process_id), propagate_all_parent_variables=parents, propagate_all_child_variables=children)
    return node(ElementType.CALL_ACTIVITY, element_id, call=called, **fields)


CHILD = process("child", "start -> work -> end")


def test_the_caller_waits_for_the_called_process_and_variables_travel_both_ways():
    engine = MemoryEngine(CHILD, process("p", "start -> call -> a -> end", call("call", '="chi" + "ld"')))
    case = engine.start("p", n=1)
    [child] = engine.called_by(case)
    assert_that(child).is_waiting_at("work").has_variables(n=1)

    engine.complete_job(child, "work", n=2)

    assert_that(child).is_completed()
    assert_that(case).is_waiting_at("a").has_variables(n=2)


def test_mappings_choose_what_travels():
    activity = call(
        "call", "child", parents=False, children=False, inputs=(mapping("=n + 1", "m"),), outputs=(mapping("=result", "got"),)
    )
    engine = MemoryEngine(CHILD, process("p", "start -> call -> end", activity))
    case = engine.start("p", n=1)
    [child] = engine.called_by(case)
    assert_that(child).has_variables(m=2).has_no_variables("n")

    engine.complete_job(child, "work", result="ok", other=1)

    assert_that(case).is_completed().has_variables(got="ok").has_no_variables("result", "other", "m")


def test_a_process_that_is_missing_becomes_an_incident():
    engine = MemoryEngine(process("p", "start -> call -> end", call("call", "child")))

    case = engine.start("p")
    assert_that(case).has_incident("CALLED_ELEMENT_ERROR", "call", "child")
    engine.models[engine.new_key()] = CHILD
    engine.resolve_incident(case, "call")

    assert len(engine.called_by(case)) == 1


def test_canceling_the_caller_cancels_the_called_process():
    engine = MemoryEngine(
        CHILD,
        process(
            "p", "start -> call -> end", "late -> end_late", call("call", "child"), boundary("late", "call", after("PT1H"))
        ),
    )
    case = engine.start("p")
    [child] = engine.called_by(case)

    engine.advance("PT1H")

    assert_that(case).is_completed().has_completed("late")
    assert_that(child).is_terminated()


def test_an_error_of_the_called_process_reaches_the_call_activity():
    failing = process("child", "start -> work -> fail", end("fail", error("E")))
    engine = MemoryEngine(
        failing,
        process(
            "p", "start -> call -> end", "caught -> a -> end_c", call("call", "child"), boundary("caught", "call", error("E"))
        ),
    )
    case = engine.start("p")
    [child] = engine.called_by(case)

    engine.complete_job(child, "work")

    assert_that(child).is_terminated()
    assert_that(case).is_waiting_at("a").has_terminated_times("call", 1)


def test_an_error_travels_through_several_called_processes():
    failing = process("child", "start -> fail", end("fail", error("E")))
    middle = process("middle", "start -> call_child -> end", call("call_child", "child"))
    outer = process(
        "p", "start -> call -> end", "caught -> a -> end_c", call("call", "middle"), boundary("caught", "call", error("E"))
    )

    case = MemoryEngine(failing, middle, outer).start("p")

    assert_that(case).is_waiting_at("a")


def test_an_error_that_no_caller_catches_stays_where_it_was_thrown():
    failing = process("child", "start -> fail", end("fail", error("E")))
    engine = MemoryEngine(failing, process("p", "start -> call -> end", call("call", "child")))

    case = engine.start("p")
    [child] = engine.called_by(case)

    assert_that(case).is_waiting_at("call").has_no_incidents()
    assert_that(child).has_incident("UNHANDLED_ERROR_EVENT", "fail")


def test_an_escalation_that_interrupts_a_caller_lets_the_called_processes_take_no_step_more():
    innermost = process("inner", "start -> warn -> work -> end", throw("warn", escalation("LATE")))
    child = process("child", "start -> call_inner -> end", call("call_inner", "inner"))
    model = process(
        "p",
        "start -> call -> end",
        call("call", "child"),
        boundary("late", "call", escalation("LATE")),
        "late -> after -> end_l",
    )
    engine = MemoryEngine(innermost, child, model)

    case = engine.start("p")

    [called] = engine.called_by(case)
    [inner] = engine.called_by(called)
    assert_that(inner).is_terminated().has_not_reached("work")
    assert_that(called).is_terminated()
    assert_that(case).is_waiting_at("after").has_terminated_times("call", 1)


def test_an_escalation_reaches_the_call_activity_and_both_go_on():
    telling = process("child", "start -> tell -> work -> end", throw("tell", escalation("LATE")))
    event = boundary("late", "call", escalation("LATE"), interrupting=False)
    engine = MemoryEngine(telling, process("p", "start -> call -> end", "late -> a -> end_l", call("call", "child"), event))

    case = engine.start("p")
    [child] = engine.called_by(case)

    assert_that(case).is_waiting_at("call", "a")
    assert_that(child).is_waiting_at("work")


def test_a_called_process_that_was_canceled_becomes_an_incident_and_can_be_called_again():
    engine = MemoryEngine(CHILD, process("p", "start -> call -> end", call("call", "child")))
    case = engine.start("p")
    [child] = engine.called_by(case)

    engine.cancel(child)
    assert_that(case).has_incident("CALLED_ELEMENT_ERROR", "call", "canceled")
    engine.resolve_incident(case, "call")
    engine.complete_job(engine.called_by(case)[-1], "work")

    assert_that(case).is_completed()


def test_a_multi_instance_calls_a_process_for_each_item():
    activity = call("call", "child", loop=for_each("names", "name", output_collection="results", output_element="result"))
    engine = MemoryEngine(CHILD, process("p", "start -> call -> end", activity))
    case = engine.start("p", names=["a", "b"])
    first, second = engine.called_by(case)
    assert_that(second).has_variables(name="b")

    engine.complete_job(second, "work", result=2)
    engine.complete_job(first, "work", result=1)

    assert_that(case).is_completed().has_variables(results=[1, 2]).has_no_variables("result")
