"""Jobs done by handlers: retries, back-off, incidents, errors, what tools do once however often a job runs."""

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, ActivateJobs, CompleteJob, FailJob, ResolveIncident, ThrowJobError, UpdateJob
from engine.commands.job_handlers import BpmnError, HandlerRegistry, JobContext
from engine.commands.sweep import next_due_at, sweep
from engine.errors import JobNotActive, NotAllowed, RequestInvalid
from engine.model.clock import FixedClock
from engine.model.incident import IncidentState
from engine.model.job import JobState
from engine.model.notification import notifications
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, error, error_boundary, service_task
from tests.integration.office import Office, person


@pytest.fixture
def receipt(office: Office) -> int:
    """Start a case that waits for a job of the type `issue-receipt`."""
    office.deploy(
        diagram("receipts", "start -> issue -> end", issue=service_task("issue-receipt", retries=2, template="plain"))
    )
    return office.start("receipts", amount=10)


def activate(office: Office, worker: str = "w1", timeout_s: float = 60) -> list[int]:
    """Activate all jobs and return their keys."""
    found = office.engine.execute(ActivateJobs(("issue-receipt",), worker, timeout_s, 10), SYSTEM)
    return [job.job_key for job in found]


def drain(office: Office) -> None:
    """Sweep until nothing is due."""
    while sweep(office.engine, "test"):
        pass


def test_a_handler_sees_variables_and_headers_and_completes_the_job(
    office: Office, handlers: HandlerRegistry, receipt: int
) -> None:
    seen: list[JobContext] = []

    @handlers.handler("issue-receipt")
    def issue(job: JobContext) -> dict[str, object]:
        seen.append(job)
        return {"receiptNo": 7}

    drain(office)

    assert (seen[0].variables["amount"], seen[0].headers["template"], seen[0].element_id) == (10, "plain", "issue")
    assert office.variable(receipt, "receiptNo") == "7"
    assert office.instance(receipt).state is ProcessInstanceState.COMPLETED


def test_a_failing_handler_is_tried_again_later_then_becomes_an_incident(
    office: Office, handlers: HandlerRegistry, clock: FixedClock, receipt: int
) -> None:
    @handlers.handler("issue-receipt")
    def issue(job: JobContext) -> None:
        raise RuntimeError("printer on fire")

    drain(office)
    (job,) = office.jobs(receipt)
    after_first = (job.retries, job.due_at > clock.now(), office.incidents(receipt))
    clock.set(clock.now() + timedelta(hours=1))
    drain(office)

    assert after_first == (1, True, [])
    assert office.jobs(receipt)[0].state is JobState.FAILED
    (incident,) = office.incidents(receipt)
    assert (incident.error_type, incident.error_message) == ("JOB_NO_RETRIES", "RuntimeError: printer on fire")


def test_resolving_the_incident_offers_the_job_again(office: Office, handlers: HandlerRegistry, receipt: int) -> None:
    (key,) = activate(office)
    office.engine.execute(FailJob(key, retries=0, message="no paper"), SYSTEM)
    (incident,) = office.incidents(receipt)

    office.engine.execute(UpdateJob(key, retries=1), SYSTEM)
    office.engine.execute(ResolveIncident(incident.key), SYSTEM)
    (again,) = activate(office)
    office.engine.execute(CompleteJob(again), SYSTEM)

    assert office.incidents(receipt)[0].state is IncidentState.RESOLVED
    assert office.instance(receipt).state is ProcessInstanceState.COMPLETED


def test_a_locked_job_is_not_given_twice_until_its_lock_expires(office: Office, clock: FixedClock, receipt: int) -> None:
    first = activate(office, "w1", timeout_s=60)
    while_locked = activate(office, "w2")
    clock.set(clock.now() + timedelta(seconds=61))
    after_expiry = activate(office, "w2")

    assert (while_locked, after_expiry) == ([], first)


def test_a_worker_that_lost_its_lock_answers_in_vain(office: Office, clock: FixedClock, receipt: int) -> None:
    (key,) = activate(office, "w1")
    clock.set(clock.now() + timedelta(seconds=61))
    activate(office, "w2")

    with pytest.raises(JobNotActive):
        office.engine.execute(CompleteJob(key, worker="w1"), SYSTEM)
    office.engine.execute(CompleteJob(key, worker="w2"), SYSTEM)

    assert office.instance(receipt).state is ProcessInstanceState.COMPLETED


def test_a_job_is_completed_once(office: Office, receipt: int) -> None:
    (key,) = activate(office)
    office.engine.execute(CompleteJob(key), SYSTEM)

    with pytest.raises(JobNotActive):
        office.engine.execute(CompleteJob(key), SYSTEM)


def test_a_handlers_bpmn_error_reaches_the_boundary_event(office: Office, handlers: HandlerRegistry) -> None:
    @handlers.handler("issue-receipt")
    def issue(job: JobContext) -> None:
        raise BpmnError("NO_PAPER", "empty tray", {"tray": 2})

    office.deploy(
        diagram(
            "receipts",
            "start -> issue -> end",
            "caught -> apologise -> end_2",
            top=error("NO_PAPER"),
            issue=service_task("issue-receipt"),
            caught=error_boundary("issue", "NO_PAPER"),
            apologise=service_task("apologise"),
        ),
    )
    key = office.start("receipts")

    drain(office)

    assert office.waiting_at(key) == ["apologise"]


def test_what_a_handler_returns_and_no_variable_can_be_counts_as_its_failure(
    office: Office, handlers: HandlerRegistry, clock: FixedClock, receipt: int
) -> None:
    handlers.handler("issue-receipt")(lambda _job: {"receiptNo": object()})

    drain(office)
    clock.set(clock.now() + timedelta(hours=1))
    drain(office)

    (incident,) = office.incidents(receipt)
    assert incident.error_message.startswith("VariableInvalid: The variable receiptNo")


