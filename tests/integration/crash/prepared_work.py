"""User tasks, jobs, incidents, documents, decisions and deployments, each ready for one command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.commands import (
    SYSTEM,
    ActivateJobs,
    AddComment,
    AssignUserTask,
    ClaimUserTask,
    CompleteJob,
    CompleteUserTask,
    DeleteResource,
    Deploy,
    DeployedFile,
    EvaluateDecision,
    FailJob,
    ReserveNumber,
    ResolveIncident,
    SaveDraft,
    StoreDocument,
    ThrowJobError,
    UnassignUserTask,
    UpdateJob,
    UpdateUserTask,
)
from engine.commands.deploy import DeployParsed
from engine.commands.evaluate_decision import KeepEvaluation
from tests.integration.crash.prepared import BOSS, OPERATOR, WHY, Prepared, prepares
from tests.integration.diagrams import (
    diagram,
    error,
    error_boundary,
    message,
    message_start,
    service_task,
    timer_start,
    user_task,
)

if TYPE_CHECKING:
    from engine.model.job import Job
    from engine.model.user_task import UserTask
    from tests.integration.office import Office

FORM = {"type": "default", "id": "leave_form", "components": [{"type": "textfield", "key": "a", "label": "A", "id": "F1"}]}
RULES = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="http://example.org/rules">
  <decision id="route" name="route"><variable name="route"/><literalExpression><text>if amount &gt; 10 then "long" else "short"</text></literalExpression></decision>
</definitions>"""


def _user_task(office: Office) -> UserTask:
    leave = diagram(
        "leave", "start -> approve -> fork -> file -> join -> end", "fork -> ship -> join",
        approve=user_task(groups="boss", duty="approve"), file=user_task(), ship=service_task("ship"),
    )  # fmt: skip
    office.deploy(leave)
    (task,) = office.open_user_tasks(office.start("leave", days=3))
    return task


def _job(office: Office, retries: int = 3) -> Job:
    shipping = diagram(
        "shipping", "start -> ship -> check -> end", "broken -> mend -> end_mended", top=error("BROKEN"),
        ship=service_task("carry", retries=retries), check=user_task(), broken=error_boundary("ship", "BROKEN"), mend=user_task(),
    )  # fmt: skip
    office.deploy(shipping)
    key = office.start("shipping")
    office.engine.execute(ActivateJobs(("carry",), "worker", 60.0, 50), SYSTEM)
    (job,) = office.jobs(key)
    return job


@prepares(CompleteUserTask)
def completing_a_user_task(office: Office) -> Prepared:
    return CompleteUserTask(_user_task(office).key, {"decision": "approve"}), BOSS


@prepares(ClaimUserTask)
def claiming_a_user_task(office: Office) -> Prepared:
    return ClaimUserTask(_user_task(office).key), BOSS


@prepares(AssignUserTask)
def assigning_a_user_task(office: Office) -> Prepared:
    return AssignUserTask(_user_task(office).key, "somchai", reason=WHY), OPERATOR


@prepares(UnassignUserTask)
def giving_a_user_task_back(office: Office) -> Prepared:
    key = _user_task(office).key
    office.engine.execute(ClaimUserTask(key), BOSS)
    return UnassignUserTask(key), BOSS


@prepares(UpdateUserTask)
def changing_a_user_task(office: Office) -> Prepared:
    return UpdateUserTask(_user_task(office).key, {"priority": 80, "candidate_groups": ["boss", "other"]}), SYSTEM


@prepares(SaveDraft)
def saving_a_draft(office: Office) -> Prepared:
    return SaveDraft(_user_task(office).key, {"decision": "perhaps"}), BOSS


@prepares(AddComment)
def adding_a_comment(office: Office) -> Prepared:
    task = _user_task(office)
    return AddComment(task.process_instance_key, "ดูแล้ว", task.key), BOSS


