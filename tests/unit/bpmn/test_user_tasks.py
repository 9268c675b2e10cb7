"""User tasks: people, dates, priorities, forms (§10.3.4 and the zeebe extension elements)."""

import pytest

from engine.bpmn.process_model import BindingType
from tests.unit.bpmn.builders import element_of, extended, line, model_of, process, refusals


def test_a_user_task_is_one_for_people_with_or_without_zeebe_user_task() -> None:
    assert element_of('<userTask id="a"/>').user_task is not None
    assert element_of(extended("userTask", "<zeebe:userTask/>")).user_task is not None


def test_a_user_task_names_people_dates_and_priority() -> None:
    extensions = (
        '<zeebe:assignmentDefinition assignee="= initiator" candidateGroups="clerks, chiefs" candidateUsers="= list"/>'
        '<zeebe:taskSchedule dueDate="= now() + duration(&quot;P3D&quot;)" followUpDate="2026-12-01T09:00:00Z"/>'
        '<zeebe:priorityDefinition priority="80"/>'
        '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders>'
    )

    task = element_of(extended("userTask", extensions)).user_task

    assert task.assignee.expression.names == {"initiator"}
    assert task.candidate_groups.text == "clerks, chiefs"
    assert task.candidate_users.expression is not None
    assert task.due_date.expression is not None
    assert task.follow_up_date.text == "2026-12-01T09:00:00Z"
    assert task.priority.text == "80"
    assert task.headers == {"k": "v"}


def test_a_linked_form_has_an_id_and_a_binding() -> None:
    form = '<zeebe:formDefinition formId="report" bindingType="versionTag" versionTag="v3"/>'

    task = element_of(extended("userTask", form)).user_task

    assert task.form_id == "report"
    assert (task.form_binding.type, task.form_binding.version_tag) == (BindingType.VERSION_TAG, "v3")


def test_an_embedded_form_is_found_in_the_process() -> None:
    forms = '<extensionElements><zeebe:userTaskForm id="f1">{"components": []}</zeebe:userTaskForm></extensionElements>'
    node = extended("userTask", '<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>')

    assert model_of(process(forms + line(node))).elements["a"].user_task.embedded_form == '{"components": []}'
    assert refusals(process(line(node))) == {("a", "form")}


@pytest.mark.parametrize("attribute", ["externalReference", "formKey"])
def test_a_form_may_live_elsewhere(attribute: str) -> None:
    task = element_of(extended("userTask", f'<zeebe:formDefinition {attribute}="= url"/>')).user_task

    assert task.external_reference.expression.names == {"url"}


@pytest.mark.parametrize("attributes", ['formId="a" formKey="b"', 'formId="= which"'])
def test_a_form_must_be_one_and_known(attributes: str) -> None:
    assert refusals(process(line(extended("userTask", f"<zeebe:formDefinition {attributes}/>")))) == {("a", "form")}


def test_a_start_event_has_a_form_too() -> None:
    form = '<extensionElements><zeebe:formDefinition formId="request"/></extensionElements>'
    content = line().replace('<startEvent id="start"/>', f'<startEvent id="start">{form}</startEvent>')

    assert model_of(process(content)).elements["start"].form_id == "request"


@pytest.mark.parametrize(
    "extension",
    [
        '<zeebe:taskSchedule dueDate="soon"/>',
        '<zeebe:priorityDefinition priority="101"/>',
        '<zeebe:priorityDefinition priority="high"/>',
        '<zeebe:assignmentDefinition assignee="= a +"/>',
    ],
)
def test_wrong_constants_and_expressions_are_refused(extension: str) -> None:
    assert {element for element, _ in refusals(process(line(extended("userTask", extension))))} == {"a"}


def role(tag: str, expression: str) -> str:
    formal = f"<formalExpression>{expression}</formalExpression>"
    return f"<{tag}><resourceAssignmentExpression>{formal}</resourceAssignmentExpression></{tag}>"


def test_bpmn_resource_roles_name_people_without_extensions() -> None:
    roles = role("humanPerformer", "= initiator") + role("potentialOwner", "user(mali), group(chiefs), clerks")

    task = element_of(f'<userTask id="a">{roles}</userTask>').user_task

    assert task.assignee.expression.names == {"initiator"}
    assert task.candidate_users.text == "mali"
    assert task.candidate_groups.text == "chiefs, clerks"


def test_a_potential_owner_may_be_a_resource_of_the_file() -> None:
    node = '<userTask id="a"><potentialOwner><resourceRef>tns:r</resourceRef></potentialOwner></userTask>'

    assert element_of(node, '<resource id="r" name="clerks"/>').user_task.candidate_groups.text == "clerks"


@pytest.mark.parametrize(
    "content",
    [
        role("humanPerformer", "a") + role("performer", "b"),
        role("potentialOwner", "= a") + role("potentialOwner", "= b"),
        (
            "<potentialOwner><resourceRef>r</resourceRef><resourceParameterBinding parameterRef='x'>"
            "<formalExpression>1</formalExpression></resourceParameterBinding></potentialOwner>"
        ),
    ],
)
def test_resource_roles_that_cannot_be_told_apart_are_refused(content: str) -> None:
    roots = '<resource id="r" name="clerks"><resourceParameter id="x" name="x"/></resource>'

    assert refusals(process(line(f'<userTask id="a">{content}</userTask>'), roots)) == {("a", "assignment")}


def test_people_named_twice_are_refused() -> None:
    node = extended("userTask", '<zeebe:assignmentDefinition assignee="x"/>', role("potentialOwner", "clerks"))

    assert refusals(process(line(node))) == {("a", "assignment")}


def test_properties_keep_our_own_facts() -> None:
    properties = '<zeebe:properties><zeebe:property name="anumat:duty" value="review"/></zeebe:properties>'

    assert element_of(extended("userTask", properties)).properties == {"anumat:duty": "review"}
