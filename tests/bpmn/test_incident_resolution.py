"""An incident holds a step; resolved, the step is taken again, and nothing that was done is done a second time."""

from __future__ import annotations

from engine.bpmn.process_model import CalledElement, ElementType, Listener, ListenerEvent, Value
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import end, flow, mapping, node, process, service_task, start, value
from tests.bpmn.event_builders import error, message, signal
from tests.bpmn.memory_engine import MemoryEngine


def test_output_mappings_are_not_applied_again_when_only_the_way_out_was_missing():
    task = service_task("a", outputs=(mapping("=n + 1", "n"),))
    engine = MemoryEngine(process("p", "start -> a", task, flow("a", "after", "ok")))
    case = engine.start("p", n=1, ok=False)
    engine.complete_job(case, "a")
    assert_that(case).has_incident("CONDITION_ERROR", "a").has_variables(n=2)

    engine.set_variables(case, ok=True)
    engine.resolve_incident(case, "a")

    assert_that(case).is_waiting_at("after").has_variables(n=2).has_no_incidents()


def test_a_multiple_end_event_throws_nothing_while_nobody_catches_its_error():
    engine = MemoryEngine(process("p", "start -> end_all", end("end_all", message("hello"), error("E"))))
    case = engine.start("p")
    assert_that(case).has_incident("UNHANDLED_ERROR_EVENT", "end_all")

    engine.resolve_incident(case, "end_all")

    thrown = [event.type.value for _, event in engine.rows.history if "THROWN" in event.type.value]
    assert thrown == []


def test_a_multiple_throw_event_throws_nothing_while_one_of_its_names_cannot_be_evaluated():
    events = (signal("first"), message("=name"))
    engine = MemoryEngine(process("p", "start -> end_all", end("end_all", *events)))
    case = engine.start("p", name=None)
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "end_all")

    engine.set_variables(case, name="second")
    engine.resolve_incident(case, "end_all")

    thrown = [event.type.value for _, event in engine.rows.history if "THROWN" in event.type.value]
    assert sorted(thrown) == ["MESSAGE_THROWN", "SIGNAL_THROWN"]
    assert_that(case).is_completed()


def test_calling_a_process_that_only_an_event_can_start_becomes_an_incident_at_once():
    called = process("q", start("s", signal("go")), "s -> a")
    calling = node(ElementType.CALL_ACTIVITY, "call", call=CalledElement(Value("q")))
    engine = MemoryEngine(called, process("p", "start -> call -> end", calling))

    case = engine.start("p")

    assert_that(case).has_incident("CALLED_ELEMENT_ERROR", "call", "no none start event")


def test_inputs_are_evaluated_anew_after_an_incident():
    task = service_task("a", job_type="=kind", inputs=(mapping("=order.kind", "kind"),))
    engine = MemoryEngine(process("p", "start -> a -> end", task))
    case = engine.start("p", order={})
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "a")

    engine.set_variables(case, order={"kind": "ship"})
    engine.resolve_incident(case, "a")

    assert engine.open_work(engine.rows.jobs, case, "a").created.type == "ship"


def test_output_mappings_are_not_applied_again_when_a_listener_could_not_be_asked():
    listener = Listener(ListenerEvent.END, value("=kind"), value("3"))
    engine = MemoryEngine(
        process("p", "start -> a -> end", service_task("a", outputs=(mapping("=n + 1", "n"),), listeners=(listener,)))
    )
    case = engine.start("p", n=1)
    engine.complete_job(case, "a")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "a")

    engine.set_variables(case, kind="tell")
    engine.resolve_incident(case, "a")
    engine.complete_job(case, "a")

    assert_that(case).is_completed().has_variables(n=2)
