"""What each kind of task does, and that a task with nothing to do is refused (§10.3.3)."""

import pytest

from engine.bpmn.process_model import BindingType, ElementType, ListenerEvent, MessageDefinition
from tests.unit.bpmn.builders import element_of, extended, line, model_of, process, refusal_text, refusals, warnings

JOB = '<zeebe:taskDefinition type="issue-receipt"/>'


def test_a_service_task_is_a_job() -> None:
    headers = '<zeebe:taskHeaders><zeebe:header key="series" value="INS03"/></zeebe:taskHeaders>'

    element = element_of(extended("serviceTask", '<zeebe:taskDefinition type="= kind" retries="5"/>' + headers))

    assert element.type is ElementType.SERVICE_TASK
    assert element.job.type.expression.names == {"kind"}
    assert element.job.retries.text == "5"
    assert element.job.headers == {"series": "INS03"}


def test_a_job_is_tried_three_times_unless_it_says_otherwise() -> None:
    assert element_of(extended("serviceTask", JOB)).job.retries.text == "3"


@pytest.mark.parametrize("retries", ["many", "-1", "1.5"])
def test_retries_must_be_a_number_or_feel(retries: str) -> None:
    node = extended("serviceTask", f'<zeebe:taskDefinition type="x" retries="{retries}"/>')

    assert refusals(process(line(node))) == {("a", "job-retries")}


@pytest.mark.parametrize("tag", ["serviceTask", "sendTask", "scriptTask", "businessRuleTask", "receiveTask", "callActivity"])
def test_a_task_with_nothing_to_do_is_refused(tag: str) -> None:
    assert len(refusals(process(line(f'<{tag} id="a"/>')))) == 1


@pytest.mark.parametrize(("tag", "kind"), [("task", ElementType.TASK), ("manualTask", ElementType.MANUAL_TASK)])
def test_plain_and_manual_tasks_need_nothing(tag: str, kind: ElementType) -> None:
    assert element_of(f'<{tag} id="a"/>').type is kind


def test_a_job_without_a_type_is_refused() -> None:
    assert refusals(process(line(extended("serviceTask", "<zeebe:taskDefinition/>")))) == {("a", "job-type")}


def test_a_job_has_its_own_priority_or_that_of_the_process() -> None:
    process_priority = '<extensionElements><zeebe:jobPriorityDefinition priority="10"/></extensionElements>'
    own = extended("serviceTask", JOB + '<zeebe:jobPriorityDefinition priority="= urgent"/>', element_id="own")
    other = extended("serviceTask", JOB, element_id="other")

    xml = process(process_priority + line(own, other))

    model = model_of(xml)
    assert model.elements["own"].job.priority.expression is not None
    assert model.elements["other"].job.priority.text == "10"


def test_linked_resources_are_kept() -> None:
    linked = (
        '<zeebe:linkedResources><zeebe:linkedResource resourceId="r" resourceType="RPA" linkName="main" '
        'bindingType="versionTag" versionTag="v2"/></zeebe:linkedResources>'
    )

    (resource,) = element_of(extended("serviceTask", JOB + linked)).linked_resources

    assert (resource.resource_id.text, resource.resource_type, resource.link_name) == ("r", "RPA", "main")
    assert (resource.binding.type, resource.binding.version_tag) == (BindingType.VERSION_TAG, "v2")


def test_a_feel_script_gives_its_result_to_a_variable() -> None:
    script = element_of(extended("scriptTask", '<zeebe:script expression="= a + b" resultVariable="sum"/>')).script

    assert script.expression.names == {"a", "b"}
    assert script.result_variable == "sum"


@pytest.mark.parametrize(
    "extension",
    [
        '<zeebe:script expression="= a"/>',
        '<zeebe:script expression="a" resultVariable="x"/>',
        '<zeebe:script resultVariable="x"/>',
    ],
)
def test_an_incomplete_feel_script_is_refused(extension: str) -> None:
    assert {element for element, _ in refusals(process(line(extended("scriptTask", extension))))} == {"a"}


@pytest.mark.parametrize("language", ["feel", "FEEL", "application/feel"])
def test_a_plain_script_may_be_feel(language: str) -> None:
    script = element_of(f'<scriptTask id="a" scriptFormat="{language}"><script>= n + 1</script></scriptTask>').script

    assert script.expression.names == {"n"}
    assert script.result_variable == "result"


