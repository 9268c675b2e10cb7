"""Ad-hoc sub-processes led by workers, activated by command, and with results collected (Camunda 8; BPMN 2.0 §13.3.5)."""

from collections.abc import Mapping

import pytest

from engine.bpmn.process_model import ElementType
from engine.commands import SYSTEM, ActivateInAdHoc, CompleteJob, FailJob, ModifyInstance, NextSteps, Termination
from engine.errors import NotFound, RequestInvalid
from engine.model.element_instance import element_instances
from engine.model.job import Job, JobState
from engine.model.variable import variables
from engine.queries import json_text
from tests.integration.diagrams import diagram, service_task, user_task
from tests.integration.office import Office

NO_VARIABLES: Mapping[str, object] = {}


def ad_hoc(extensions: str, inner: str = "", attributes: str = "") -> bytes:
    tasks = "".join(service_task(name).replace("@id", name).replace("@flows", "") for name in ("draft", "review"))
    node = (
        f'<bpmn:adHocSubProcess id="@id" {attributes}><bpmn:extensionElements>{extensions}</bpmn:extensionElements>@flows'
        f"{tasks}{inner}</bpmn:adHocSubProcess>"
    )
    return diagram("p", "start -> some -> after -> end", some=node, after=user_task())


LED = ad_hoc('<zeebe:taskDefinition type="lead"/><zeebe:adHoc outputCollection="results" outputElement="= result"/>')
WAITING = ad_hoc("<zeebe:adHoc/>")


def job_of(office: Office, key: int, element_id: str) -> Job:
    """Return the one open job of an element."""
    (job,) = [job for job in office.jobs(key) if job.state is JobState.CREATED and job.element_id == element_id]
    return job


def lead(office: Office, key: int, *element_ids: str, **steps: bool) -> None:
    """Answer the leading job."""
    elements = tuple((element_id, {"asked": element_id}) for element_id in element_ids)
    office.engine.execute(CompleteJob(job_of(office, key, "some").key, steps=NextSteps(elements, **steps)), SYSTEM)


def work(office: Office, key: int, element_id: str, **values: object) -> None:
    office.engine.execute(CompleteJob(job_of(office, key, element_id).key, values), SYSTEM)


def scope_of(office: Office, key: int) -> int:
    table = element_instances.c
    where = (table.process_instance_key == key, table.element_type == ElementType.AD_HOC_SUB_PROCESS)
    ((found,),) = office.rows(element_instances.select().with_only_columns(table.key).where(*where))
    return int(found)


def test_a_worker_leads_from_one_activation_to_the_next(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")
    assert job_of(office, key, "some").kind == "AD_HOC_SUB_PROCESS"

    lead(office, key, "draft", "review")
    work(office, key, "draft", result="text")
    lead(office, key, "draft")
    work(office, key, "review", result="fine")
    work(office, key, "draft", result="better text")
    lead(office, key, is_fulfilled=True)

    assert office.waiting_at(key) == ["after"]
    assert json_text.loads(office.variable(key, "results") or "") == ["text", "fine", "better text"]
    assert office.variable(key, "result") is None


def test_there_is_one_leading_job_at_a_time(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")
    lead(office, key, "draft", "review")

    work(office, key, "draft", result=1)
    first = job_of(office, key, "some").key
    work(office, key, "review", result=2)

    assert job_of(office, key, "some").key != first


def test_what_is_active_may_be_canceled_when_the_worker_is_done(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")
    lead(office, key, "draft", "review")
    work(office, key, "draft", result=1)

    lead(office, key, is_fulfilled=True, cancels_remaining=True)

    assert office.waiting_at(key) == ["after"]
    assert json_text.loads(office.variable(key, "results") or "") == [1]


def test_a_worker_that_is_done_may_let_the_rest_finish(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")
    lead(office, key, "draft", "review")
    work(office, key, "draft", result=1)

    lead(office, key, is_fulfilled=True)
    assert "review" in office.waiting_at(key)
    work(office, key, "review", result=2)

    assert office.waiting_at(key) == ["after"]


def test_each_activation_has_variables_of_its_own_and_the_worker_is_told_what_there_is(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")

    lead(office, key, "draft", "review")

    where = (variables.c.scope_key == scope_of(office, key), variables.c.name == "adHocSubProcessElements")
    ((text,),) = office.rows(variables.select().with_only_columns(variables.c.value).where(*where))
    assert [element["elementId"] for element in json_text.loads(text)] == ["draft", "review"]
    assert office.variable(key, "asked") is None


def test_answers_that_make_no_sense_are_refused(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")

    for wrong in (NextSteps((("nothing", NO_VARIABLES),)), NextSteps((("draft", NO_VARIABLES),), is_fulfilled=True)):
        with pytest.raises(RequestInvalid):
            office.engine.execute(CompleteJob(job_of(office, key, "some").key, steps=wrong), SYSTEM)

    assert job_of(office, key, "some").state is JobState.CREATED


def test_a_leading_job_without_retries_becomes_an_incident_of_its_own_type(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")

    office.engine.execute(FailJob(job_of(office, key, "some").key, 0, "no idea"), SYSTEM)

    assert [incident.error_type for incident in office.incidents(key)] == ["AD_HOC_SUB_PROCESS_NO_RETRIES"]


def test_in_the_dialect_of_camunda_8_nothing_starts_by_itself_and_commands_activate(office: Office) -> None:
    office.deploy(WAITING)
    key = office.start("p")
    assert office.waiting_at(key) == ["some"]
    scope = scope_of(office, key)

    office.engine.execute(ActivateInAdHoc(scope, NextSteps((("draft", {"n": 1}), ("review", NO_VARIABLES)))), SYSTEM)
    office.engine.execute(ActivateInAdHoc(scope, NextSteps((("review", NO_VARIABLES),), cancels_remaining=True)), SYSTEM)
    assert office.waiting_at(key) == ["review"]
    work(office, key, "review")

    assert office.waiting_at(key) == ["after"]


def test_only_elements_of_a_running_ad_hoc_sub_process_can_be_activated(office: Office) -> None:
    office.deploy(WAITING)
    key = office.start("p")

    with pytest.raises(RequestInvalid):
        office.engine.execute(ActivateInAdHoc(scope_of(office, key), NextSteps((("after", NO_VARIABLES),))), SYSTEM)
    with pytest.raises(NotFound):
        office.engine.execute(ActivateInAdHoc(key, NextSteps((("draft", NO_VARIABLES),))), SYSTEM)


def test_the_worker_is_asked_again_when_an_operator_terminated_the_last_activation(office: Office) -> None:
    office.deploy(LED)
    key = office.start("p")
    lead(office, key, "draft")

    office.engine.execute(ModifyInstance(key, terminations=(Termination(element_id="draft"),), reason="wrong text"), SYSTEM)

    assert job_of(office, key, "some").state is JobState.CREATED
