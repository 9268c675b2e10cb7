"""Whatever operators do to a case at whatever moment: the invariants hold, and what is canceled leaves nothing behind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.runtime import entry_points as do
from tests.bpmn.memory_engine import Case, MemoryEngine
from tests.bpmn.random_diagrams import diagrams
from tests.bpmn.test_random_diagrams import RANDOM, act, cancel, living, open_jobs

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

actions = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 50)), max_size=16)


def _operate(engine: MemoryEngine, case: Case, kind: int, choice: int) -> None:
    """Terminate an element instance, activate an element, do both, or have a job fail and its incident resolved."""
    rows = [row for row in engine.rows.element_instances.values() if not row.is_final]
    rows.sort(key=lambda row: (row.element_id, row.key))
    element_ids = sorted(engine.model(1).elements)
    jobs, incidents = open_jobs(engine), engine.incidents(case)
    if kind == 10:
        engine.command(case, lambda x: do.terminate_element(x, rows[choice % len(rows)].key))
    elif kind == 11:
        engine.command(case, lambda x: do.activate_element(x, element_ids[choice % len(element_ids)], variables={}))
    elif kind == 12:
        engine.command(case, lambda x: _move(x, rows[choice % len(rows)].key, element_ids[choice * 7 % len(element_ids)]))
    elif kind == 13 and jobs:
        engine.fail_job(case, jobs[choice % len(jobs)].created.element_id)
    elif kind == 14 and incidents:
        engine.resolve_incident(case, incidents[choice % len(incidents)].element_id)


def _move(x, key, element_id):
    do.activate_element(x, element_id, variables={})
    do.terminate_element(x, key)


@RANDOM
@given(
    model=diagrams(depth=2),
    steps=actions,
    budget=st.sampled_from([1, 2, 3, 5, 200]),
    batch=st.integers(1, 4),
    is_lazy=st.booleans(),
)
def test_operators_may_do_anything_at_any_moment(model, steps, budget, batch, is_lazy):
    engine = MemoryEngine(model, step_budget=budget, batch=batch, is_lazy=is_lazy)
    case = engine.start("random")

    for kind, choice in steps:
        if kind < 10:
            act(engine, case, kind, choice)
        elif engine.rows.process_instances[case.key].ended_at is None:
            try:
                _operate(engine, case, kind, choice)
            except EngineError:
                continue  # refused, as some of it must be; what was done before is not written

    engine.run_continuations()
    cancel(engine, case)
    engine.run_continuations()
    assert not living(engine)
    assert not engine.rows.tokens
    assert not engine.rows.timers
    assert not engine.rows.subscriptions
    assert not engine.rows.incidents
