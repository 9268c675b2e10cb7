"""Decisions through the client library: evaluated by request and in a case, with the grounds, and when they fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import NotFoundError
from camunda_orchestration_sdk.models import (
    DecisionDefinitionTypeEnum,
    DecisionEvaluationByID,
    DecisionEvaluationByKey,
    DecisionInstanceSearchQuery,
    DecisionInstanceStateEnum,
    ProcessCreationById,
)

from tests.acceptance.diagrams import deployment, diagram
from tests.integration.diagrams import decision as rule_task
from tests.unit.dmn.builders import decision, definitions, literal, table

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient
    from camunda_orchestration_sdk.models import EvaluateDecisionResult

    from tests.acceptance.conftest import Caller

RATE = table(["grade"], ["rate"], ['"low"', "240"], ['"high"', "270"], ['starts with(?, "h")', "300"])


@pytest.fixture
def name(client: CamundaClient) -> str:
    """Deploy a model whose decision `pay_<name>` requires the table `rate_<name>`; return the name."""
    own = uuid4().hex[:8]
    logic = literal(f"{{total: rate_{own} * days, note: string(days)}}")
    model = definitions(
        decision(f"rate_{own}", RATE),
        decision(f"pay_{own}", logic, decisions=[f"rate_{own}"]),
        decision(f"odd_{own}", '<context><contextEntry><variable name="a"/>' + literal("1") + "</contextEntry></context>"),
        namespace=f"urn:{own}",
    ).replace(b'id="model"', f'id="model_{own}"'.encode())
    client.create_deployment(data=deployment(rules_dmn=model))
    return own


def evaluate(client: CamundaClient, decision_id: str, **variables: object) -> EvaluateDecisionResult:
    data = DecisionEvaluationByID.from_dict({"decisionDefinitionId": decision_id, "variables": variables})
    return client.evaluate_decision(data=data)


def search(client: CamundaClient, **conditions: object) -> list[Any]:
    return client.search_decision_instances(data=DecisionInstanceSearchQuery.from_dict({"filter": conditions})).items


def test_a_nested_decision_gives_its_output_and_every_decision_on_the_way(client: CamundaClient, name: str) -> None:
    result = evaluate(client, f"pay_{name}", grade="low", days=3)

    assert result.output == '{"total":720,"note":"3"}'
    assert (result.failure_message, result.failed_decision_definition_id) == (None, None)
    assert [
        (each.decision_definition_id, each.decision_definition_type, each.output) for each in result.evaluated_decisions
    ] == [
        (f"rate_{name}", "DECISION_TABLE", "240"),
        (f"pay_{name}", "LITERAL_EXPRESSION", result.output),
    ]


def test_the_inputs_and_the_matched_rules_are_the_grounds_of_a_table(client: CamundaClient, name: str) -> None:
    (table_, _) = evaluate(client, f"pay_{name}", grade="low", days=3).evaluated_decisions

    assert [(each.input_id, each.input_name, each.input_value) for each in table_.evaluated_inputs] == [
        ("in1", "grade", '"low"')
    ]
    (rule,) = table_.matched_rules
    (output,) = rule.evaluated_outputs
    assert (rule.rule_id, rule.rule_index) == ("r1", 1)
    assert (output.output_id, output.output_name, output.output_value, output.rule_id, output.rule_index) == (
        "out1",
        "rate",
        "240",
        "r1",
        1,
    )


def test_a_decision_is_evaluated_by_the_key_of_its_version_too(client: CamundaClient, name: str) -> None:
    key = evaluate(client, f"rate_{name}", grade="low").decision_definition_key

    result = client.evaluate_decision(
        data=DecisionEvaluationByKey.from_dict({"decisionDefinitionKey": key, "variables": {"grade": "low"}})
    )

    assert (result.output, result.decision_definition_id) == ("240", f"rate_{name}")


def test_a_failing_requirement_fails_the_evaluation_and_is_named(client: CamundaClient, name: str) -> None:
    result = evaluate(client, f"pay_{name}", grade="high", days=3)

    assert result.output == "null"
    assert result.failed_decision_definition_id == f"rate_{name}"
    assert result.failure_message is not None
    assert "UNIQUE" in result.failure_message
    assert [each.decision_definition_id for each in result.evaluated_decisions] == [f"rate_{name}"]
    (failed,) = search(client, decisionEvaluationKey=result.decision_evaluation_key)
    assert failed.state is DecisionInstanceStateEnum.FAILED
    assert failed.evaluation_failure == result.failure_message
    assert failed.root_decision_definition_key == result.decision_definition_key != failed.decision_definition_key


def test_a_decision_without_an_answer_is_null_and_no_failure(client: CamundaClient, name: str) -> None:
    result = evaluate(client, f"rate_{name}", grade="none")

    assert (result.output, result.failure_message) == ("null", None)
    assert result.evaluated_decisions[0].matched_rules == []


def test_an_unknown_decision_is_not_found_and_an_unnamed_one_a_bad_request(client: CamundaClient, call: Caller) -> None:
    with pytest.raises(NotFoundError):
        evaluate(client, f"no_{uuid4().hex}")
    with pytest.raises(NotFoundError):
        client.evaluate_decision(data=DecisionEvaluationByKey.from_dict({"decisionDefinitionKey": "1"}))
    assert call("POST", "/decision-definitions/evaluation", {})[0] == 400


def test_an_evaluation_by_request_is_found_as_decision_instances(client: CamundaClient, name: str) -> None:
    result = evaluate(client, f"pay_{name}", grade="low", days=3)

    found = search(client, decisionEvaluationKey=result.decision_evaluation_key)

    assert [each.decision_evaluation_instance_key for each in found] == [
        f"{result.decision_evaluation_key}-{n}" for n in (1, 2)
    ]
    assert {each.root_decision_definition_key for each in found} == {result.decision_definition_key}
    assert {(each.process_instance_key, each.element_instance_key) for each in found} == {(None, None)}
    (one,) = search(client, decisionEvaluationInstanceKey=f"{result.decision_evaluation_key}-2")
    assert one.decision_definition_id == f"pay_{name}"


def test_pages_of_decision_instances_split_no_evaluation(client: CamundaClient, name: str) -> None:
    results = [evaluate(client, f"pay_{name}", grade="low", days=3) for _ in range(4)]
    conditions = {"rootDecisionDefinitionKey": results[0].decision_definition_key}
    query: dict[str, Any] = {"filter": conditions, "page": {"limit": 1}}

    seen: list[str] = []
    while items := (page := client.search_decision_instances(data=DecisionInstanceSearchQuery.from_dict(query))).items:
        seen += [each.decision_evaluation_instance_key for each in items]
        query["page"]["after"] = page.page.end_cursor

    assert len(seen) == len(set(seen)) == 8


def test_other_boxed_expressions_are_of_unknown_type_for_the_client(client: CamundaClient, name: str) -> None:
    result = evaluate(client, f"odd_{name}")

    (found,) = search(client, decisionDefinitionId=f"odd_{name}", decisionDefinitionType="UNKNOWN")
    assert (result.output, result.evaluated_decisions[0].decision_definition_type) == ('{"a":1}', "UNKNOWN")
    assert found.decision_definition_type is DecisionDefinitionTypeEnum.UNKNOWN


def test_a_business_rule_task_leaves_decision_instances_of_its_case(client: CamundaClient, name: str) -> None:
    process_id = f"p_{name}"
    bpmn = diagram(process_id, "begin -> rule -> end", rule=rule_task(f"pay_{name}", "pay"))
    client.create_deployment(data=deployment(p_bpmn=bpmn))
    data = ProcessCreationById.from_dict({"processDefinitionId": process_id, "variables": {"grade": "low", "days": 2}})

    case = client.create_process_instance(data=data)

    found = search(client, processInstanceKey=case.process_instance_key)
    assert [(each.decision_definition_id, each.result) for each in found] == [
        (f"rate_{name}", "240"),
        (f"pay_{name}", '{"total":480,"note":"2"}'),
    ]
    one = client.get_decision_instance(found[0].decision_evaluation_instance_key)
    assert one.process_definition_key == case.process_definition_key
    assert one.root_process_instance_key == case.process_instance_key
    assert one.element_instance_key is not None
    assert one.state is DecisionInstanceStateEnum.EVALUATED
    assert one.decision_definition_type is DecisionDefinitionTypeEnum.DECISION_TABLE
    assert [each.input_value for each in one.evaluated_inputs] == ['"low"']
    assert [each.rule_id for each in one.matched_rules] == ["r1"]


@pytest.mark.parametrize("key", ["1-1", "nonsense", "1"])
def test_a_decision_instance_that_is_not_there_is_not_found(client: CamundaClient, key: str) -> None:
    with pytest.raises(NotFoundError):
        client.get_decision_instance(key)


def test_whoever_asks_learns_which_entry_of_a_rule_failed_and_why_a_value_is_null(call: Caller, name: str) -> None:
    asked = {"decisionDefinitionId": f"pay_{name}", "variables": {"grade": "low"}, "explainedRuleId": "r2"}

    status, answer = call("POST", "/decision-definitions/evaluation", asked)

    assert status == 200
    (entry,) = answer["explanation"]["entries"]
    assert (answer["explanation"]["matched"], entry["test"], entry["inputValue"], entry["passed"]) == (
        False,
        '"high"',
        '"low"',
        False,
    )
    assert any("days" in warning["message"] and warning["line"] == 1 for warning in answer["warnings"])


def test_a_deployment_answers_with_what_is_doubtful(call: Caller, client: CamundaClient, name: str) -> None:
    doubtful = definitions(decision(f"d_{name}", table(["x"], ["y"], ["> 1", "1"], ["> 2", "2"])), namespace=f"urn:d{name}")

    deployed = client.create_deployment(data=deployment(doubt_dmn=doubtful.replace(b'id="model"', b'id="doubtful"')))

    warnings = deployed.additional_properties["warnings"]
    assert [(each["resourceName"], each["rule"], each["elementId"]) for each in warnings] == [
        ("doubt.dmn", "overlapping-rules", "r2"),
        ("doubt.dmn", "gap", "table"),
    ]
