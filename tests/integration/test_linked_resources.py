"""Deployed files that only workers understand, and the service tasks that link them."""

import json

import pytest

from engine.commands import SYSTEM, DeleteResource, Deploy, DeployedFile, DeploymentResult, ResolveIncident
from engine.errors import DeploymentRefused, InvalidTransition, NotAllowed, NotFound
from engine.model.generic_resource import GenericResource
from engine.queries import generic_resources as queries
from tests.integration.diagrams import diagram, service_task
from tests.integration.office import Office, person


def deploy(office: Office, **files: bytes) -> DeploymentResult:
    named = tuple(DeployedFile(name.replace("_", "."), content) for name, content in files.items())
    return office.engine.execute(Deploy(named), SYSTEM)


def deploy_one(office: Office, name: str, content: bytes) -> GenericResource:
    return deploy(office, **{name: content}).resources[0]


def linking(binding: str = "latest", resource_id: str = "steps.txt") -> bytes:
    tag = ' versionTag="v1"' if binding == "versionTag" else ""
    link = (
        f'<zeebe:linkedResource resourceId="{resource_id}" resourceType="script" linkName="main" bindingType="{binding}"{tag}/>'
    )
    task = service_task("work", colour="blue").replace(
        "<zeebe:taskHeaders>", f"<zeebe:linkedResources>{link}</zeebe:linkedResources><zeebe:taskHeaders>"
    )
    return diagram("p", "start -> work -> end", work=task)


def robot(text: str, **more: str) -> bytes:
    return json.dumps({"id": "robot", "script": text, **more}).encode()


def linked(office: Office, key: int) -> list[dict[str, str]]:
    (job,) = office.jobs(key)
    assert job.headers["colour"] == "blue"
    return list(json.loads(job.headers["linkedResources"]))


def test_a_job_tells_its_worker_the_key_of_the_newest_version(office: Office) -> None:
    first = deploy_one(office, "steps_txt", b"one")
    deploy(office, p_bpmn=linking())
    early = office.start("p")
    second = deploy_one(office, "steps_txt", b"two")
    late = office.start("p")

    assert linked(office, early) == [{"resourceKey": str(first.key), "resourceType": "script", "linkName": "main"}]
    assert linked(office, late)[0]["resourceKey"] == str(second.key)
    assert (first.version, second.version) == (1, 2)
    created = [event for event in office.history(late) if event.type == "JOB_CREATED"]
    assert json.loads(created[0].facts)["linkedResources"] == linked(office, late)


def test_a_link_within_the_deployment_keeps_its_version_and_a_changed_file_makes_a_new_version_of_the_process(
    office: Office,
) -> None:
    first = deploy(office, steps_txt=b"one", p_bpmn=linking("deployment"))
    deploy(office, steps_txt=b"two")
    before = office.start("p")
    third = deploy(office, steps_txt=b"three", p_bpmn=linking("deployment"))
    after = office.start("p")

    assert linked(office, before)[0]["resourceKey"] == str(first.resources[0].key)
    assert linked(office, after)[0]["resourceKey"] == str(third.resources[0].key)
    assert [result.processes[0].version for result in (first, third)] == [1, 2]


def test_a_script_is_found_by_the_id_and_the_tag_that_it_says(office: Office) -> None:
    tagged = deploy_one(office, "a_rpa", robot("one", versionTag="v1"))
    deploy(office, a_rpa=robot("two", versionTag="v2"), p_bpmn=linking("versionTag", "robot"))

    assert linked(office, office.start("p"))[0]["resourceKey"] == str(tagged.key)


def test_a_file_that_is_missing_when_the_task_begins_is_an_incident_until_it_is_deployed(office: Office) -> None:
    deploy(office, p_bpmn=linking(resource_id="=file"))
    key = office.start("p", file="steps.txt")
    (incident,) = office.incidents(key)
    assert (incident.error_type, incident.element_id) == ("RESOURCE_NOT_FOUND", "work")

    found = deploy_one(office, "steps_txt", b"one")
    office.engine.execute(ResolveIncident(incident.key, reason="deployed now"), SYSTEM)

    assert linked(office, key)[0]["resourceKey"] == str(found.key)


def test_a_link_to_nothing_and_a_script_without_an_id_are_refused_by_name(office: Office) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(office, p_bpmn=linking())
    with pytest.raises(DeploymentRefused) as broken:
        deploy(office, a_rpa=b"{}")

    assert [(found.element_id, found.message) for found in refused.value.findings] == [
        ("work", "There is no resource steps.txt.")
    ]
    assert [found.resource for found in broken.value.findings] == ["a.rpa"]


def test_a_file_of_an_unknown_kind_is_kept_with_a_warning_and_a_diagram_called_xml_is_run(office: Office) -> None:
    result = deploy(office, p_bmpn=diagram("p", "start -> end"), q_xml=diagram("q", "start -> end"), c_xml=b"<config/>")

    assert [(found.resource_id, found.version) for found in result.resources] == [("p.bmpn", 1), ("c.xml", 1)]
    assert [found.process_id for found in result.processes] == ["q"]
    assert {warning.resource for warning in result.warnings if warning.rule == "generic-resource"} == {"p.bmpn", "c.xml"}


def test_a_deleted_version_is_gone_and_the_one_before_it_is_the_latest_again(office: Office) -> None:
    first, second = deploy_one(office, "steps_txt", b"one"), deploy_one(office, "steps_txt", b"two")
    deploy(office, p_bpmn=linking())

    office.engine.execute(DeleteResource(second.key, "it deletes the wrong rows"), SYSTEM)

    with office.engine.reading() as connection:
        assert queries.resource_content(connection, first.key) == b"one"
        with pytest.raises(NotFound):
            queries.resource_content(connection, second.key)
    assert linked(office, office.start("p"))[0]["resourceKey"] == str(first.key)
    assert deploy_one(office, "steps_txt", b"three").version == 3


def test_processes_are_kept_and_only_who_deploys_deletes(office: Office) -> None:
    result = deploy(office, steps_txt=b"one", p_bpmn=linking())

    with pytest.raises(InvalidTransition, match="history of cases"):
        office.engine.execute(DeleteResource(result.processes[0].key, "tidy up"), SYSTEM)
    with pytest.raises(NotAllowed):
        office.engine.execute(DeleteResource(result.resources[0].key, "tidy up"), person("op", "process.operator"))
    with pytest.raises(NotFound):
        office.engine.execute(DeleteResource(1, "tidy up"), SYSTEM)
