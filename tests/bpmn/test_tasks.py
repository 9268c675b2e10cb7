"""Tasks that need nobody: none, manual and script tasks, decisions; send and receive tasks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import feel
from engine.bpmn.process_model import CalledDecision, ElementType, ScriptDefinition
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import mapping, node, process, value
from tests.bpmn.event_builders import message
from tests.bpmn.memory_engine import MemoryEngine


def script(element_id: str, expression: str, result: str, **fields: Any):
    return node(ElementType.SCRIPT_TASK, element_id, script=ScriptDefinition(feel.compile(expression), result), **fields)


def test_tasks_without_work_complete_at_once():
    model = process("p", "start -> look -> do -> end", node(ElementType.TASK, "look"), node(ElementType.MANUAL_TASK, "do"))
    engine = MemoryEngine(model)

    case = engine.start("p")

    assert_that(case).is_completed().has_completed("start", "look", "do", "end")


def test_a_script_task_sets_its_variable():
    engine = MemoryEngine(process("p", "start -> sum -> end", script("sum", "net * 1.07", "gross")))

    case = engine.start("p", net=100)

    assert_that(case).is_completed().has_variables(gross=Decimal("107.00"))


def test_a_script_result_is_stored_as_json():
    engine = MemoryEngine(process("p", "start -> day -> end", script("day", 'date("2026-01-31")', "day")))

    case = engine.start("p")

    assert_that(case).has_variables(day="2026-01-31")


def test_the_output_mapping_of_a_script_chooses_from_its_result():
    task = script("sum", "{a: 1, b: 2}", "all", outputs=(mapping("=all.b", "b"),))
    engine = MemoryEngine(process("p", "start -> sum -> end", task))

    case = engine.start("p")

    assert_that(case).has_variables(b=2).has_no_variables("all")


@dataclass
class _Outcome:
    output: object
    failure: str | None = None
    decisions: tuple[Any, ...] = ()


@dataclass
class _Decision:
    outcome: _Outcome
    key: int = 5

    def evaluate(self, variables: Any, evaluation: Any) -> _Outcome:
        self.seen = variables["days"]
        return self.outcome


def _rule_task():
    return node(ElementType.BUSINESS_RULE_TASK, "rule", decision=CalledDecision(value("approver"), "who"))


def test_a_business_rule_task_evaluates_its_decision():
    engine = MemoryEngine(process("p", "start -> rule -> end", _rule_task()))
    engine.decisions["approver"] = decision = _Decision(_Outcome({"role": "chief"}))

    case = engine.start("p", days=3)

    assert_that(case).is_completed().has_variables(who={"role": "chief"})
    assert decision.seen == 3
    assert len(engine.rows.decisions) == 1


def test_a_decision_that_is_missing_or_fails_becomes_an_incident():
    engine = MemoryEngine(process("p", "start -> rule -> end", _rule_task()))

    case = engine.start("p", days=3)
    assert_that(case).has_incident("CALLED_DECISION_ERROR", "rule", "approver")
    engine.decisions["approver"] = _Decision(_Outcome(None, "two rules match"))
    engine.resolve_incident(case, "rule")
    assert_that(case).has_incident("DECISION_EVALUATION_ERROR", "rule", "two rules match")
    engine.decisions["approver"] = _Decision(_Outcome("chief"))
    engine.resolve_incident(case, "rule")

    assert_that(case).is_completed().has_variables(who="chief")


def test_a_send_task_publishes_a_message_with_its_own_variables_to_a_receive_task():
    sender = process(
        "sender",
        "start -> send -> end",
        node(ElementType.SEND_TASK, "send", events=(message("report", "=case"),), inputs=(mapping("=text", "body"),)),
    )
    receiver = process(
        "receiver", "start -> receive -> end", node(ElementType.RECEIVE_TASK, "receive", events=(message("report", "=case"),))
    )
    engine = MemoryEngine(sender, receiver)
    right = engine.start("receiver", case="A")
    wrong = engine.start("receiver", case="B")

    case = engine.start("sender", case="A", text="hello")

    assert_that(case).is_completed()
    assert_that(right).is_completed().has_variables(body="hello")
    assert_that(wrong).is_waiting_at("receive").has_open_subscriptions("receive")


def test_a_correlation_key_that_is_null_becomes_an_incident():
    receiver = process(
        "receiver", "start -> receive -> end", node(ElementType.RECEIVE_TASK, "receive", events=(message("report", "=case"),))
    )
    engine = MemoryEngine(receiver)

    case = engine.start("receiver")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "receive", "correlation key").has_open_subscriptions()
    engine.set_variables(case, case="A")
    engine.resolve_incident(case, "receive")

    assert_that(case).is_waiting_at("receive").has_open_subscriptions("receive")
