"""A canceled transaction undoes called processes too, those that completed and those that were at work (BPMN 2.0 §10.3.6)."""

from __future__ import annotations

import pytest

from engine.bpmn.process_model import ElementType
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, gateway, node, process
from tests.bpmn.event_builders import CANCEL
from tests.bpmn.memory_engine import MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.test_compensation_of_calls import called
from tests.bpmn.test_undone_calls import last_called, ordering


@pytest.mark.parametrize("step_budget", [1, 200])
def test_a_canceled_transaction_undoes_called_processes_that_completed_and_those_that_were_at_work(step_budget):
    inner = process("inner", "start -> i -> later -> end", *undoable("i"))
    middle = process(
        "middle",
        "start -> fork",
        gateway("parallel", "fork"),
        "fork -> one -> end_1",
        "fork -> m -> wait -> end_2",
        called("one", "inner"),
        *undoable("m"),
    )
    booking = node(
        ElementType.TRANSACTION,
        "booking",
        "start_b -> split",
        gateway("parallel", "split"),
        "split -> done -> c -> stop",
        "split -> working -> end_w",
        called("done", "finished"),
        called("working", "middle"),
        end("stop", CANCEL),
    )
    finished = process("finished", "start -> a -> end", *undoable("a"))
    model = process(
        "p", "start -> booking -> end", booking, boundary("canceled", "booking", CANCEL), "canceled -> after -> end_c"
    )
    engine = MemoryEngine(inner, finished, middle, model, step_budget=step_budget)
    case = engine.start("p")
    by_process = {engine.rows.process_instances[each.key].process_id: each for each in engine.called_by(case)}
    engine.complete_job(by_process["finished"], "a")
    engine.complete_job(by_process["middle"], "m")
    [deep] = engine.called_by(by_process["middle"])
    engine.complete_job(deep, "i")

    engine.complete_job(case, "c")
    assert_that(by_process["middle"]).is_terminated()
    assert_that(deep).is_terminated()
    undoing = last_called(engine, case)
    engine.complete_job(last_called(engine, undoing), "undo_i")
    engine.complete_job(undoing, "undo_m")
    engine.complete_job(last_called(engine, case), "undo_a")

    assert_that(case).is_waiting_at("after")


def test_a_call_that_a_canceled_transaction_never_let_start_has_nothing_to_undo():
    booking = node(
        ElementType.TRANSACTION,
        "booking",
        "start_b -> split",
        gateway("parallel", "split"),
        "split -> order -> end_o",
        "split -> stop",
        called("order", "child"),
        end("stop", CANCEL),
    )
    model = process(
        "p", "start -> booking -> end", booking, boundary("canceled", "booking", CANCEL), "canceled -> after -> end_c"
    )
    engine = MemoryEngine(ordering(), model)

    case = engine.start("p")

    assert_that(case).is_waiting_at("after")
    assert engine.called_by(case) == []
