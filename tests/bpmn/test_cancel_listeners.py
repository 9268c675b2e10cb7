"""Listeners of a process' cancelation: done when everything inside has ended, before the process instance has."""

from __future__ import annotations

import pytest

from engine.bpmn.process_model import CalledElement, ElementType, Listener, ListenerEvent
from engine.errors import InvalidTransition, RequestInvalid
from engine.model.process_instance import ProcessInstanceState
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, node, process, value
from tests.bpmn.event_builders import error
from tests.bpmn.memory_engine import Case, MemoryEngine


def listener(job_type: str, event: ListenerEvent = ListenerEvent.CANCEL) -> Listener:
    return Listener(event, value(job_type), value("1"))


def told(engine: MemoryEngine) -> list[tuple[str, str, str]]:
    """Return the type, moment and state of each listener's job."""
    jobs = [work for work in engine.rows.jobs.values() if work.created.listener_event != "UNSPECIFIED"]
    return [(work.created.type, work.created.listener_event, work.state) for work in jobs]


def state_of(case: Case) -> ProcessInstanceState:
    return case.engine.rows.process_instances[case.key].state


def test_the_listeners_of_a_cancelation_run_one_after_another_before_the_end():
    model = process("p", "start -> a -> end", listeners=(listener("tell"), listener("file")))
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.cancel(case)
    assert (told(engine), state_of(case)) == ([("tell", "CANCEL", "CREATED")], ProcessInstanceState.ACTIVE)
    engine.complete_job(case, "p", told=True)
    assert told(engine)[1:] == [("file", "CANCEL", "CREATED")]
    engine.complete_job(case, "p")

    assert state_of(case) is ProcessInstanceState.TERMINATED
    assert_that(case).has_variables(told=True)


def test_they_wait_until_every_child_has_ended_and_a_listener_of_the_start_is_withdrawn():
    starting = process("p", "start -> a -> end", listeners=(listener("begin", ListenerEvent.START), listener("tell")))
    engine = MemoryEngine(starting)
    case = engine.start("p")

    engine.cancel(case)

    assert told(engine) == [("begin", "START", "CANCELED"), ("tell", "CANCEL", "CREATED")]


def test_one_without_retries_is_an_incident_and_cannot_keep_the_process_alive():
    engine = MemoryEngine(process("p", "start -> a -> end", listeners=(listener("tell"),)))
    case = engine.start("p")
    engine.cancel(case)
    engine.fail_job(case, "p")
    assert_that(case).has_incident("EXECUTION_LISTENER_NO_RETRIES", "p")

    engine.resolve_incident(case, "p")
    with pytest.raises(RequestInvalid):
        engine.throw_error(case, "p", "E")
    with pytest.raises(InvalidTransition):
        engine.command(case, lambda x: do.activate_element(x, "a", variables={}))
    next(work for work in engine.rows.jobs.values() if work.created.element_id == "p").state = "CREATED"
    engine.complete_job(case, "p")

    assert state_of(case) is ProcessInstanceState.TERMINATED


def test_a_listener_that_cannot_be_asked_is_an_incident_first():
    engine = MemoryEngine(process("p", "start -> a -> end", listeners=(listener("=whom"),)))
    case = engine.start("p")

    engine.cancel(case)

    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "p")
    assert state_of(case) is ProcessInstanceState.ACTIVE


def test_a_process_that_completes_or_is_ended_by_a_terminate_event_does_not_ask_them():
    engine = MemoryEngine(process("p", "start -> a -> end", listeners=(listener("tell"),)))
    case = engine.start("p")

    engine.complete_job(case, "a")

    assert_that(case).is_completed()
    assert told(engine) == []


def test_a_called_process_asks_its_listeners_when_its_caller_ends_or_catches_its_error():
    fails = process("child", "start -> work -> failed", end("failed", error("E")), listeners=(listener("tell"),))
    call = node(ElementType.CALL_ACTIVITY, "call", call=CalledElement(value("child")))
    caller = process("p", "start -> call -> end", "caught -> b -> end_b", call, boundary("caught", "call", error("E")))
    engine = MemoryEngine(fails, caller)
    case, other = engine.start("p"), engine.start("p")
    [child], [abandoned] = engine.called_by(case), engine.called_by(other)

    engine.complete_job(child, "work")
    engine.cancel(other)

    assert_that(case).is_waiting_at("b")
    assert state_of(other) is ProcessInstanceState.TERMINATED
    for each in (child, abandoned):
        assert state_of(each) is ProcessInstanceState.ACTIVE
        engine.complete_job(each, "child")
        assert state_of(each) is ProcessInstanceState.TERMINATED
