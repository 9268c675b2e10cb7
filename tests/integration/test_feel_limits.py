"""The engine's bounds for expressions hold in decisions and in cases."""

import json
from dataclasses import replace

import feel
from engine.commands import SYSTEM, EvaluateDecision
from tests.integration.diagrams import decision as rule_task
from tests.integration.diagrams import diagram
from tests.integration.office import Office
from tests.unit.dmn.builders import decision, definitions, literal

ROUNDS = definitions(decision("rounds", literal("count(for i in 1..5000 return i)")))


def test_an_evaluation_within_the_bounds_gives_its_value(office: Office) -> None:
    office.deploy(rounds_dmn=ROUNDS)

    assert office.engine.execute(EvaluateDecision("rounds"), SYSTEM).output == 5_000


def test_an_evaluation_beyond_the_bounds_fails_with_the_bound(office: Office) -> None:
    office.engine.feel_limits = replace(feel.Limits(), steps=1_000)
    office.deploy(rounds_dmn=ROUNDS)

    evaluated = office.engine.execute(EvaluateDecision("rounds"), SYSTEM)

    assert (evaluated.output, evaluated.failed_decision_id) == (None, "rounds")
    assert "1000" in (evaluated.failure or "")


def test_a_case_that_meets_the_bounds_waits_for_an_operator(office: Office) -> None:
    office.engine.feel_limits = replace(feel.Limits(), steps=1_000)
    office.deploy(diagram("case", "start -> rule -> end", rule=rule_task("rounds")), rounds_dmn=ROUNDS)

    key = office.start("case")

    (incident,) = office.incidents(key)
    assert "1000" in incident.error_message


def test_the_history_keeps_why_a_decision_came_out_as_it_did(office: Office) -> None:
    model = definitions(decision("base", literal("days * 2")), decision("pay", literal("base + missing"), decisions=["base"]))
    office.deploy(diagram("case", "start -> rule -> end", rule=rule_task("pay")), rules_dmn=model)

    key = office.start("case", days=3)

    (event,) = [each for each in office.history(key) if each.type == "DECISION_EVALUATED"]
    kept = json.loads(event.payload)
    assert [(each["decisionId"], each["output"]) for each in kept["evaluatedDecisions"]] == [
        ("base", 6),
        ("pay", None),
    ]
    assert any("missing" in warning["message"] for warning in kept["warnings"])
