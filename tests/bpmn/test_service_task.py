"""Service tasks and everything else that a worker does: jobs, their results, errors and incidents."""

from __future__ import annotations

from engine.bpmn.process_model import Listener, ListenerEvent
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, mapping, process, service_task, value
from tests.bpmn.event_builders import error
from tests.bpmn.memory_engine import MemoryEngine


def test_a_job_has_the_type_retries_and_headers_of_its_task():
    engine = MemoryEngine(process("p", "start -> pay -> end", service_task("pay", '=kind + ".pay"')))

    case = engine.start("p", kind="bank")

    created = engine.open_work(engine.rows.jobs, case, "pay").created
    assert (created.type, created.retries) == ("bank.pay", 3)


def test_the_result_of_a_job_goes_to_the_process():
    engine = MemoryEngine(process("p", "start -> pay -> end"))
    case = engine.start("p", amount=10)

    engine.complete_job(case, "pay", receipt="R-1", amount=12)

    assert_that(case).is_completed().has_variables(amount=12, receipt="R-1")


def test_a_job_type_that_is_null_becomes_an_incident():
    engine = MemoryEngine(process("p", "start -> pay -> end", service_task("pay", "=kind")))

    case = engine.start("p")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "pay", "job type")
    engine.set_variables(case, kind="bank")
    engine.resolve_incident(case, "pay")
    engine.complete_job(case, "pay")

    assert_that(case).is_completed()


def test_a_job_without_retries_becomes_an_incident_and_is_offered_again_when_it_is_resolved():
    engine = MemoryEngine(process("p", "start -> pay -> end"))
    case = engine.start("p")

    engine.fail_job(case, "pay")
    assert_that(case).is_waiting_at("pay").has_incident("JOB_NO_RETRIES", "pay")
    engine.resolve_incident(case, "pay")
    engine.complete_job(case, "pay")

    assert_that(case).is_completed().has_no_incidents()


def test_an_error_of_a_job_that_nothing_catches_becomes_an_incident():
    engine = MemoryEngine(process("p", "start -> pay -> end"))
    case = engine.start("p")

    engine.throw_error(case, "pay", "NO_FUNDS")
    assert_that(case).is_waiting_at("pay").has_incident("UNHANDLED_ERROR_EVENT", "pay", "NO_FUNDS")
    engine.resolve_incident(case, "pay")
    engine.complete_job(case, "pay")

    assert_that(case).is_completed()


def test_an_error_of_a_job_reaches_the_boundary_event_with_its_variables():
    model = process(
        "p",
        "start -> pay -> end",
        "failed -> end_failed",
        service_task("pay"),
        boundary("failed", "pay", error("NO_FUNDS", code_variable="code", message_variable="text")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.throw_error(case, "pay", "NO_FUNDS", missing=5)

    assert_that(case).is_completed().has_completed("failed", "end_failed").has_not_reached("end")
    assert_that(case).has_variables(code="NO_FUNDS", text="it failed", missing=5)


def test_with_output_mappings_the_result_stays_local_and_the_mappings_choose():
    task = service_task(
        "pay", inputs=(mapping("=order.total", "amount"),), outputs=(mapping("=receipt.number", "result.number"),)
    )
    engine = MemoryEngine(process("p", "start -> pay -> end", task))
    case = engine.start("p", order={"total": 7}, result={"kept": True})

    assert_that(case).has_local_variables("pay", amount=7)
    engine.complete_job(case, "pay", receipt={"number": "R-1"})

    assert_that(case).is_completed().has_no_variables("receipt", "amount").has_variables(result={"kept": True, "number": "R-1"})


def test_listeners_run_one_after_another_before_and_after_the_job():
    listeners = (
        Listener(ListenerEvent.START, value("first"), value("1")),
        Listener(ListenerEvent.START, value("second"), value("1")),
        Listener(ListenerEvent.END, value("last"), value("1")),
    )
    engine = MemoryEngine(process("p", "start -> pay -> end", service_task("pay", listeners=listeners)))
    case = engine.start("p")

    engine.complete_job(case, "pay", seen=1)
    engine.complete_job(case, "pay")
    assert_that(case).has_local_variables("pay", seen=1)
    engine.complete_job(case, "pay")
    assert_that(case).is_waiting_at("pay")
    engine.complete_job(case, "pay")

    assert_that(case).is_completed()
    assert [work.created.type for work in engine.rows.jobs.values()] == ["first", "second", "pay", "last"]


def test_a_listener_job_without_retries_becomes_an_incident_of_its_own_type():
    listeners = (Listener(ListenerEvent.START, value("first"), value("1")),)
    engine = MemoryEngine(process("p", "start -> pay -> end", service_task("pay", listeners=listeners)))
    case = engine.start("p")

    engine.fail_job(case, "pay")

    assert_that(case).has_incident("EXECUTION_LISTENER_NO_RETRIES", "pay")


def test_an_event_on_a_boundary_has_listeners_too():
    listeners = (
        Listener(ListenerEvent.START, value("before"), value("1")),
        Listener(ListenerEvent.END, value("behind"), value("1")),
    )
    event = boundary("failed", "pay", error("E"), listeners=listeners)
    engine = MemoryEngine(process("p", "start -> pay -> end", service_task("pay"), event, "failed -> repair -> end_r"))
    case = engine.start("p")

    engine.throw_error(case, "pay", "E")
    engine.complete_job(case, "failed")
    engine.complete_job(case, "failed")

    assert_that(case).is_waiting_at("repair")
