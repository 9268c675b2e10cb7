"""Why a decision came out as it did, as JSON: what is kept of an evaluation."""

import feel
from engine.dmn.results import EvaluatedDecision, EvaluatedOutput, MatchedRule

Json = dict[str, object]


def inputs_json(evaluated: EvaluatedDecision) -> list[Json]:
    """Return the tested inputs; one without an id is called by its place."""
    return [
        {"inputId": given.id or f"input_{place}", "inputName": given.name, "inputValue": feel.to_json(given.value)}
        for place, given in enumerate(evaluated.inputs, start=1)
    ]


def matched_rules_json(evaluated: EvaluatedDecision) -> list[Json]:
    """Return the rules that matched with their outputs; what has no id is called by its place."""
    return [_rule(rule) for rule in evaluated.matched_rules]


def grounds_json(evaluated: EvaluatedDecision) -> Json:
    """Return one evaluated decision with its output, inputs and matched rules."""
    return {
        "decisionId": evaluated.decision_id,
        "decisionName": evaluated.decision_name,
        "output": feel.to_json(evaluated.output),
        "evaluatedInputs": inputs_json(evaluated),
        "matchedRules": matched_rules_json(evaluated),
    }


def _rule(rule: MatchedRule) -> Json:
    outputs = [_output(place, output) for place, output in enumerate(rule.outputs, start=1)]
    return {"ruleId": rule.rule_id or f"rule_{rule.rule_index}", "ruleIndex": rule.rule_index, "evaluatedOutputs": outputs}


def _output(place: int, output: EvaluatedOutput) -> Json:
    return {
        "outputId": output.id or f"output_{place}",
        "outputName": output.name,
        "outputValue": feel.to_json(output.value),
    }
