"""What a process is bound to: forms that lie in the diagram itself, and versions of forms and decisions by their tags."""

import json

import pytest

from engine.commands import SYSTEM, Deploy, DeployedFile, DeploymentResult
from engine.errors import DeploymentRefused
from engine.model.form import form_definitions
from engine.model.user_task import user_tasks
from engine.queries import json_text
from tests.integration.diagrams import decision, diagram, user_task
from tests.integration.office import Office

EMBEDDED = user_task().replace("<zeebe:userTask/>", '<zeebe:userTask/><zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>')
TAGGED = user_task().replace(
    "<zeebe:userTask/>",
    '<zeebe:userTask/><zeebe:formDefinition formId="leave" bindingType="versionTag" versionTag="v1"/>',
)


def form(label: str, **more: object) -> str:
    field = {"type": "textfield", "id": "F1", "key": "reason", "label": label, "validate": {"required": True}}
    return json.dumps({"type": "default", "id": "leave", "components": [field], **more})


def with_form(text: str) -> bytes:
    inner = f'<zeebe:userTaskForm id="f1">{text}</zeebe:userTaskForm>'
    file = diagram("p", "start -> ask -> end", ask=EMBEDDED, properties={"owner": "me"}).decode()
    return file.replace("<zeebe:properties>", f"{inner}<zeebe:properties>").encode()


def rules(tag: str, output: str) -> bytes:
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="rules" namespace="urn:r"'
        f' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><decision id="route" name="route"><extensionElements>'
        f'<zeebe:versionTag value="{tag}"/></extensionElements><variable name="route"/>'
        f"<literalExpression><text>{output}</text></literalExpression></decision></definitions>"
    ).encode()


def deploy(office: Office, **files: bytes) -> DeploymentResult:
    named = tuple(DeployedFile(name.replace("_", "."), content) for name, content in files.items())
    return office.engine.execute(Deploy(named), SYSTEM)


def form_of(office: Office, key: int) -> tuple[str, int]:
    """Return the id and version of the form that the case's user task asks with."""
    query = form_definitions.join(user_tasks, user_tasks.c.form_key == form_definitions.c.key).select()
    columns = (form_definitions.c.form_id, form_definitions.c.version)
    ((form_id, version),) = office.rows(query.with_only_columns(*columns).where(user_tasks.c.process_instance_key == key))
    return form_id, version


def test_a_form_that_lies_in_the_diagram_is_deployed_with_it(office: Office) -> None:
    result = deploy(office, p_bpmn=with_form(form("Why?")))
    first = office.start("p")
    deploy(office, p_bpmn=with_form(form("Why, really?")))
    second = office.start("p")

    assert [found.form_id for found in result.forms] == ["p:f1"]
    assert (form_of(office, first), form_of(office, second)) == (("p:f1", 1), ("p:f1", 2))


def test_what_is_wrong_in_such_a_form_refuses_the_diagram(office: Office) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        deploy(office, p_bpmn=with_form(form("Why?").replace("textfield", "crystal ball")))

    assert [(finding.resource, finding.element_id) for finding in refused.value.findings] == [("p.bpmn", "ask")]


def test_a_form_is_found_by_the_tag_of_its_version(office: Office) -> None:
    deploy(office, leave_form=form("Why?", versionTag="v1").encode())
    deploy(office, leave_form=form("Why, really?", versionTag="v2").encode())
    deploy(office, p_bpmn=diagram("p", "start -> ask -> end", ask=TAGGED))

    assert form_of(office, office.start("p")) == ("leave", 1)


def test_a_decision_is_found_by_the_tag_of_its_version(office: Office) -> None:
    deploy(office, rules_dmn=rules("v1", '"old"'))
    deploy(office, rules_dmn=rules("v2", '"new"'))
    bound = decision("route").replace(
        'resultVariable="result"', 'resultVariable="result" bindingType="versionTag" versionTag="v1"'
    )
    deploy(office, p_bpmn=diagram("p", "start -> choose -> wait -> end", choose=bound, wait=user_task()))

    assert json_text.loads(office.variable(office.start("p"), "result") or "") == "old"
