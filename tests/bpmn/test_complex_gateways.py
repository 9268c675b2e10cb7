"""When a complex gateway starts, and starts anew (BPMN 2.0 §13.4.5)."""

import feel
from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import flow, gateway, node, process
from tests.bpmn.memory_engine import MemoryEngine


def test_a_complex_gateway_starts_anew_for_the_next_round_of_a_loop_though_it_takes_another_way():
    join = gateway("complex", "join", activation_condition=feel.compile("activationCount >= 1"))
    model = process(
        "p",
        "start -> split",
        gateway("exclusive", "split"),
        flow("split", "a", "round = 1"),
        flow("split", "b", default=True),
        "a -> join",
        "b -> join",
        join,
        "join -> note -> split",
        node(ElementType.TASK, "note"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p", round=1)

    engine.complete_job(case, "a", round=2)
    engine.complete_job(case, "b", round=3)

    assert_that(case).is_waiting_at("b").has_completed_times("join", 2)


def test_an_activation_condition_may_count_the_tokens_of_each_incoming_flow():
    engine = MemoryEngine(
        process(
            "p",
            "start -> fork",
            gateway("parallel", "fork"),
            "fork -> a -> join",
            "fork -> b -> join",
            "fork -> c -> join",
            gateway("complex", "join", activation_condition=feel.compile("a_join + b_join = 2")),
            "join -> d",
        )
    )
    case = engine.start("p")

    engine.complete_job(case, "c")
    engine.complete_job(case, "a")
    assert_that(case).has_not_reached("d")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("d")
