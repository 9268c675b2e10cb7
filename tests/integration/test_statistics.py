"""Statistics, wait states and subscriptions are answered by both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, ActivateJobs, CompleteJob, FailJob
from engine.queries import (
    audit_log,
    definition_statistics,
    incident_statistics,
    job_statistics,
    message_subscriptions,
    process_instances,
    wait_states,
)
from engine.queries.held_variables import HeldVariable
from engine.queries.job_statistics import Span
from engine.queries.search import Condition, Operator, SearchRequest, SortBy
from tests.integration.diagrams import diagram, message, message_catch, service_task, timer_catch, user_task

if TYPE_CHECKING:
    from tests.integration.office import Office

ALL = SearchRequest()


@pytest.fixture
def cases(office: Office) -> list[int]:
    """Return three cases: one has failed, one is done with its job, one waits for its worker; and there are other waits."""
    waits = diagram("waits", "start -> come -> later -> end", top=message("paid"), come=message_catch(), later=timer_catch())
    office.deploy(diagram("work", "start -> ship -> check -> end", ship=service_task("ship"), check=user_task()), waits)
    office.start("waits", orderId="o-1")
    keys = [office.start("work", number=number) for number in range(3)]
    first, second = office.engine.execute(ActivateJobs(("ship",), "anna", 60, 2), SYSTEM)
    office.engine.execute(FailJob(first.job_key, retries=0, message="no paper"), SYSTEM)
    office.engine.execute(CompleteJob(second.job_key), SYSTEM)
    return keys


def test_cases_are_counted_by_process_version_and_element(office: Office, cases: list[int]) -> None:
    key = office.instance(cases[0]).process_definition_key
    few = (HeldVariable("number", ((Operator.LIKE, "?"), (Operator.NEQ, "2"))),)

    with office.engine.reading() as connection:
        sort = SearchRequest(sort=(SortBy("active_instances_with_incident_count", is_descending=True),))
        processes = definition_statistics.process_statistics(connection, SYSTEM, sort).items
        versions = definition_statistics.version_statistics(connection, SYSTEM, ALL).items
        elements = definition_statistics.element_statistics(connection, SYSTEM, key, ALL, few)
        names = definition_statistics.variable_names(connection, SYSTEM, key, ALL).items

    (found,) = [row for row in processes if row.process_definition_id == "work"]
    assert (found.active_instances_with_incident_count, found.active_instances_without_incident_count) == (1, 2)
    assert {row.process_definition_id for row in versions} == {"work", "waits"}
    assert {row.element_id: (row.active, row.completed) for row in elements} == {
        "start": (0, 2),
        "ship": (1, 1),
        "check": (1, 0),
    }
    assert [row.name for row in names] == ["number"]


def test_incidents_are_counted_by_what_they_say(office: Office, cases: list[int]) -> None:
    with office.engine.reading() as connection:
        (by_error,) = incident_statistics.error_statistics(connection, SYSTEM, ALL).items
        found = incident_statistics.definition_statistics(connection, SYSTEM, by_error.error_hash_code, ALL).items

    assert (by_error.error_message, by_error.active_instances_with_error_count) == ("no paper", 1)
    assert [(row.process_definition_id, row.active_instances_with_error_count) for row in found] == [("work", 1)]


def test_jobs_are_counted_by_type_worker_error_and_time(office: Office, cases: list[int]) -> None:
    now = office.engine.now()
    span = Span(now - timedelta(days=1), now + timedelta(days=1))

    with office.engine.reading() as connection:
        (of_type,) = job_statistics.counts_by_type(connection, SYSTEM, span, ALL).items
        (of_worker,) = job_statistics.counts_by_worker(connection, SYSTEM, span, "ship", ALL).items
        (of_error,) = job_statistics.counts_by_error(connection, SYSTEM, span, "ship", ALL).items
        series = job_statistics.counts_over_time(connection, SYSTEM, span, "ship", timedelta(hours=1))

    assert (of_type.created, of_type.completed, of_type.failed, of_type.created_at) == (3, 1, 1, now)
    assert (of_worker.worker, of_worker.completed) == ("anna", 1)
    assert (of_error.error_code, of_error.error_message) == ("", "no paper")
    assert [counts.created for _, counts in series] == [3]


def test_what_is_waited_for_is_found_in_any_order(office: Office, cases: list[int]) -> None:
    request = SearchRequest(sort=(SortBy("element_id"), SortBy("due_at", is_descending=True)), limit=2)

    with office.engine.reading() as connection:
        first = wait_states.search_wait_states(connection, SYSTEM, request)
        after = SearchRequest(sort=request.sort, after=first.end_cursor)
        rest = wait_states.search_wait_states(connection, SYSTEM, after)
        subscriptions = message_subscriptions.search_message_subscriptions(connection, SYSTEM, ALL).items
        counts = message_subscriptions.subscription_counts(connection, SYSTEM, ALL).items

    found = [(row.element_id, row.wait_state_type) for row in (*first.items, *rest.items)]
    assert found == [("check", "USER_TASK"), ("come", "MESSAGE"), ("ship", "JOB")]
    assert [row.correlation_key for row in subscriptions] == ["o-1"]
    assert [row.active_subscriptions for row in counts] == [1]


def test_cases_are_found_by_tags_and_the_log_of_one_is_read(office: Office, cases: list[int]) -> None:
    tagged = SearchRequest((Condition("tags", Operator.LIKE, '*"urgent"*'),))
    created = SearchRequest((Condition("operation_type", Operator.EQ, "CREATE"),))

    with office.engine.reading() as connection:
        found = process_instances.search_process_instances(connection, SYSTEM, tagged).items
        log = audit_log.case_audit_log(connection, SYSTEM, cases[0], created).items

    assert found == ()
    assert [(entry.entity_key, entry.actor_type) for entry in log] == [(cases[0], "CLIENT")]
