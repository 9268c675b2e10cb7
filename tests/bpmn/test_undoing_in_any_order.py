"""Whatever order the steps of several cases are done in, all that completed is undone exactly once (BPMN 2.0 §13.5.5)."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engine.bpmn.process_model import ElementType
from engine.errors import InvalidTransition
from tests.bpmn.assertions import assert_that
from tests.bpmn.builders import boundary, end, event_sub_process, for_each, gateway, node, process, start, sub_process, throw
from tests.bpmn.event_builders import CANCEL, compensate
from tests.bpmn.memory_engine import Case, MemoryEngine
from tests.bpmn.test_compensation import undoable
from tests.bpmn.test_compensation_of_calls import called

INNER = process("inner", "start -> i -> j -> end", *undoable("i"), *undoable("j"))
EACH = called("each", "child", loop=for_each("[1, 2]"))
BY_ITSELF = event_sub_process("esp", start("asked", compensate()), "asked -> tell -> all -> end_u", throw("all", compensate()))
CANCELED = process(
    "p",
    "start -> block -> end",
    node(
        ElementType.TRANSACTION,
        "block",
        "start_b -> split",
        gateway("parallel", "split"),
        "split -> each -> end_e",
        "split -> c -> stop",
        EACH,
        *undoable("c"),
        end("stop", CANCEL),
    ),
    boundary("off", "block", CANCEL),
    "off -> after -> end_o",
)
COMPENSATED = process(
    "p",
    "start -> block -> undo -> after -> end",
    sub_process("block", "start_b -> each -> c -> end_e", EACH, *undoable("c")),
    throw("undo", compensate()),
)


def child(*parts):
    inside = sub_process("sub", "start_s -> s -> end_s", *undoable("s"))
    return process("child", "start -> a -> deep -> sub -> end", *undoable("a"), called("deep", "inner"), inside, *parts)


@pytest.mark.parametrize("outer", [CANCELED, COMPENSATED], ids=["canceled", "compensated"])
@pytest.mark.parametrize("seed", range(12))
def test_what_completed_in_any_case_is_undone_once(outer, seed):
    chance = random.Random(seed)  # noqa: S311 (chooses an order, guards nothing)
    child_model = child(BY_ITSELF) if chance.random() < 0.4 else child()
    budget, batch = chance.choice([1, 2, 5, 200]), chance.choice([1, 2, None])
    engine = MemoryEngine(INNER, child_model, outer, step_budget=budget, batch=batch, is_lazy=True)
    case = engine.start("p")

    work_in_any_order(engine, chance)

    assert_that(case).is_waiting_at("after")
    assert [row.key for row in engine.rows.process_instances.values() if row.ended_at is None] == [case.key]
    assert completed(engine, is_undoing=False) == completed(engine, is_undoing=True)


def work_in_any_order(engine, chance):
    while (jobs := open_jobs(engine)) or engine.rows.continuations:
        if engine.rows.continuations and (not jobs or chance.random() < 0.7):
            engine.run_one_continuation(chance.randrange(10))
            engine.take_up_waiting_calls()
            continue
        job = chance.choice(jobs)
        if job.created.element_id == "c" and len(jobs) > 1 and chance.random() < 0.8:
            continue
        try:
            engine.complete_job(Case(engine, job.process_instance_key), job.created.element_id)
        except InvalidTransition:
            job.state = "CREATED"  # it is being terminated, and was too late


def open_jobs(engine):
    return [job for job in engine.rows.jobs.values() if job.state == "CREATED" and job.created.element_id != "after"]


def completed(engine, *, is_undoing):
    rows = (row for row in engine.rows.element_instances.values() if row.element_type is ElementType.SERVICE_TASK)
    done = [row.element_id for row in rows if row.state.value == "COMPLETED" and row.element_id != "tell"]
    return Counter(name.removeprefix("undo_") for name in done if name.startswith("undo_") is is_undoing)