@prepares(StoreDocument)
def storing_a_document(office: Office) -> Prepared:
    return StoreDocument("ใบลา.pdf", "application/pdf", b"%PDF", _user_task(office).process_instance_key), BOSS


@prepares(ActivateJobs)
def activating_jobs(office: Office) -> Prepared:
    office.deploy(diagram("printing", "start -> fork -> one -> join -> end", "fork -> two -> join", one=service_task("print"), two=service_task("print")))  # fmt: skip
    office.start("printing", letter="ก")
    return ActivateJobs(("print",), "worker", 60.0, 5), SYSTEM


@prepares(CompleteJob)
def completing_a_job(office: Office) -> Prepared:
    return CompleteJob(_job(office).key, {"tracking": "TH1"}), SYSTEM


@prepares(FailJob)
def failing_a_job(office: Office) -> Prepared:
    return FailJob(_job(office).key, message="no paper", retry_delay_s=5, variables={"tried": 1}), SYSTEM


@prepares(FailJob)
def failing_a_job_for_the_last_time(office: Office) -> Prepared:
    return FailJob(_job(office).key, retries=0, message="no paper"), SYSTEM


@prepares(ThrowJobError)
def throwing_an_error_that_is_caught(office: Office) -> Prepared:
    return ThrowJobError(_job(office).key, "BROKEN", "fell down", {"pieces": 2}), SYSTEM


@prepares(ThrowJobError)
def throwing_an_error_that_nobody_catches(office: Office) -> Prepared:
    return ThrowJobError(_job(office).key, "UNKNOWN"), SYSTEM


@prepares(UpdateJob)
def giving_a_job_more_tries(office: Office) -> Prepared:
    return UpdateJob(_job(office).key, retries=7, timeout_s=30, reason=WHY), OPERATOR


@prepares(ReserveNumber)
def reserving_a_number(office: Office) -> Prepared:
    return ReserveNumber("orders", _job(office).key), SYSTEM


@prepares(ResolveIncident)
def resolving_an_incident(office: Office) -> Prepared:
    job = _job(office)
    office.engine.execute(FailJob(job.key, retries=0, message="no paper"), SYSTEM)
    office.engine.execute(UpdateJob(job.key, retries=1), SYSTEM)
    (incident,) = office.incidents(job.process_instance_key)
    return ResolveIncident(incident.key, WHY), OPERATOR


@prepares(EvaluateDecision, KeepEvaluation)
def evaluating_a_decision(office: Office) -> Prepared:
    office.deploy(rules_dmn=RULES)
    return EvaluateDecision("route", variables={"amount": 11}), SYSTEM


@prepares(DeleteResource)
def a_file_for_workers_is_deleted(office: Office) -> Prepared:
    def deploy(content: bytes) -> int:
        deployed = office.engine.execute(Deploy((DeployedFile("steps.txt", content),)), SYSTEM)
        return deployed.resources[0].key

    deploy(b"one")
    return DeleteResource(deploy(b"two"), "it deletes the wrong rows"), SYSTEM


@prepares(Deploy, DeployParsed)
def deploying_another_version(office: Office) -> Prepared:
    def files(hours: int) -> tuple[DeployedFile, ...]:
        process = diagram(
            "nightly", "start -> check -> end", "start_paid -> check", top=message("nightly-paid"),
            start=timer_start(f"R/PT{hours}H"), start_paid=message_start(), check=user_task(form="leave_form"),
        )  # fmt: skip
        form = json.dumps({**FORM, "hours": hours}).encode()
        rules = RULES.replace(b"rules", b"nightly_rules").replace(b'"route"', b'"nightly_route"').replace(b"10", b"%d" % hours)
        return (DeployedFile("n.bpmn", process), DeployedFile("f.form", form), DeployedFile("n.dmn", rules))

    office.engine.execute(Deploy(files(12)), SYSTEM)
    return Deploy(files(24)), SYSTEM
