"""User tasks (BPMN 2.0 §10.3.3): offered with everything evaluated, completed by people, withdrawn with their scope."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.bpmn.process_model import Listener, ListenerEvent, UserTaskDefinition
from engine.errors import InvalidTransition
from engine.runtime import entry_points as do
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, event_sub_process, process, start, user_task, value
from tests.bpmn.event_builders import signal
from tests.bpmn.memory_engine import MemoryEngine


def test_a_user_task_waits_until_somebody_completes_it():
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve")))

    case = engine.start("leave", days=3)
    assert_that(case).is_waiting_at("approve")
    engine.complete_user_task(case, "approve", decision="approve")

    assert_that(case).is_completed().has_variables(days=3, decision="approve")


def test_assignment_and_dates_are_evaluated_when_the_task_is_offered():
    definition = UserTaskDefinition(
        assignee=value("=initiator"),
        candidate_groups=value('=["prov.duty." + provinceCode, "clerks"]'),
        candidate_users=value("somchai, malee"),
        due_date=value('=date and time("2026-02-01T09:00:00+07:00")'),
        follow_up_date=value("2026-01-31T00:00:00Z"),
        priority=value("=40 + 2"),
        external_reference=value("forms/42"),
    )
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve", definition)))

    case = engine.start("leave", initiator="demo", provinceCode="50")

    created = engine.open_work(engine.rows.user_tasks, case, "approve").created
    assert (created.assignee, created.candidate_groups) == ("demo", ("prov.duty.50", "clerks"))
    assert created.candidate_users == ("somchai", "malee")
    assert created.due_at == datetime(2026, 2, 1, 2, tzinfo=UTC)
    assert created.follow_up_at == datetime(2026, 1, 31, tzinfo=UTC)
    assert (created.priority, created.external_reference) == (42, "forms/42")


def test_an_assignee_that_is_no_text_becomes_an_incident_and_resolving_it_offers_the_task():
    definition = UserTaskDefinition(assignee=value("=chief.name"))
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve", definition)))

    case = engine.start("leave", chief={"name": [1]})
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "approve", "assignee")
    engine.set_variables(case, chief={"name": "malee"})
    engine.resolve_incident(case, "approve")

    assert_that(case).has_no_incidents().is_waiting_at("approve")
    assert engine.open_work(engine.rows.user_tasks, case, "approve").created.assignee == "malee"


def test_a_form_that_is_not_deployed_becomes_an_incident():
    engine = MemoryEngine(
        process("leave", "start -> approve -> end", user_task("approve", UserTaskDefinition(form_id="leave")))
    )

    case = engine.start("leave")
    assert_that(case).has_incident("FORM_NOT_FOUND", "approve")
    engine.forms["leave"] = 77
    engine.resolve_incident(case, "approve")

    assert engine.open_work(engine.rows.user_tasks, case, "approve").created.form_key == 77


def test_a_completed_user_task_cannot_be_completed_again():
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve")))
    case = engine.start("leave")
    key = engine.open_work(engine.rows.user_tasks, case, "approve").created.element_instance_key
    engine.complete_user_task(case, "approve")

    with pytest.raises(InvalidTransition):
        engine.command(case, lambda x: do.complete_user_task(x, key, {}))


def test_a_user_task_is_canceled_with_its_process_instance():
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve")))
    case = engine.start("leave")

    engine.cancel(case)

    assert_that(case).is_terminated().has_terminated_times("approve", 1)
    assert [work.state for work in engine.rows.user_tasks.values()] == ["CANCELED"]


def _listener(event: ListenerEvent, job_type: str) -> Listener:
    return Listener(event, value(job_type), value("3"))


def test_listeners_of_the_creation_come_before_the_task_is_offered():
    listeners = (_listener(ListenerEvent.CREATING, "one"), _listener(ListenerEvent.CREATING, "two"))
    engine = MemoryEngine(process("leave", "start -> approve -> end", user_task("approve", listeners=listeners)))

    case = engine.start("leave")
    states = [next(iter(engine.rows.user_tasks.values())).state]
    engine.complete_job(case, "approve")
    states.append(next(iter(engine.rows.user_tasks.values())).state)
    engine.complete_job(case, "approve")
    states.append(next(iter(engine.rows.user_tasks.values())).state)

    assert states == ["CREATING", "CREATING", "CREATED"]
    assert [work.created.type for work in engine.rows.jobs.values()] == ["one", "two"]


def test_a_listener_of_the_completion_may_deny_it():
    engine = MemoryEngine(
        process(
            "leave", "start -> approve -> end", user_task("approve", listeners=(_listener(ListenerEvent.COMPLETING, "check"),))
        ),
    )
    case = engine.start("leave")

    engine.complete_user_task(case, "approve", decision="approve")
    engine.complete_job(case, "approve", denied="the form is not signed")
    assert_that(case).is_waiting_at("approve").has_no_variables("decision")
    engine.complete_user_task(case, "approve", decision="reject")
    engine.complete_job(case, "approve")

    assert_that(case).is_completed().has_variables(decision="reject")


@pytest.mark.parametrize("by", ["boundary event", "event sub-process", "operator"])
def test_a_user_task_that_ends_last_because_of_its_listeners_leaves_its_scope_to_what_took_its_place(by):
    listener = Listener(ListenerEvent.CANCELING, value("tell"), value("3"))
    parts = {
        "boundary event": (boundary("late", "a", signal("stop")), "late -> end_l"),
        "event sub-process": (event_sub_process("esp", start("late", signal("stop")), "late -> end_l"),),
        "operator": (),
    }[by]
    engine = MemoryEngine(process("p", "start -> a -> end", user_task("a", listeners=(listener,)), *parts))
    case = engine.start("p")

    if by == "operator":
        key = next(row.key for row in engine.rows.element_instances.values() if row.element_id == "a")
        engine.command(case, lambda x: do.terminate_element(x, key))
    else:
        engine.broadcast("stop")
    assert_that(case).is_active()
    engine.complete_job(case, "a")

    ended = assert_that(case).has_terminated_times("a", 1)
    assert ended.is_terminated() if by == "operator" else ended.is_completed()