def test_an_error_that_nobody_catches_becomes_an_incident(office: Office, receipt: int) -> None:
    (key,) = activate(office)

    office.engine.execute(ThrowJobError(key, "UNKNOWN"), SYSTEM)

    assert [incident.error_type for incident in office.incidents(receipt)] == ["UNHANDLED_ERROR_EVENT"]


def test_what_tools_do_they_do_once_for_a_job_that_runs_twice(
    office: Office, handlers: HandlerRegistry, clock: FixedClock, receipt: int
) -> None:
    numbers: list[int] = []

    @handlers.handler("issue-receipt")
    def issue(job: JobContext) -> dict[str, object] | None:
        numbers.append(job.tools.reserve_number("receipt-2569"))
        job.tools.notify(["somchai"], "มีใบรับเรื่องแล้ว", "There is a receipt")
        job.tools.publish_message("receipt.issued", "k1", {"no": numbers[-1]})
        if len(numbers) == 1:
            raise RuntimeError("crashed after the work was done")
        return {"document": job.tools.store_document("receipt.txt", "text/plain", b"paid")}

    drain(office)
    clock.set(clock.now() + timedelta(hours=1))
    drain(office)

    assert numbers == [1, 1]
    assert office.count(notifications) == 1
    assert office.instance(receipt).state is ProcessInstanceState.COMPLETED
    assert '"fileName":"receipt.txt"' in (office.variable(receipt, "document") or "")


def test_the_next_due_time_is_the_end_of_the_back_off(
    office: Office, handlers: HandlerRegistry, clock: FixedClock, receipt: int
) -> None:
    @handlers.handler("issue-receipt")
    def issue(job: JobContext) -> None:
        raise RuntimeError("busy")

    drain(office)

    assert next_due_at(office.engine) == office.jobs(receipt)[0].due_at > clock.now()


def test_group_members_are_looked_up_by_the_built_in_handler(office: Office, handlers: HandlerRegistry) -> None:
    from engine.commands import CreateUser, builtin_handlers

    handlers.include([builtin_handlers.handlers])
    for name in ("b", "a"):
        office.engine.execute(CreateUser(name, name, groups=("commission",)), SYSTEM)
    office.deploy(
        diagram(
            "votes",
            "start -> list -> end",
            list=service_task("anumat.group-members", group="commission", resultVariable="members"),
        )
    )
    key = office.start("votes")

    drain(office)

    assert office.variable(key, "members") == '["a","b"]'
    assert office.rows(sa.select(sa.literal(1)))


def test_an_operator_gives_a_failed_job_more_tries(office: Office, receipt: int) -> None:
    (key,) = activate(office)
    office.engine.execute(FailJob(key, retries=0), SYSTEM)

    office.engine.execute(UpdateJob(key, retries=2, reason="the printer has paper again"), person("op", "process.operator"))

    assert [job.retries for job in office.jobs(receipt)] == [2]
    with pytest.raises(NotAllowed):
        office.engine.execute(UpdateJob(key, retries=3), person("somchai"))


def test_an_operator_says_why_and_a_program_need_not(office: Office, receipt: int) -> None:
    operator, worker = person("op", "process.operator"), person("robot", "service.worker")
    (key,) = activate(office)
    office.engine.execute(UpdateJob(key, timeout_s=60), worker)
    office.engine.execute(FailJob(key, retries=0), SYSTEM)
    (incident,) = office.incidents(receipt)

    with pytest.raises(RequestInvalid):
        office.engine.execute(UpdateJob(key, retries=2), operator)
    with pytest.raises(RequestInvalid):
        office.engine.execute(ResolveIncident(incident.key), operator)
    office.engine.execute(UpdateJob(key, retries=2, reason="new paper"), operator)
    office.engine.execute(ResolveIncident(incident.key), person("monitor", "service.operator"))

    told = [(event.type, event.actor, json.loads(event.payload).get("reason")) for event in office.history(receipt)]
    assert ("JOB_UPDATED", "robot", None) in told
    assert ("JOB_UPDATED", "op", "new paper") in told
    assert ("INCIDENT_REVIEWED", "monitor", "not given") in told


def test_urgent_jobs_are_handed_out_first(office: Office) -> None:
    plain = service_task("work")
    urgent = plain.replace('retries="3"/>', 'retries="3"/><zeebe:jobPriorityDefinition priority="= urgency"/>')
    office.deploy(diagram("calm", "start -> work -> end", work=plain), diagram("fire", "start -> work -> end", work=urgent))
    office.start("calm")
    fire, blaze = office.start("fire", urgency=5), office.start("fire", urgency="90")

    handed_out = office.engine.execute(ActivateJobs(("work",), "tester", 60, 2), SYSTEM)

    assert [(job.process_instance_key, job.priority) for job in handed_out] == [(blaze, 90), (fire, 5)]


def test_handing_out_jobs_follows_the_index_of_their_urgency(office: Office) -> None:
    engine, seen = office.engine.database.engine, list[tuple[str, Any]]()
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by statistics, which an empty table has not.")

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        seen.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    office.engine.execute(ActivateJobs(("work",), "tester", 60, 2), SYSTEM)
    sa.event.remove(engine, "before_cursor_execute", note)
    asked, given = next(each for each in seen if "precedence" in each[0])

    with office.engine.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", tuple(given))]
    assert any("USING INDEX ix_job_precedence (type=?)" in step for step in plan), plan
