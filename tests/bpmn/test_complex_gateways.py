"""When a complex gateway starts, and starts anew (BPMN 2.0 §13.4.5)."""

import feel
from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import Part, flow, gateway, node, process, sub_process
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


def _over_data() -> list[Part]:
    join = gateway("complex", "join", activation_condition=feel.compile("approved"))
    return ["start -> fork", gateway("parallel", "fork"), "fork -> a -> join", "fork -> b -> join", join, "join -> d"]


def test_a_gateway_with_a_token_starts_as_soon_as_the_data_that_it_asks_for_are_there():
    engine = MemoryEngine(process("p", *_over_data()))
    case = engine.start("p", approved=False)
    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b")

    engine.set_variables(case, approved=True)
    engine.set_variables(case, approved=False)
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("d")


def test_the_data_may_come_from_a_sub_process_that_goes_on():
    engine = MemoryEngine(process("p", *_over_data(), "fork -> sub", sub_process("sub", "start_s -> decide -> file")))
    case = engine.start("p", approved=False)
    engine.complete_job(case, "a")

    engine.complete_job(case, "decide", approved=True)

    assert_that(case).is_waiting_at("b", "d", "file", "join")


def test_data_do_not_start_a_gateway_to_which_no_token_has_come():
    engine = MemoryEngine(process("p", *_over_data()))
    case = engine.start("p", approved=False)

    engine.set_variables(case, approved=True)

    assert_that(case).is_waiting_at("a", "b")


def test_a_complex_join_may_be_the_end_of_its_path():
    join = gateway("complex", "join", activation_condition=feel.compile("activationCount >= 1"))
    engine = MemoryEngine(
        process("p", "start -> fork", gateway("parallel", "fork"), "fork -> a -> join", "fork -> b -> join", join)
    )
    case = engine.start("p")

    engine.complete_job(case, "a")
    engine.complete_job(case, "b")

    assert_that(case).is_completed().has_no_incidents()
