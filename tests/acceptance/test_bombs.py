"""Expressions that would take for ever: each ends with a clear error, and others are answered meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.models import DecisionEvaluationByID, IncidentSearchQuery, ProcessCreationById

from tests.acceptance.diagrams import deployment, diagram, service_task
from tests.unit.dmn.builders import decision, definitions, function, literal, table

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller

BOMBS = {
    "a billion rounds": ("for i in 1..10**9 return i", "items|steps|seconds"),
    "nested loops": ("for a in 1..9999, b in 1..9999, c in 1..9999 return a * b * c", "items|steps|seconds"),
    "loops in loops": ("count(for a in 1..99999 return count(for b in 1..99999 return b))", "items|steps|seconds"),
    "a quantifier": ("some a in 1..99999, b in 1..99999 satisfies a + b < 0", "items|steps|seconds"),
    "a doubled string": ('(for i in 1..99 return if i = 1 then "ab" else partial[-1] + partial[-1])[-1]', "characters|steps"),
    "a doubled list": ("(for i in 1..99 return if i = 1 then [1] else concatenate(partial[-1], partial[-1]))[-1]", "items|steps"),
    "a catastrophic pattern": (f'matches("{"a" * 60}c", "^(a|aa)+$")', "regular expression"),
    "a catastrophic replacement": (f'replace("{"a" * 60}c", "^(a|aa)+$", "x")', "regular expression"),
    "a function that calls itself": ("forever(1)", "deep"),
    "a power tower": ("string length(string(9 ** 999999999 ** 9))", ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def own() -> str:
    return uuid4().hex[:8]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda each: each.replace(" ", "-"))
def test_a_bomb_ends_with_a_clear_error(client: CamundaClient, own: str, bomb: str) -> None:
    text, reason = BOMBS[bomb]
    decision_id = deploy_decision(client, own, text)

    result = client.evaluate_decision(data=DecisionEvaluationByID.from_dict({"decisionDefinitionId": decision_id}))

    if reason:
        assert result.failed_decision_definition_id == decision_id
        assert any(word in (result.failure_message or "") for word in reason.split("|")), result.failure_message
    else:
        assert result.output == "null"


def test_a_bomb_in_a_cell_of_a_table_ends_with_a_clear_error(client: CamundaClient, own: str) -> None:
    decision_id = f"cell_{own}"
    bomb = table(["x"], ["y"], ["count(for i in 1..10**9 return i) > ?", "1"])
    client.create_deployment(data=deployment(bomb_dmn=model(own, decision(decision_id, bomb))))

    data = DecisionEvaluationByID.from_dict({"decisionDefinitionId": decision_id, "variables": {"x": 1}})
    result = client.evaluate_decision(data=data)

    assert result.failure_message


def test_a_bomb_in_a_condition_of_a_process_becomes_an_incident(client: CamundaClient, own: str) -> None:
    process_id = f"bomb_{own}"
    condition = "= count(for a in 1..99999, b in 1..99999 return a) > 1"
    xml = diagram(
        process_id, "begin -> split", f"split -[{condition}]-> work -> end", "split -> end", work=service_task(process_id)
    )
    client.create_deployment(data=deployment(p_bpmn=xml))

    started = client.create_process_instance(data=ProcessCreationById.from_dict({"processDefinitionId": process_id}))

    query = IncidentSearchQuery.from_dict({"filter": {"processInstanceKey": started.process_instance_key}})
    (incident,) = client.search_incidents(data=query).items
    assert incident.error_type.value == "EXTRACT_VALUE_ERROR"


def test_others_read_and_write_while_bombs_go_off(client: CamundaClient, call: Caller, own: str) -> None:
    decision_id = deploy_decision(client, own, BOMBS["nested loops"][0])
    process_id = f"calm_{own}"
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "begin -> end")))
    gone_off: list[tuple[int, Any]] = []
    asked = {"decisionDefinitionId": decision_id}

    def set_off() -> None:
        gone_off.extend(call("POST", "/decision-definitions/evaluation", asked) for _ in range(2))

    bombers = [threading.Thread(target=set_off) for _ in range(3)]
    for bomber in bombers:
        bomber.start()
    answers = []
    while any(bomber.is_alive() for bomber in bombers):
        answers.append(call("GET", "/topology")[0])
        answers.append(call("POST", "/process-instances", {"processDefinitionId": process_id})[0])
    for bomber in bombers:
        bomber.join()

    assert set(answers) == {200}
    assert len(gone_off) == 6
    assert all(status == 200 and answer["failureMessage"] for status, answer in gone_off)


def deploy_decision(client: CamundaClient, own: str, text: str) -> str:
    """Deploy a decision that is the text and return its id."""
    decision_id = f"bomb_{own}"
    forever = function("forever", {"n": "number"}, literal("forever(n + 1)"))
    elements = (forever, decision(decision_id, literal(text), knowledge=["forever"]))
    client.create_deployment(data=deployment(bomb_dmn=model(own, *elements)))
    return decision_id


def model(own: str, *elements: str) -> bytes:
    """Return a model of this test run."""
    return definitions(*elements, namespace=f"urn:{own}").replace(b'id="model"', f'id="bombs_{own}"'.encode())
