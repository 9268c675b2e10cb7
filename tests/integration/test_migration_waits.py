"""What a case waits for when it is migrated: deadlines, messages, jobs, incidents, joins."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    ActivateJobs,
    CompleteJob,
    FailJob,
    PublishMessage,
    ResolveIncident,
    RevertMigration,
)
from engine.commands.sweep import sweep
from engine.errors import MigrationBlocked
from engine.model.clock import FixedClock
from engine.model.event_subscription import event_subscriptions
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, message, message_catch, message_start, service_task, timer_catch, user_task
from tests.integration.migrations import MESSAGE, OPERATOR, WHY, boundary, due, migrate, timer, version
from tests.integration.office import Office


def test_a_deadline_that_did_not_change_keeps_running(office: Office, clock: FixedClock) -> None:
    late = {"late": boundary("check", timer("P20D"))}
    office.deploy(diagram("review", "start -> check -> end", "late -> remind", check=user_task(), **late))
    key = office.start("review")
    clock.set(NOW + timedelta(days=5))
    office.deploy(diagram("review", "start -> check -> file -> end", "late -> remind", check=user_task(), **late))

    migrate(office, key)

    assert due(office) == {"late": NOW + timedelta(days=20)}


def test_a_deadline_with_another_length_starts_anew_unless_it_is_mapped(office: Office, clock: FixedClock) -> None:
    def process(days: int) -> bytes:
        late = boundary("check", timer(f"P{days}D"))
        return diagram("review", "start -> check -> end", "late -> remind", check=user_task(), late=late)

    office.deploy(process(20))
    renewed, kept = office.start("review"), office.start("review")
    clock.set(NOW + timedelta(days=5))
    office.deploy(process(30))

    migrate(office, kept, late="late")
    assert due(office)["late"] == NOW + timedelta(days=20)
    migrate(office, renewed)

    found = office.rows(sa.select(timers.c.process_instance_key, timers.c.due_at))
    assert {row[0]: row[1] for row in found} == {kept: NOW + timedelta(days=20), renewed: NOW + timedelta(days=35)}


def test_events_that_the_target_adds_are_waited_for_and_those_it_lacks_no_longer(office: Office, clock: FixedClock) -> None:
    office.deploy(
        diagram("review", "start -> check -> end", "late -> remind", check=user_task(), late=boundary("check", timer("P20D")))
    )
    key = office.start("review", orderId="A")
    office.deploy(
        diagram(
            "review",
            "start -> check -> end",
            "withdrawn -> closed",
            top=message("withdraw"),
            check=user_task(),
            withdrawn=boundary("check", MESSAGE, interrupting=True),
        )
    )

    migrate(office, key)
    assert office.count(timers) == 0
    office.engine.execute(PublishMessage("withdraw", "A"), SYSTEM)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_a_message_that_is_buffered_meets_an_event_that_the_target_adds(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review", orderId="A")
    office.engine.execute(PublishMessage("withdraw", "A", ttl_s=60), SYSTEM)
    event = boundary("check", MESSAGE, interrupting=True)
    office.deploy(
        diagram("review", "start -> check -> end", "gone -> closed", top=message("withdraw"), check=user_task(), gone=event)
    )

    migrate(office, key)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_a_new_event_whose_expression_fails_blocks_the_case(office: Office) -> None:
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    key = office.start("review")
    late = boundary("check", timer("= nobodySetThis"))
    office.deploy(diagram("review", "start -> check -> end", "late -> remind", check=user_task(), late=late))

    with pytest.raises(MigrationBlocked):
        migrate(office, key)

    assert office.instance(key).version == 1


def test_a_catching_event_keeps_its_subscription_under_another_id(office: Office) -> None:
    office.deploy(diagram("review", "start -> wait -> end", top=message("paid"), wait=message_catch()))
    key = office.start("review", orderId="A")
    office.deploy(diagram("review", "start -> payment -> end", top=message("paid"), payment=message_catch()))

    migrate(office, key, wait="payment")
    rows = office.rows(sa.select(event_subscriptions.c.element_id, event_subscriptions.c.correlation_key))
    office.engine.execute(PublishMessage("paid", "A"), SYSTEM)

    assert [tuple(row) for row in rows] == [("payment", "A")]
    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_an_intermediate_timer_is_waited_for_in_the_target(office: Office, clock: FixedClock) -> None:
    office.deploy(diagram("review", "start -> pause -> end", pause=timer_catch("PT1H")))
    key = office.start("review")
    office.deploy(diagram("review", "start -> rest -> after -> end", rest=timer_catch("PT5H"), after=user_task()))

    migrate(office, key, pause="rest")
    clock.set(NOW + timedelta(hours=1))
    sweep(office.engine, "test")

    assert office.waiting_at(key) == ["after"]


def test_a_job_stays_with_its_worker(office: Office) -> None:
    office.deploy(diagram("review", "start -> send -> end", send=service_task("mail.send")))
    key = office.start("review")
    (job,) = office.engine.execute(ActivateJobs(("mail.send",), "worker", 60, 1), SYSTEM)
    office.deploy(diagram("review", "start -> post -> check -> end", post=service_task("mail.post"), check=user_task()))

    migrate(office, key, send="post")
    office.engine.execute(CompleteJob(job.job_key), SYSTEM)

    assert office.waiting_at(key) == ["check"]


def test_an_incident_is_resolved_in_the_corrected_version(office: Office) -> None:
    office.deploy(diagram("review", "start -> choice -[= missing > 1]-> end"))
    key = office.start("review")
    (incident,) = office.incidents(key)
    office.deploy(diagram("review", "start -> choice -[= true]-> end"))

    migrate(office, key)
    office.engine.execute(ResolveIncident(incident.key, WHY), OPERATOR)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.incidents(key)[0].process_definition_key == version(office, "review", 2)


def test_a_failed_job_keeps_its_incident(office: Office) -> None:
    office.deploy(diagram("review", "start -> send -> end", send=service_task("mail.send")))
    key = office.start("review")
    (job,) = office.jobs(key)
    office.engine.execute(FailJob(job.key, 0, "no network"), SYSTEM)
    office.deploy(diagram("review", "start -> post -> end", post=service_task("mail.send")))

    migrate(office, key, send="post")
    office.engine.execute(ResolveIncident(office.incidents(key)[0].key, WHY), OPERATOR)
    office.engine.execute(CompleteJob(job.key), SYSTEM)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED


def test_tokens_that_wait_at_a_join_are_taken_over(office: Office) -> None:
    flows = ("start -> fork -> a -> join -> end", "fork -> b -> join")
    office.deploy(diagram("review", *flows, a=user_task(), b=user_task()))
    key = office.start("review")
    office.complete(key, "a")
    office.deploy(
        diagram(
            "review",
            "start -> fork -> a -> join2 -> file -> end",
            "fork -> b -> join2",
            join2='<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>',
            a=user_task(),
            b=user_task(),
            file=user_task(),
        )
    )

    migrate(office, key, join="join2")
    office.complete(key, "b")

    assert office.waiting_at(key) == ["file"]


def test_a_join_without_the_branch_that_it_waited_for_goes_on(office: Office) -> None:
    flows = ("start -> fork -> a -> join -> file -> end", "fork -> b -> join")
    office.deploy(diagram("review", *flows, a=user_task(), b=user_task(), file=user_task()))
    key = office.start("review")
    office.complete(key, "a")
    office.deploy(
        diagram(
            "review",
            "start -> fork -> a -> join -> file -> end",
            "fork -> b -> gone",
            a=user_task(),
            b=user_task(),
            file=user_task(),
        )
    )

    migrate(office, key)

    assert office.waiting_at(key) == ["b", "file"]


def test_a_message_that_came_while_nobody_waited_for_it_meets_the_case_after_the_way_back(office: Office) -> None:
    withdrawn = boundary("check", MESSAGE, interrupting=True)
    office.deploy(
        diagram(
            "review",
            "start -> check -> end",
            "withdrawn -> closed",
            top=message("withdraw"),
            check=user_task(),
            withdrawn=withdrawn,
        )
    )
    key = office.start("review", orderId="A")
    office.deploy(diagram("review", "start -> check -> end", check=user_task()))
    migrate(office, key)
    office.engine.execute(PublishMessage("withdraw", "A", ttl_s=3600), SYSTEM)

    office.engine.execute(RevertMigration(key, WHY), OPERATOR)

    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert [event.type for event in office.history(key)].count("MESSAGE_CORRELATED") == 1


def test_the_next_message_starts_a_case_once_the_one_that_was_migrated_to_another_process_has_ended(office: Office) -> None:
    ordered = diagram("ordered", "start -> check -> end", top=message("order"), start=message_start(), check=user_task())
    office.deploy(ordered, diagram("special", "start -> check -> end", check=user_task()))
    office.engine.execute(PublishMessage("order", "A", ttl_s=3600), SYSTEM)
    office.engine.execute(PublishMessage("order", "A", ttl_s=3600), SYSTEM)
    (key,) = [row[0] for row in office.rows(sa.select(process_instances.c.key))]

    migrate(office, key, 1, "special")
    office.complete(key, "check")

    assert office.count(process_instances, process_instances.c.process_id == "ordered") == 1
