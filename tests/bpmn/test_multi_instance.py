"""Multi-instance activities and loops (BPMN 2.0 §10.3.8, §13.3.6, §13.3.7)."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.process_model import ComplexBehavior, Listener, ListenerEvent, MultiInstanceBehavior
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import (
    boundary,
    event_sub_process,
    for_each,
    loop,
    mapping,
    process,
    service_task,
    start,
    sub_process,
    times,
    user_task,
    value,
)
from tests.bpmn.event_builders import escalation, signal
from tests.bpmn.memory_engine import MemoryEngine


def _vote(**fields):
    return process("p", "start -> vote -> end", user_task("vote", **fields))


def test_parallel_children_are_there_at_once_and_their_outputs_keep_the_order_of_the_items():
    each = for_each("people", "person", output_collection="votes", output_element="vote")
    engine = MemoryEngine(_vote(loop=each))
    case = engine.start("p", people=["a", "b", "c"])
    assert_that(case).is_waiting_at("vote", "vote", "vote")
    first, second, third = [w.created.element_instance_key for w in engine.rows.user_tasks.values()]

    for key, vote in ((third, "no"), (first, "yes"), (second, None)):
        from engine.runtime import entry_points as do

        engine.command(case, lambda x, k=key, v=vote: do.complete_user_task(x, k, {"vote": v}))

    assert_that(case).is_completed().has_variables(votes=["yes", None, "no"]).has_no_variables("vote", "person", "loopCounter")


def test_each_child_sees_its_item_and_its_number():
    engine = MemoryEngine(
        process("p", "start -> a -> end", service_task("a", "=person + string(loopCounter)", loop=for_each("people", "person")))
    )

    engine.start("p", people=["x", "y"])

    assert [work.created.type for work in engine.rows.jobs.values()] == ["x1", "y2"]


def test_sequential_children_come_one_after_another():
    each = for_each("people", "person", sequential=True, output_collection="votes", output_element="person + vote")
    engine = MemoryEngine(_vote(loop=each))
    case = engine.start("p", people=["a", "b"])

    engine.complete_user_task(case, "vote", vote="!")
    assert_that(case).is_waiting_at("vote").has_completed_times("vote", 1)
    engine.complete_user_task(case, "vote", vote="?")

    assert_that(case).is_completed().has_variables(votes=["a!", "b?"])


def test_an_empty_collection_completes_at_once():
    engine = MemoryEngine(_vote(loop=for_each("people", "person", output_collection="votes", output_element="vote")))

    assert_that(engine.start("p", people=[])).is_completed().has_variables(votes=[])


def test_what_is_no_collection_becomes_an_incident():
    engine = MemoryEngine(_vote(loop=for_each("people", "person")))

    case = engine.start("p")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "vote", "input collection")
    engine.set_variables(case, people=["a"])
    engine.resolve_incident(case, "vote")

    assert_that(case).is_waiting_at("vote").has_no_incidents()


def test_a_cardinality_says_how_many():
    assert_that(MemoryEngine(_vote(loop=times("n"))).start("p", n=3)).is_waiting_at("vote", "vote", "vote")


def test_the_completion_condition_ends_the_rest():
    until = "numberOfCompletedInstances / numberOfInstances >= 0.5 and numberOfActiveInstances = 2 and numberOfTerminatedInstances = 0"
    engine = MemoryEngine(_vote(loop=times("4", until=until)))
    case = engine.start("p")

    engine.complete_user_task(case, "vote")
    assert_that(case).is_waiting_at("vote", "vote", "vote")
    engine.complete_user_task(case, "vote")

    assert_that(case).is_completed().has_completed_times("vote", 2).has_terminated_times("vote", 2)


def test_the_completion_condition_sees_the_child_s_result():
    engine = MemoryEngine(
        _vote(loop=for_each("people", "person", until='vote = "veto"', output_element="vote", output_collection="votes"))
    )
    case = engine.start("p", people=["a", "b", "c"])

    engine.complete_user_task(case, "vote", vote="yes")
    engine.complete_user_task(case, "vote", vote="veto")

    assert_that(case).is_completed().has_variables(votes=["yes", "veto", None])


def test_a_completion_condition_that_is_no_truth_value_holds_the_child_until_it_is_resolved():
    engine = MemoryEngine(_vote(loop=times("2", until="enough")))
    case = engine.start("p")

    engine.complete_user_task(case, "vote")
    assert_that(case).has_incident("EXTRACT_VALUE_ERROR", "vote")
    engine.set_variables(case, enough=True)
    engine.resolve_incident(case, "vote")

    assert_that(case).is_completed().has_completed_times("vote", 1).has_terminated_times("vote", 1)


def test_a_multi_instance_sub_process_gives_every_child_its_own_scope():
    inner = sub_process("sub", "start_s -> a -> end_s", loop=for_each("items", "item"), inputs=(mapping("=item * 10", "x"),))
    engine = MemoryEngine(process("p", "start -> sub -> end", inner))
    case = engine.start("p", items=[1, 2])

    engine.complete_job(case, "a", x=99)

    assert_that(case).is_waiting_at("a").has_no_variables("x")


def test_a_boundary_event_ends_all_children():
    model = process(
        "p",
        "start -> a -> end",
        "stop -> b -> end_b",
        service_task("a", loop=times("3")),
        boundary("stop", "a", signal("stop")),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.broadcast("stop")

    assert_that(case).is_waiting_at("b").has_terminated_times("a", 3)


def test_an_event_sub_process_interrupts_only_the_child_in_which_it_lives():
    esp = event_sub_process("esp", start("stop", signal("stop")), "stop -> b -> end_b")
    inner = sub_process("sub", "start_s -> a -> end_s", esp, loop=times("2"))
    engine = MemoryEngine(process("p", "start -> sub -> end", inner))
    case = engine.start("p")

    engine.broadcast("stop")

    assert_that(case).is_waiting_at("b", "b").has_open_subscriptions()


def _throwing(**fields):
    return process(
        "p",
        "start -> a -> end",
        "caught -> b -> end_b",
        service_task("a", loop=times("3", sequential=True, **fields)),
        boundary("caught", "a", signal("done")),
    )


def test_behavior_none_throws_for_every_child_and_interrupts_nothing():
    engine = MemoryEngine(_throwing(behavior=MultiInstanceBehavior.NONE, none_event=signal("done")))
    case = engine.start("p")

    for _ in range(3):
        engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("b", "b", "b").has_completed_times("a", 3).has_completed_times("end", 1)


def test_behavior_one_throws_for_the_first_child_only():
    engine = MemoryEngine(_throwing(behavior=MultiInstanceBehavior.ONE, one_event=signal("done")))
    case = engine.start("p")

    for _ in range(3):
        engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("b").has_completed_times("a", 3)


def test_behavior_complex_throws_when_its_condition_holds():
    choice = ComplexBehavior(feel.compile("numberOfCompletedInstances = 2"), escalation("HALF"))
    model = process(
        "p",
        "start -> a -> end",
        "half -> b -> end_b",
        service_task("a", loop=times("3", behavior=MultiInstanceBehavior.COMPLEX, complex_behaviors=(choice,))),
        boundary("half", "a", escalation("HALF"), interrupting=False),
    )
    engine = MemoryEngine(model)
    case = engine.start("p")

    engine.complete_job(case, "a")
    assert_that(case).has_not_reached("half")
    engine.complete_job(case, "a")

    assert_that(case).is_waiting_at("a", "b")


def test_a_loop_repeats_while_its_condition_holds():
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=loop("n < 3"))))
    case = engine.start("p", n=0)

    for n in (1, 2):
        engine.complete_job(case, "a", n=n)
        assert_that(case).is_waiting_at("a")
    engine.complete_job(case, "a", n=3)

    assert_that(case).is_completed().has_completed_times("a", 3)


def test_a_loop_that_tests_first_may_not_run_at_all():
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=loop("n < 3", test_before=True))))

    assert_that(engine.start("p", n=3)).is_completed().has_completed_times("a", 0)


@pytest.mark.parametrize(("test_before", "rounds"), [(False, 3), (True, 3)])
def test_a_loop_can_ask_how_many_rounds_it_has_had(test_before, rounds):
    task = service_task("a", loop=loop("loopCounter < 3", test_before=test_before))
    engine = MemoryEngine(process("p", "start -> a -> end", task))
    case = engine.start("p")

    for _ in range(rounds):
        engine.complete_job(case, "a")

    assert_that(case).is_completed().has_completed_times("a", rounds)


def test_a_loop_ends_at_its_maximum():
    engine = MemoryEngine(process("p", "start -> a -> end", service_task("a", loop=loop("true", maximum=2))))
    case = engine.start("p")

    engine.complete_job(case, "a")
    engine.complete_job(case, "a")

    assert_that(case).is_completed()


def test_output_mappings_of_a_child_give_what_its_output_element_reads():
    task = service_task(
        "vote",
        outputs=(mapping("=answer * 10", "points"),),
        loop=for_each("people", "person", output_collection="votes", output_element="points"),
    )
    engine = MemoryEngine(process("p", "start -> vote -> end", task))
    case = engine.start("p", people=["a", "b"])

    engine.complete_job(case, "vote", answer=1)
    engine.complete_job(case, "vote", answer=2)

    assert_that(case).is_completed().has_variables(votes=[10, 20]).has_no_variables("points")


def test_listeners_before_all_may_give_the_items_that_the_children_are_made_for():
    before, each = Listener(ListenerEvent.BEFORE_ALL, value("collect"), value("3")), for_each("people", "person")
    start_of_each = Listener(ListenerEvent.START, value("greet"), value("3"))
    task = service_task("vote", listeners=(before, start_of_each), loop=each)
    engine = MemoryEngine(process("p", "start -> vote -> end", task))
    case = engine.start("p")

    engine.complete_job(case, "vote", people=["a", "b"])

    jobs = [work.created.listener_event for work in engine.rows.jobs.values()]
    assert jobs == ["BEFORE_ALL", "START", "START"]
    assert_that(case).has_no_variables("people")


def test_an_output_element_may_be_the_loop_counter_itself():
    work = service_task("work", loop=for_each("people", "person", output_collection="numbers", output_element="loopCounter"))
    engine = MemoryEngine(process("p", "start -> work -> end", work))
    case = engine.start("p", people=["a", "b"])

    engine.complete_job(case, "work")
    engine.complete_job(case, "work")

    assert_that(case).is_completed().has_variables(numbers=[1, 2])
