"""INS-03 is corrected while cases are under way: each goes on where it stands, in the corrected diagram, to its end."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.commands import (
    SYSTEM,
    BatchOperationType,
    BatchTarget,
    Deploy,
    DeployedFile,
    RevertMigration,
    StartBatch,
    plan_migration,
)
from engine.model.process_instance import process_instances
from engine.model.timer import timers
from tests.processes.case import Case
from tests.processes.cast import COMMISSION, SUBCOMMITTEE
from tests.processes.ins03_walk import accepted, advise, give_feedback, inquire, issue, plan, reported, resolve, vote
from tests.processes.stage import NOW, Stage

PROCESS = "ins03_report_review"
DIAGRAM = Path(__file__).parents[1] / f"{PROCESS}.bpmn"
REMINDER = """
    <bpmn:boundaryEvent id="screening_overdue" name="กลั่นกรองช้า" attachedToRef="screen" cancelActivity="false">
      <bpmn:outgoing>flow_screening_overdue</bpmn:outgoing>
      <bpmn:timerEventDefinition id="timer_screening_overdue">
        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:userTask id="chase_screening" name="เร่งรัดการกลั่นกรอง">
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="= [&quot;prov.director.&quot; + provinceCode]"/>
      </bpmn:extensionElements>
      <bpmn:incoming>flow_screening_overdue</bpmn:incoming>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="flow_screening_overdue" sourceRef="screening_overdue" targetRef="chase_screening"/>
  </bpmn:process>"""


def correct(stage: Stage) -> int:
    """Deploy what the owner changed: the order has a new id, the inquiry a shorter limit, the screening a reminder."""
    text = re.sub(r"\border_case\b", "director_order", DIAGRAM.read_text())
    text = text.replace(">= duration(parameters.inquiryLimit)<", '>= duration("P10D")<').replace(
        "\n  </bpmn:process>", REMINDER
    )
    result = stage.engine.execute(Deploy((DeployedFile(DIAGRAM.name, text.encode()),)), SYSTEM)
    return result.processes[0].key


def migrate(stage: Stage, target: int, *cases: Case) -> None:
    parameters = {"target_definition_key": str(target), "mapping": {"order_case": "director_order"}}
    targets = [BatchTarget(case.key) for case in cases]
    why = "คำสั่งรับเรื่องต้องใช้แบบใหม่"
    stage.engine.execute(StartBatch(BatchOperationType.MIGRATE_PROCESS_INSTANCE, targets, parameters, why), SYSTEM)
    stage.run()
    versions = stage.rows(sa.select(process_instances.c.version).where(process_instances.c.key.in_([c.key for c in cases])))
    assert {row.version for row in versions} == {2}


def due(stage: Stage, case: Case) -> dict[str, object]:
    query = sa.select(timers.c.element_id, timers.c.due_at).where(timers.c.process_instance_key == case.key)
    return {row.element_id: row.due_at for row in stage.rows(query)}


def test_the_dry_run_tells_the_owner_where_the_cases_stand_and_what_the_renamed_order_blocks(stage: Stage) -> None:
    screening, ordering = reported(stage), reported(stage)
    ordering.do("screen", "duty", decision="accept")
    target = correct(stage)

    blocked = plan_migration(stage.engine, SYSTEM, [screening.key, ordering.key], target, {})
    free = plan_migration(stage.engine, SYSTEM, [screening.key, ordering.key], target, {"order_case": "director_order"})

    (problem,) = (case for case in blocked.blocked_cases)
    (place,) = (place for place in free.places if place.element_id == "screen")
    assert (problem.business_id, problem.problems) == (
        ordering.number,
        ("order_case has no counterpart in the other version; map it.",),
    )
    assert (free.cases, free.blocked) == (2, 0)
    assert place.opened_events == ("screening_overdue",)


def test_a_report_that_is_being_screened_gets_the_new_reminder_and_goes_on_to_the_new_order(stage: Stage) -> None:
    case = reported(stage)
    target = correct(stage)

    migrate(stage, target, case)
    assert due(stage, case)["screening_overdue"] == NOW + timedelta(days=3)
    stage.pass_time(days=3)
    assert case.waiting() == ["chase_screening", "screen"]
    case.do("screen", "duty", decision="accept")

    assert "director_order" in case.waiting()


def test_an_order_that_was_waiting_is_given_under_its_new_id_by_the_same_people(stage: Stage) -> None:
    case = reported(stage)
    case.do("screen", "duty", decision="accept")
    (before,) = case.open_tasks("order_case")
    target = correct(stage)

    migrate(stage, target, case)
    (after,) = case.open_tasks("director_order")
    case.do("director_order", "director", decision="accept")

    assert (after.key, after.due_at, after.duty) == (before.key, before.due_at, "direct")
    assert case.waiting() == ["plan_inquiry"]


def test_an_inquiry_in_full_swing_keeps_its_witnesses_and_gets_the_shorter_limit(stage: Stage) -> None:
    case = accepted(stage)
    plan(case)
    waiting, before = case.waiting(), due(stage, case)
    stage.pass_time(days=1)
    target = correct(stage)

    migrate(stage, target, case)

    after = due(stage, case)
    assert case.waiting() == waiting
    assert after["inquiry_due"] == NOW + timedelta(days=11)
    assert {name: at for name, at in after.items() if name != "inquiry_due"} == {
        name: at for name, at in before.items() if name != "inquiry_due"
    }


@pytest.mark.slow
def test_a_vote_that_is_half_cast_is_finished_in_the_corrected_diagram_up_to_the_feedback(stage: Stage) -> None:
    case = accepted(stage)
    inquire(case)
    advise(case)
    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-23", attendees=list(SUBCOMMITTEE))
    case.do("subcommittee_opinion", SUBCOMMITTEE[0], coi="no", vote="เห็นชอบ")
    target = correct(stage)

    migrate(stage, target, case)
    vote(case, "subcommittee_opinion", SUBCOMMITTEE[1:])
    case.do("convene_commission", "clerk", meeting_date="2026-11-23", attendees=list(COMMISSION))
    vote(case, "commission_vote", COMMISSION)
    resolve(case, "SUPREME_COURT")
    issue(case)
    give_feedback(case)

    assert case.is_completed


def test_the_owner_may_take_it_back_before_anything_has_moved(stage: Stage) -> None:
    case = accepted(stage)
    plan(case)
    waiting, before = case.waiting(), due(stage, case)
    target = correct(stage)
    migrate(stage, target, case)

    stage.engine.execute(RevertMigration(case.key, "ต้องหารือสำนักกฎหมายก่อน"), SYSTEM)

    assert (case.waiting(), due(stage, case)) == (waiting, before)
