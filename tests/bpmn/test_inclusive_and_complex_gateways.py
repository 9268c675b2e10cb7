"""Inclusive joins by reachability over the live tokens, and complex gateways (BPMN 2.0 §13.4.3, §13.4.5)."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, flow, gateway, node, process, service_task
from tests.bpmn.event_builders import after
from tests.bpmn.memory_engine import MemoryEngine

OR = process(
    "p",
    "start -> split",
    gateway("inclusive", "split"),
    flow("split", "a", "x > 0"),
    flow("split", "b", "x > 1"),
    flow("split", "c", default=True),
    "a -> join",
    "b -> join",
    "c -> join",
    gateway("inclusive", "join"),
    "join -> d -> end",
)


def test_an_inclusive_join_waits_for_the_branches_that_were_taken():
    engine = MemoryEngine(OR)
    both, one, default = (engine.start("p", x=x) for x in (2, 1, 0))

    engine.complete_job(both, "a")
    assert_that(both).is_waiting_at("b").has_waiting_tokens("join", 1)
    engine.complete_job(both, "b")
    engine.complete_job(one, "a")
    engine.complete_job(default, "c")

    for case in (both, one, default):
        assert_that(case).is_waiting_at("d").has_completed_times("join", 1)


def test_an_inclusive_gateway_without_a_way_out_becomes_an_incident():
    model = process(
        "p", "start -> split", gateway("inclusive", "split"), flow("split", "a", "x > 0"), flow("split", "b", "x > 1")
    )

    assert_that(MemoryEngine(model).start("p", x=0)).has_incident("CONDITION_ERROR", "split")


def test_a_branch_that_ends_elsewhere_lets_the_join_go_on():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> gw",
        gateway("exclusive", "gw"),
        flow("gw", "join", "ok"),
        flow("gw", "end_b", default=True),
        gateway("inclusive", "join"),
        "join -> d -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).is_waiting_at("b")
    engine.complete_job(case, "b", ok=False)

    assert_that(case).is_waiting_at("d").has_completed("end_b", "join")


def test_a_token_that_can_come_over_a_boundary_event_is_waited_for():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> end_b",
        service_task("b"),
        boundary("late", "b", after("PT1H")),
        "late -> join",
        gateway("inclusive", "join"),
        "join -> d -> end",
    )
    engine = MemoryEngine(model)
    waiting, done = engine.start("p"), engine.start("p")
    for case in (waiting, done):
        engine.complete_job(case, "a")
    assert_that(waiting).is_waiting_at("b")

    engine.complete_job(done, "b")
    engine.advance("PT1H")

    assert_that(done).is_waiting_at("d")
    assert_that(waiting).is_waiting_at("d").has_completed_times("join", 1)


def test_a_token_behind_the_join_in_a_loop_is_not_waited_for():
    model = process(
        "p",
        "start -> join",
        gateway("inclusive", "join"),
        "join -> a -> gw",
        gateway("exclusive", "gw"),
        flow("gw", "join", "again"),
        flow("gw", "end", default=True),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a", again=True)
    assert_that(case).is_waiting_at("a")
    engine.complete_job(case, "a", again=False)

    assert_that(case).is_completed().has_completed_times("join", 2)


def test_two_inclusive_joins_in_a_row():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> one",
        "fork -> b -> one",
        "fork -> c -> two",
        gateway("inclusive", "one"),
        "one -> two",
        gateway("inclusive", "two"),
        "two -> d -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "c")
    engine.complete_job(case, "a")
    assert_that(case).has_waiting_tokens("two", 1).has_waiting_tokens("one", 1)
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("d").has_completed_times("two", 1)


def _discriminator(condition):
    join = gateway("complex", "join", activation_condition=feel.compile(condition))
    return process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> join",
        "fork -> c -> join",
        join,
        "join -> d -> end",
    )


@pytest.mark.parametrize(
    ("condition", "needed"), [("activationCount >= 1", 1), ("activationCount >= 2", 2), ("activationCount >= 3", 3)]
)
def test_a_complex_gateway_starts_once_with_enough_tokens_and_swallows_the_rest(condition, needed):
    engine = MemoryEngine(_discriminator(condition))
    case = engine.start("p")

    for number, element_id in enumerate("abc", 1):
        engine.complete_job(case, element_id)
        assert_that(case).has_completed_times("join", 1 if number == 3 else 0)
        reached = [row for row in engine.rows.element_instances.values() if row.element_id == "d"]
        assert len(reached) == (1 if number >= needed else 0)
    engine.complete_job(case, "d")

    assert_that(case).is_completed().has_completed_times("d", 1)


def test_a_complex_gateway_waits_for_no_token_that_cannot_come():
    join = gateway("complex", "join", activation_condition=feel.compile("activationCount >= 1"))
    model = process(
        "p",
        "start -> split",
        gateway("complex", "split"),
        flow("split", "a", "x > 0"),
        flow("split", "b", "x > 1"),
        "a -> join",
        "b -> join",
        join,
        "join -> d -> end",
    )
    engine = MemoryEngine(model)
    case = engine.start("p", x=1)

    engine.complete_job(case, "a")
    engine.complete_job(case, "d")

    assert_that(case).is_completed()


def test_flows_of_a_complex_gateway_may_ask_whether_it_starts_or_has_seen_the_rest():
    join = gateway("complex", "join", activation_condition=feel.compile("activationCount >= 1"))
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> join",
        join,
        flow("join", "d", "waitingForStart"),
        flow("join", "e", "not(waitingForStart)"),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).has_not_reached("e")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("d", "e")


def test_a_complex_gateway_may_start_again_after_the_rest_has_come():
    join = gateway("complex", "join", activation_condition=feel.compile("activationCount >= 2"))
    twice = node(ElementType.TASK, "twice", completion_quantity=2)
    model = process(
        "p",
        "start -> twice -> fork",
        twice,
        gateway("parallel", "fork"),
        "fork -> join",
        flow("fork", "join"),
        join,
        "join -> d",
    )
    engine = MemoryEngine(model)

    case = engine.start("p")

    assert_that(case).is_waiting_at("d", "d")


def test_an_activation_condition_that_is_no_truth_value_becomes_an_incident_of_the_scope():
    engine = MemoryEngine(_discriminator("enough"))
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "p")
    engine.set_variables(case, enough=True)
    engine.resolve_incident(case, "p")

    assert_that(case).has_completed_times("join", 0).has_no_incidents()
    assert [row.element_id for row in engine.rows.element_instances.values() if row.element_id == "d"] == ["d"]


def test_a_token_whose_activity_sends_another_by_a_boundary_event_is_still_waited_for():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> a -> join",
        "fork -> b -> join",
        service_task("b"),
        boundary("meanwhile", "b", after("PT1H"), interrupting=False),
        "meanwhile -> join",
        gateway("inclusive", "join"),
        "join -> d",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    engine.advance("PT1H")
    assert_that(case).is_waiting_at("b")
    engine.complete_job(case, "b")

    assert_that(case).is_waiting_at("d").has_completed_times("join", 1)