def test_a_plain_script_writes_to_its_data_output() -> None:
    output = "<dataOutputAssociation><targetRef>ref</targetRef></dataOutputAssociation>"
    node = f'<scriptTask id="a" scriptFormat="feel">{output}<script>1 + 1</script></scriptTask>'
    data = '<dataObject id="d" name="total"/><dataObjectReference id="ref" dataObjectRef="d"/>'

    assert model_of(process(line(node) + data)).elements["a"].script.result_variable == "total"


@pytest.mark.parametrize("language", ["", "javascript", "groovy", "text/x-python"])
def test_a_script_in_another_language_is_refused(language: str) -> None:
    node = f'<scriptTask id="a" scriptFormat="{language}"><script>x = 1</script></scriptTask>'

    assert refusals(process(line(node))) == {("a", "script-language")}


def test_a_script_task_cannot_be_two_things() -> None:
    node = extended("scriptTask", JOB + '<zeebe:script expression="= 1" resultVariable="x"/>')

    assert refusals(process(line(node))) == {("a", "several-things-to-do")}


def test_a_business_rule_task_asks_a_decision() -> None:
    called = '<zeebe:calledDecision decisionId="= which" resultVariable="outcome" bindingType="deployment"/>'

    decision = element_of(extended("businessRuleTask", called)).decision

    assert decision.decision_id.expression.names == {"which"}
    assert decision.result_variable == "outcome"
    assert decision.binding.type is BindingType.DEPLOYMENT


def test_an_incomplete_decision_is_refused() -> None:
    node = extended("businessRuleTask", '<zeebe:calledDecision decisionId="d"/>')

    assert refusals(process(line(node))) == {("a", "decision")}


@pytest.mark.parametrize("binding", ['bindingType="newest"', 'bindingType="versionTag"', 'versionTag="v1"'])
def test_a_binding_must_make_sense(binding: str) -> None:
    node = extended("businessRuleTask", f'<zeebe:calledDecision decisionId="d" resultVariable="r" {binding}/>')

    assert refusals(process(line(node))) == {("a", "binding")}


def test_a_send_task_throws_its_message_inside_the_system() -> None:
    publish = '<zeebe:publishMessage correlationKey="= order" messageId="= id" timeToLive="PT1H"/>'

    (message,) = element_of(extended('sendTask messageRef="m"', publish), '<message id="m" name="paid"/>').events

    assert isinstance(message, MessageDefinition)
    assert message.name.text == "paid"
    assert message.correlation_key.expression.names == {"order"}
    assert message.time_to_live.text == "PT1H"


def test_a_send_task_with_a_job_type_needs_no_message() -> None:
    assert element_of(extended("sendTask", JOB)).job.type.text == "issue-receipt"


def test_listeners_are_jobs_at_moments_of_an_element() -> None:
    listeners = (
        '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="audit" retries="1">'
        '<zeebe:taskHeaders><zeebe:header key="k" value="v"/></zeebe:taskHeaders></zeebe:executionListener></zeebe:executionListeners>'
        '<zeebe:taskListeners><zeebe:taskListener eventType="complete" type="= check"/></zeebe:taskListeners>'
    )

    execution, task = element_of(extended("userTask", listeners)).listeners

    assert (execution.event, execution.type.text, execution.retries.text, execution.headers) == (
        ListenerEvent.START,
        "audit",
        "1",
        {"k": "v"},
    )
    assert task.event is ListenerEvent.COMPLETING


@pytest.mark.parametrize(
    "listener",
    [
        '<zeebe:executionListeners><zeebe:executionListener eventType="creating" type="x"/></zeebe:executionListeners>',
        '<zeebe:executionListeners><zeebe:executionListener eventType="start"/></zeebe:executionListeners>',
        '<zeebe:taskListeners><zeebe:taskListener eventType="start" type="x"/></zeebe:taskListeners>',
    ],
)
def test_a_listener_without_a_moment_or_type_is_refused(listener: str) -> None:
    assert refusals(process(line(extended("userTask", listener)))) == {("a", "listener")}


