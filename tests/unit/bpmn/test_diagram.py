"""Which processes a file holds: executable ones, several pools, global tasks; calls between them; lanes."""

import pytest

import engine.bpmn
from engine.bpmn import ReferenceKind
from engine.bpmn.process_model import BindingType, ElementType
from tests.unit.bpmn.builders import definitions, element_of, extended, line, model_of, parsed, process, refusals, warnings


def pool(process_id: str, attributes: str = "") -> str:
    return f'<process id="{process_id}" {attributes}><task id="{process_id}_task"/></process>'


def ids(xml: bytes) -> list[str]:
    return [model.id for model in parsed(xml).processes]


def test_only_the_processes_marked_executable_run() -> None:
    xml = definitions(
        pool("a", 'isExecutable="true"') + pool("b") + pool("c", 'isExecutable="false"') + pool("d", 'isExecutable="1"')
    )

    assert ids(xml) == ["a", "d"]


def test_faults_of_a_process_that_does_not_run_do_not_matter() -> None:
    xml = definitions(pool("a", 'isExecutable="true"') + '<process id="b" isExecutable="false"><serviceTask id="x"/></process>')

    assert refusals(xml) == set()


def test_when_no_process_says_so_all_that_do_not_deny_it_run_with_a_warning() -> None:
    xml = definitions(pool("a") + pool("b") + pool("c", 'isExecutable="false"'))

    assert ids(xml) == ["a", "b"]
    assert warnings(xml) == {("a", "is-executable"), ("b", "is-executable")}


@pytest.mark.parametrize(
    ("content", "element_id"),
    [("", None), ('<process id="a" isExecutable="false"/>', "a"), ('<message id="m" name="x"/>', None)],
)
def test_a_file_without_an_executable_process_is_refused_with_those_that_are_not(content: str, element_id: str | None) -> None:
    assert refusals(definitions(content)) == {(element_id, "no-process")}


def test_a_process_has_a_name_a_version_tag_and_properties() -> None:
    extensions = '<zeebe:versionTag value="v1"/><zeebe:properties><zeebe:property name="anumat:caseNumber" value="INS03"/></zeebe:properties>'
    xml = definitions(
        f'<process id="p" name="รับรายงาน" isExecutable="true"><extensionElements>{extensions}</extensionElements>{line()}</process>'
    )

    model = model_of(xml)

    assert (model.name, model.version_tag) == ("รับรายงาน", "v1")
    assert model.root.properties == {"anumat:caseNumber": "INS03"}


@pytest.mark.parametrize(
    ("task", "element_type"),
    [
        ('<globalTask id="g" name="G"/>', ElementType.TASK),
        ('<globalManualTask id="g" name="G"/>', ElementType.MANUAL_TASK),
        (
            '<globalUserTask id="g" name="G"><potentialOwner><resourceRef>r</resourceRef></potentialOwner></globalUserTask>',
            ElementType.USER_TASK,
        ),
        (
            '<globalScriptTask id="g" name="G" scriptLanguage="feel"><script>1 + 1</script></globalScriptTask>',
            ElementType.SCRIPT_TASK,
        ),
        (extended("globalScriptTask name='G'", '<zeebe:taskDefinition type="x"/>', element_id="g"), ElementType.SCRIPT_TASK),
        (
            extended(
                "globalBusinessRuleTask name='G'", '<zeebe:calledDecision decisionId="d" resultVariable="r"/>', element_id="g"
            ),
            ElementType.BUSINESS_RULE_TASK,
        ),
    ],
)
def test_a_global_task_is_a_process_of_one_task(task: str, element_type: ElementType) -> None:
    (model,) = parsed(definitions('<resource id="r" name="clerks"/>' + task)).processes

    assert (model.id, model.name) == ("g", "G")
    assert model.root.entry_points == ("g:task",)
    assert model.elements["g:task"].type is element_type


