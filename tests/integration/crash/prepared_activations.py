"""Conditions that start cases, ad-hoc activations and the answers of listeners, each ready for one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.bpmn.process_model import ElementType
from engine.commands import SYSTEM, ActivateInAdHoc, CancelInstance, CompleteJob, EvaluateConditions, NextSteps
from engine.model.element_instance import element_instances
from engine.model.job import JobState
from tests.integration.crash.prepared import WHY, Prepared, prepares
from tests.integration.diagrams import diagram, service_task, user_task

if TYPE_CHECKING:
    from tests.integration.office import Office

CONDITION = (
    '<bpmn:startEvent id="@id">@flows<bpmn:conditionalEventDefinition id="@id_when"><bpmn:condition>= alarms &gt; 3'
    "</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>"
)
LED = (
    '<bpmn:adHocSubProcess id="@id"><bpmn:extensionElements><zeebe:taskDefinition type="lead"/>'
    '<zeebe:adHoc outputCollection="results" outputElement="= result"/></bpmn:extensionElements>@flows'
    + service_task("draft").replace("@id", "draft").replace("@flows", "")
    + "</bpmn:adHocSubProcess>"
)
LISTENED = user_task().replace(
    "<zeebe:userTask/>",
    '<zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="canceling" type="told"/></zeebe:taskListeners>',
)


@prepares(EvaluateConditions)
def evaluating_conditions(office: Office) -> Prepared:
    office.deploy(diagram("alarmed", "begin -> check -> end", begin=CONDITION, check=user_task()))
    return EvaluateConditions({"alarms": 5}), SYSTEM


@prepares(ActivateInAdHoc)
def activating_in_an_ad_hoc_sub_process(office: Office) -> Prepared:
    key = _led(office)
    where = (
        element_instances.c.process_instance_key == key,
        element_instances.c.element_type == ElementType.AD_HOC_SUB_PROCESS,
    )
    ((scope,),) = office.rows(sa.select(element_instances.c.key).where(*where))
    return ActivateInAdHoc(scope, NextSteps((("draft", {"n": 1}),), cancels_remaining=True)), SYSTEM


@prepares(CompleteJob)
def leading_an_ad_hoc_sub_process(office: Office) -> Prepared:
    return CompleteJob(_open_job(office, _led(office)), steps=NextSteps((("draft", {"n": 1}),))), SYSTEM


@prepares(CompleteJob)
def agreeing_to_a_cancelation(office: Office) -> Prepared:
    office.deploy(diagram("watched", "start -> check -> end", check=LISTENED))
    key = office.start("watched")
    office.engine.execute(CancelInstance(key, reason=WHY), SYSTEM)
    return CompleteJob(_open_job(office, key), corrections={"priority": 7}), SYSTEM


def _led(office: Office) -> int:
    office.deploy(diagram("led", "start -> some -> end", some=LED))
    return office.start("led")


def _open_job(office: Office, key: int) -> int:
    (job,) = [job for job in office.jobs(key) if job.state is JobState.CREATED]
    return job.key
