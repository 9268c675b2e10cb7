"""Whatever the diagram and whatever happens to it: the invariants hold, and bounded commands end where unbounded ones do.

The engine in memory checks the invariants after every command.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.model.element_instance import ElementInstanceState
from engine.runtime import entry_points as do
from tests.bpmn.memory_engine import Case, MemoryEngine
from tests.bpmn.random_diagrams import SIGNALS, diagrams
from tests.bpmn.told import differences

if TYPE_CHECKING:
    from engine.memory.rows import Work

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
actions = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), max_size=14)


def open_jobs(engine: MemoryEngine) -> list[Work]:
    """The jobs that can be done, by element; that of an element that is about to be terminated no longer can."""
    hosts = engine.rows.element_instances
    found = [
        work
        for work in engine.rows.jobs.values()
        if work.state == "CREATED" and hosts[work.created.element_instance_key].state is not ElementInstanceState.TERMINATING
    ]
    return sorted(found, key=lambda work: (work.created.element_id, _rounds(engine, work), work.created.key))


def _rounds(engine: MemoryEngine, work: Work) -> tuple[int, ...]:
    """Which child of each loop around it, so that two engines mean the same job by its place."""
    key, found = work.created.element_instance_key, []
    while key is not None:
        row = engine.rows.element_instances[key]
        found.append(row.loop_counter)
        key = row.scope_key
    return tuple(found)


def end_job(engine: MemoryEngine, work: Work, code: str | None = None, **variables: object) -> None:
    """Complete this very job, or let it throw an error."""
    case, created = Case(engine, work.process_instance_key), work.created
    work.state = "COMPLETED" if code is None else "ERROR_THROWN"
    job = do.JobReference(created.key, created.element_instance_key, created.kind)
    if code is None:
        engine.command(case, lambda x: do.complete_job(x, job, variables))
    else:
        engine.command(case, lambda x: do.throw_job_error(x, job, code, "it failed", {}))


def act(engine: MemoryEngine, case: Case, kind: int, choice: int) -> None:
    """Do one of the things that can happen to a case now; which one depends on the open work in the order of element ids."""
    jobs = open_jobs(engine)
    if kind <= 5 and jobs:
        end_job(engine, jobs[choice % len(jobs)], x=choice % 3)
    elif kind == 6 and jobs:
        end_job(engine, jobs[choice % len(jobs)], "E")
    elif kind == 7:
        engine.broadcast(SIGNALS[choice % 2])
    elif kind == 8:
        engine.advance("PT1H")
    elif kind == 9 and choice == 0:
        cancel(engine, case)
    elif kind == 9:
        engine.run_one_continuation(choice)


def cancel(engine: MemoryEngine, case: Case) -> None:
    if engine.rows.process_instances[case.key].ended_at is None:
        engine.command(case, do.terminate)


def living(engine: MemoryEngine) -> Counter[tuple[str, str]]:
    return Counter((row.element_id, row.state.value) for row in engine.rows.element_instances.values() if not row.is_final)


@RANDOM
@given(model=diagrams(), steps=actions)
def test_the_invariants_hold_whatever_happens(model, steps):
    engine = MemoryEngine(model)
    case = engine.start("random")

    for kind, choice in steps:
        act(engine, case, kind, choice)
        assert not differences(engine)

    cancel(engine, case)
    assert not living(engine)
    assert not engine.rows.tokens
    assert not engine.rows.timers
    assert not engine.rows.subscriptions
    assert not engine.rows.incidents


@RANDOM
@given(model=diagrams(depth=2), steps=actions, budget=st.integers(1, 6), batch=st.integers(1, 4))
def test_other_commands_may_come_between_a_command_and_what_it_left_to_do(model, steps, budget, batch):
    engine = MemoryEngine(model, step_budget=budget, batch=batch, is_lazy=True)
    case = engine.start("random")

    for kind, choice in steps:
        act(engine, case, kind, choice)
        assert not differences(engine)

    engine.run_continuations()
    assert not any(row.is_owed for row in engine.rows.element_instances.values())
    cancel(engine, case)
    engine.run_continuations()
    assert not living(engine)


@RANDOM
@given(model=diagrams(depth=2), steps=actions, budget=st.integers(1, 6), batch=st.integers(1, 4))
def test_a_bounded_command_ends_where_an_unbounded_one_does(model, steps, budget, batch):
    free, bounded = MemoryEngine(model), MemoryEngine(model, step_budget=budget, batch=batch)
    cases = [(engine, engine.start("random")) for engine in (free, bounded)]

    for kind, choice in steps:
        for engine, case in cases:
            act(engine, case, kind, choice)

        assert living(free) == living(bounded)


def test_the_diagrams_have_every_kind_of_thing():
    seen = set()

    @settings(
        max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(model=diagrams())
    def look(model):
        for element in model.elements.values():
            seen.add(element.type.value)
            seen.update(type(event).__name__ for event in element.events)
            seen.update({type(element.loop).__name__} if element.loop is not None else set())

    look()

    scopes = {"SUB_PROCESS", "TRANSACTION", "EVENT_SUB_PROCESS", "AD_HOC_SUB_PROCESS", "MultiInstance", "StandardLoop"}
    gateways = {f"{kind}_GATEWAY" for kind in ("EXCLUSIVE", "PARALLEL", "INCLUSIVE", "COMPLEX", "EVENT_BASED")}
    events = {"TimerDefinition", "SignalDefinition", "ErrorDefinition", "EscalationDefinition", "TerminateDefinition"}
    events |= {"LinkDefinition", "ConditionalDefinition"}
    assert seen >= scopes | gateways | events | {"BOUNDARY_EVENT", "CompensationDefinition", "CancelDefinition"}
