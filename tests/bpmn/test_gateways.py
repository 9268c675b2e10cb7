"""Exclusive and parallel gateways, and flows that part and meet without one (BPMN 2.0 §13.4.1, §13.4.2)."""

from __future__ import annotations

from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import flow, gateway, node, process
from tests.bpmn.memory_engine import MemoryEngine

CHOICE = process(
    "choice",
    "start -> gw",
    gateway("exclusive", "gw"),
    flow("gw", "small", "amount < 10"),
    flow("gw", "medium", "amount < 100"),
    flow("gw", "large", default=True),
    "small -> end",
    "medium -> end",
    "large -> end",
)


def test_an_exclusive_gateway_takes_the_first_flow_whose_condition_holds():
    engine = MemoryEngine(CHOICE)

    assert_that(engine.start("choice", amount=5)).is_waiting_at("small")
    assert_that(engine.start("choice", amount=50)).is_waiting_at("medium")
    assert_that(engine.start("choice", amount=500)).is_waiting_at("large")


def test_a_condition_that_is_neither_true_nor_false_becomes_an_incident():
    engine = MemoryEngine(CHOICE)

    case = engine.start("choice", amount="much")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "gw")
    engine.set_variables(case, amount=50)
    engine.resolve_incident(case, "gw")

    assert_that(case).is_waiting_at("medium").has_no_incidents()


def test_an_exclusive_gateway_without_a_way_out_becomes_an_incident():
    engine = MemoryEngine(
        process("p", "start -> gw", gateway("exclusive", "gw"), flow("gw", "end", "ok"), flow("gw", "end_2", "ok"))
    )

    case = engine.start("p", ok=False)
    assert_that(case).is_waiting_at("gw").has_incident("CONDITION_ERROR", "gw")
    engine.set_variables(case, ok=True)
    engine.resolve_incident(case, "gw")

    assert_that(case).is_completed().has_completed("end")


def test_a_parallel_gateway_joins_when_every_flow_has_brought_a_token():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> join",
        gateway("parallel", "join"),
        "join -> c -> end",
    )
    engine = MemoryEngine(model)

    case = engine.start("p")
    engine.complete_job(case, "a")
    assert_that(case).has_waiting_tokens("join", 1).is_waiting_at("b")
    engine.complete_job(case, "b")

    assert_that(case).has_waiting_tokens("join", 0).is_waiting_at("c")


def test_two_tokens_on_one_flow_wait_for_two_on_the_other():
    look = node(ElementType.TASK, "look", completion_quantity=2)
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> look -> join",
        look,
        "fork -> b -> join",
        "join -> c -> end",
        gateway("parallel", "join"),
    )
    engine = MemoryEngine(model)

    case = engine.start("p")
    assert_that(case).has_waiting_tokens("join", 2)
    engine.complete_job(case, "b")

    assert_that(case).has_waiting_tokens("join", 1).is_waiting_at("c")


def test_several_flows_from_a_task_part_and_meet_without_a_join():
    engine = MemoryEngine(process("p", "start -> a", "a -> b -> d", "a -> c -> d", "d -> end"))

    case = engine.start("p")
    engine.complete_job(case, "a")
    engine.complete_job(case, "b")
    engine.complete_job(case, "c")

    assert_that(case).is_waiting_at("d", "d")


def test_conditional_flows_from_a_task_are_taken_like_those_of_an_inclusive_gateway():
    model = process(
        "p",
        "start -> a",
        flow("a", "b", "x > 1"),
        flow("a", "c", "x > 2"),
        flow("a", "d", default=True),
        "b -> end",
        "c -> end",
        "d -> end",
    )
    engine = MemoryEngine(model)

    cases = {x: engine.start("p", x=x) for x in (1, 2, 3)}
    for case in cases.values():
        engine.complete_job(case, "a")

    assert_that(cases[1]).is_waiting_at("d")
    assert_that(cases[2]).is_waiting_at("b")
    assert_that(cases[3]).is_waiting_at("b", "c")


def test_a_loop_through_gateways_may_run_very_often():
    from tests.bpmn.test_tasks import script

    model = process(
        "p",
        "start -> merge -> count -> again",
        gateway("exclusive", "merge"),
        script("count", "n + 1", "n"),
        gateway("exclusive", "again"),
        flow("again", "merge", "n < 3000"),
        flow("again", "end", default=True),
    )
    engine = MemoryEngine(model)
    engine.rows.history = _Forgetful()

    case = engine.start("p", n=0)

    assert_that(case).is_completed().has_variables(n=3000)


class _Forgetful(list):
    def append(self, item: object) -> None:
        pass


def test_the_process_completes_when_the_last_token_is_gone():
    model = process("p", "start -> fork", gateway("parallel", "fork"), "fork -> a -> end_1", "fork -> b")
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "b")
    assert_that(case).is_active()
    engine.complete_job(case, "a")

    assert_that(case).is_completed()