def test_mappings_write_to_paths() -> None:
    mapping = (
        '<zeebe:ioMapping><zeebe:input source="= a.b" target="x.y"/><zeebe:output source="text" target="z"/></zeebe:ioMapping>'
    )

    element = element_of(extended("serviceTask", JOB + mapping))

    assert element.inputs[0].target == ("x", "y")
    assert element.inputs[0].source.expression.names == {"a"}
    assert element.outputs[0].source.text == "text"
    assert element.outputs[0].source.expression is None


@pytest.mark.parametrize(
    "mapping", ['<zeebe:input source="= a"/>', '<zeebe:output target="a"/>', '<zeebe:output source="=1" target="a..b"/>']
)
def test_a_mapping_without_source_or_target_is_refused(mapping: str) -> None:
    node = extended("serviceTask", f"{JOB}<zeebe:ioMapping>{mapping}</zeebe:ioMapping>")

    assert refusals(process(line(node))) == {("a", "mapping")}


@pytest.mark.parametrize("source", ["", 'source=""'])
def test_an_input_without_a_source_is_null(source: str) -> None:
    mapping = f'<zeebe:ioMapping><zeebe:input target="a" {source}/></zeebe:ioMapping>'

    (given,) = element_of(extended("serviceTask", JOB + mapping)).inputs

    assert given.target == ("a",)
    assert given.source.expression.evaluate({"a": 1}) is None


def test_a_text_in_an_expression_may_have_several_lines() -> None:
    mapping = '<zeebe:ioMapping><zeebe:input source="=&#34;one&#10;two&#34; + x" target="a"/></zeebe:ioMapping>'

    (given,) = element_of(extended("serviceTask", JOB + mapping)).inputs

    assert given.source.expression.evaluate({"x": "!"}) == "one\ntwo!"


def test_input_mappings_of_a_start_event_are_refused() -> None:
    mapping = '<extensionElements><zeebe:ioMapping><zeebe:input source="= a" target="b"/></zeebe:ioMapping></extensionElements>'
    content = line().replace('<startEvent id="start"/>', f'<startEvent id="start">{mapping}</startEvent>')

    assert refusals(process(content)) == {("start", "mapping")}


@pytest.mark.parametrize(("attribute", "value"), [("startQuantity", "0"), ("completionQuantity", "-1")])
def test_quantities_below_one_are_refused(attribute: str, value: str) -> None:
    assert refusals(process(line(f'<task id="a" {attribute}="{value}"/>'))) == {("a", "quantity")}


def test_quantities_are_kept() -> None:
    element = element_of('<task id="a" startQuantity="2" completionQuantity="3"/>')

    assert (element.start_quantity, element.completion_quantity) == (2, 3)


def test_an_expression_of_another_engine_is_named_as_such() -> None:
    node = extended("serviceTask", '<zeebe:taskDefinition type="=${type}"/>')

    assert "expression of another engine" in refusal_text(process(line(node)))


def test_listeners_of_cancel_belong_to_processes() -> None:
    listeners = '<zeebe:executionListeners><zeebe:executionListener eventType="cancel" type="x"/></zeebe:executionListeners>'
    model = model_of(process(f"<extensionElements>{listeners}</extensionElements>" + line('<task id="a"/>')))

    assert refusals(process(line(extended("task", listeners)))) == {("a", "listener")}
    assert [listener.event for listener in model.root.listeners] == [ListenerEvent.CANCEL]


def test_listeners_before_all_belong_to_multi_instances() -> None:
    listeners = '<zeebe:executionListeners><zeebe:executionListener eventType="beforeAll" type="x"/></zeebe:executionListeners>'
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>=2</loopCardinality></multiInstanceLoopCharacteristics>"

    assert refusals(process(line(extended("task", listeners)))) == {("a", "listener")}
    assert refusals(process(line(extended("task", listeners, loop)))) == set()


def test_a_call_that_names_two_processes_says_which_one_counts() -> None:
    node = extended('callActivity calledElement="tns:other"', '<zeebe:calledElement processId="one"/>')

    assert element_of(node).call.process_id.text == "one"
    assert warnings(process(line(node))) == {("a", "called-element")}
    assert warnings(process(line(node.replace("other", "one")))) == set()