def test_a_call_activity_calls_the_latest_version_and_shares_variables_by_default() -> None:
    plain = element_of('<callActivity id="a" calledElement="tns:child"/>').call
    zeebe = element_of(extended("callActivity", '<zeebe:calledElement processId="child"/>')).call

    assert plain == zeebe
    assert plain.process_id.text == "child"
    assert plain.propagate_all_parent_variables
    assert plain.propagate_all_child_variables
    assert plain.binding.type is BindingType.LATEST


def test_a_call_activity_chooses_process_version_and_variables() -> None:
    attributes = 'processId="= which" propagateAllParentVariables="false" propagateAllChildVariables="false" bindingType="deployment" businessId="= id"'

    call = element_of(extended("callActivity", f"<zeebe:calledElement {attributes}/>")).call

    assert call.process_id.expression.names == {"which"}
    assert not call.propagate_all_parent_variables
    assert not call.propagate_all_child_variables
    assert call.binding.type is BindingType.DEPLOYMENT
    assert call.business_id.expression.names == {"id"}


def test_lanes_name_their_elements_nested_ones_too() -> None:
    inner = '<childLaneSet id="ls2"><lane id="l2" name="Chief"><flowNodeRef>a</flowNodeRef></lane></childLaneSet>'
    lanes = f'<laneSet id="ls"><lane id="l1" name="Unit"><flowNodeRef>tns:start</flowNodeRef><flowNodeRef>a</flowNodeRef>{inner}</lane></laneSet>'

    model = model_of(process(lanes + line('<task id="a"/>')))

    assert [(lane.id, lane.name, lane.element_ids) for lane in model.lanes] == [
        ("l1", "Unit", ("start", "a")),
        ("l2", "Chief", ("a",)),
    ]


def test_a_lane_that_names_what_does_not_exist_is_a_warning() -> None:
    assert warnings(process('<laneSet id="ls"><lane id="l"><flowNodeRef>x</flowNodeRef></lane></laneSet>' + line())) == {
        ("l", "lane")
    }


def test_drawings_for_people_do_not_run_and_are_told() -> None:
    xml = definitions(pool("a", 'isExecutable="true"') + '<choreography id="ch"/>')

    assert warnings(xml) == {("ch", "not-executed")}


def test_annotations_groups_and_categories_are_accepted() -> None:
    drawing = (
        '<textAnnotation id="n"><text>note</text></textAnnotation><association id="as" sourceRef="a" targetRef="n"/>'
        '<group id="gr" categoryValueRef="cv"/>'
    )
    roots = '<category id="c" name="x"><categoryValue id="cv" value="y"/></category>'

    assert refusals(process(line('<task id="a"/>') + drawing, roots)) == set()


def test_an_import_is_not_fetched() -> None:
    xml = definitions(
        '<import location="http://127.0.0.1:9/x.wsdl" importType="wsdl" namespace="urn:x"/>' + pool("a", 'isExecutable="true"')
    )

    assert warnings(xml) == {(None, "import")}


def test_references_tell_what_must_be_deployed_too() -> None:
    content = line(
        extended("callActivity", '<zeebe:calledElement processId="child" bindingType="deployment"/>', element_id="call"),
        extended("businessRuleTask", '<zeebe:calledDecision decisionId="route" resultVariable="r"/>', element_id="decide"),
        extended("userTask", '<zeebe:formDefinition formId="report"/>', element_id="work"),
        extended("serviceTask", '<zeebe:taskDefinition type="issue"/>', element_id="job"),
        extended("serviceTask", '<zeebe:taskDefinition type="= dynamic"/>', element_id="dynamic"),
        '<intermediateThrowEvent id="throw"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>',
    )

    found = engine.bpmn.references(model_of(process(content, '<signal id="s" name="alarm"/>')))

    assert [(item.kind, item.target, item.element_id) for item in found] == [
        (ReferenceKind.PROCESS, "child", "call"),
        (ReferenceKind.DECISION, "route", "decide"),
        (ReferenceKind.FORM, "report", "work"),
        (ReferenceKind.JOB_TYPE, "issue", "job"),
        (ReferenceKind.SIGNAL, "alarm", "throw"),
    ]
    assert found[0].binding.type is BindingType.DEPLOYMENT
