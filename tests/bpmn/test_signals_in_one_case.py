"""A signal within the case that throws it: scopes around the thrower hear it before they end, nobody hears it afterwards."""

from __future__ import annotations

import pytest

from engine.bpmn.process_model import MultiInstanceBehavior
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    catch,
    end,
    event_sub_process,
    gateway,
    process,
    service_task,
    start,
    sub_process,
    throw,
    times,
)
from tests.bpmn.event_builders import signal
from tests.bpmn.memory_engine import MemoryEngine


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_end_event_is_caught_on_the_boundary_of_its_sub_process(interrupting):
    model = process(
        "p",
        "start -> sub -> after -> end_a",
        sub_process("sub", start("s"), "s -> shout", end("shout", signal("alarm"))),
        boundary("heard", "sub", signal("alarm"), interrupting=interrupting),
        "heard -> react -> end_r",
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at(*(["react"] if interrupting else ["react", "after"]))


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_signal_end_event_starts_an_event_sub_process_of_its_process(interrupting):
    handler = event_sub_process(
        "handler", start("heard", signal("alarm"), interrupting=interrupting), "heard -> react -> end_i"
    )
    model = process("p", "start -> shout", end("shout", signal("alarm")), handler)

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at("react")


def test_every_scope_around_the_thrower_hears_the_signal_once():
    inner = sub_process("inner", start("s2"), "s2 -> shout", end("shout", signal("alarm")))
    model = process(
        "p",
        "start -> outer -> end_o",
        sub_process(
            "outer",
            start("s"),
            "s -> inner -> end_i",
            inner,
            boundary("near", "inner", signal("alarm"), interrupting=False),
            "near -> near_by -> end_n",
        ),
        boundary("far", "outer", signal("alarm"), interrupting=False),
        "far -> far_off -> end_f",
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at("near_by", "far_off")


def test_two_signals_in_one_step_each_reach_the_boundary():
    model = process(
        "p",
        "start -> sub -> end_s",
        sub_process(
            "sub", start("s"), "s -> one -> two -> end_t", throw("one", signal("alarm")), throw("two", signal("alarm"))
        ),
        boundary("heard", "sub", signal("alarm"), interrupting=False),
        "heard -> react -> end_r",
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_waiting_at("react", "react")


def test_a_signal_is_not_kept_for_an_event_that_the_token_reaches_later():
    model = process("p", "start -> shout -> wait -> end", throw("shout", signal("alarm")), catch("wait", signal("alarm")))
    engine = MemoryEngine(model)

    case = engine.start("p")
    assert_that(case).is_waiting_at("wait")
    engine.broadcast("alarm")

    assert_that(case).is_completed()


def test_a_parallel_branch_hears_it_whichever_branch_comes_first():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> shout -> end_s",
        "fork -> wait -> end_w",
        throw("shout", signal("alarm")),
        catch("wait", signal("alarm")),
    )

    case = MemoryEngine(model).start("p")

    assert_that(case).is_completed().has_completed("shout", "wait")


@pytest.mark.parametrize("budget", range(1, 9))
def test_a_branch_that_stands_at_its_event_hears_it_though_the_command_has_no_steps_left(budget):
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> shout -> again -> end_s",
        "fork -> wait -> late -> end_w",
        throw("shout", signal("alarm")),
        throw("again", signal("other")),
        catch("wait", signal("alarm")),
        catch("late", signal("alarm")),
    )

    case = MemoryEngine(model, step_budget=budget).start("p")

    assert_that(case).is_waiting_at("late").has_completed("shout", "again").has_completed("wait")


def test_only_one_of_two_event_sub_processes_interrupts_their_scope():
    handlers = [event_sub_process(f"h{n}", start(f"s{n}", signal("alarm")), f"s{n} -> react{n} -> end_{n}") for n in (1, 2)]
    model = process("p", "start -> ask -> shout", end("shout", signal("alarm")), *handlers)
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "ask")

    assert_that(case).is_waiting_at("react1")


def test_a_signal_that_a_multi_instance_throws_is_heard_on_its_boundary_and_by_everybody_else():
    model = process(
        "p",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> each -> end",
        "fork -> wait -> x -> end_x",
        catch("wait", signal("s")),
        service_task("each", loop=times("2", behavior=MultiInstanceBehavior.ONE, one_event=signal("s"))),
        boundary("first", "each", signal("s"), interrupting=False),
        "first -> y -> end_y",
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "each")

    assert_that(case).is_waiting_at("each", "x", "y")
