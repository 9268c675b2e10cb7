"""The engine and a second reading of chapter 13 come to the same, whatever is done in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.model.process_instance import ProcessInstanceState
from tests.bpmn.drawn_terms import bodies
from tests.bpmn.memory_engine import Case, MemoryEngine
from tests.bpmn.second_reading import SecondReading
from tests.bpmn.terms import Body, model_of

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


def seen_here(engine: MemoryEngine, case: Case) -> tuple[bool, list[str], list[str]]:
    """Return whether the case has ended, its open tasks and the signals that it waits for."""
    has_ended = engine.rows.process_instances[case.key].state is not ProcessInstanceState.ACTIVE
    tasks = sorted(work.created.element_id for work in engine.rows.jobs.values() if work.state == "CREATED")
    return has_ended, tasks, sorted(row.name for row in engine.rows.subscriptions.values())


def seen_there(reading: SecondReading) -> tuple[bool, list[str], list[str]]:
    return reading.has_ended, reading.open_tasks(), reading.awaited()


def act_on_both(body: Body, choices: list[int], **bounds: int) -> None:
    """Do one thing after the other in both, and compare after each."""
    engine, reading = MemoryEngine(model_of(body), **bounds), SecondReading(body)
    case = engine.start(body.id)
    done: list[str] = []
    for choice in choices:
        assert (done, *seen_here(engine, case)) == (done, *seen_there(reading))
        tasks, signals = reading.open_tasks(), reading.awaited()
        everything = [*dict.fromkeys(tasks), *dict.fromkeys(signals)]
        if not everything:
            return
        chosen = everything[choice % len(everything)]
        done.append(chosen)
        if chosen in tasks:
            engine.complete_job(case, chosen)
            reading.complete(chosen)
        else:
            engine.broadcast(chosen)
            reading.happen(chosen)
    assert (done, *seen_here(engine, case)) == (done, *seen_there(reading))


choices = st.lists(st.integers(0, 100), max_size=25)


def many(pytestconfig: pytest.Config) -> settings:
    """Return how many random processes are run: few in the suite, many with `--examples 1000`."""
    calm = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=5 * pytestconfig.getoption("examples"), deadline=None, suppress_health_check=calm)


def test_the_engine_and_a_second_reading_of_bpmn_agree_after_every_act(pytestconfig: pytest.Config) -> None:
    @many(pytestconfig)
    @given(body=bodies(), choices=choices)
    def agree(body: Body, choices: list[int]) -> None:
        act_on_both(body, choices)

    agree()


def test_they_agree_as_well_when_every_command_takes_a_few_steps_only(pytestconfig: pytest.Config) -> None:
    @many(pytestconfig)
    @given(body=bodies(), choices=choices, budget=st.integers(1, 6), batch=st.integers(1, 3))
    def agree(body: Body, choices: list[int], budget: int, batch: int) -> None:
        act_on_both(body, choices, step_budget=budget, batch=batch)

    agree()


@pytest.mark.parametrize("wrong", ["_leave_by", "_handle", "_throw", "_win", "_end", "_throw_compensation", "_cancel"])
def test_a_reading_that_differs_in_one_rule_is_found_out(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecondReading, wrong, lambda *_: None)
    everything_random = settings(
        max_examples=300, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )

    @everything_random
    @given(body=bodies(), choices=choices)
    def agree(body: Body, choices: list[int]) -> None:
        act_on_both(body, choices)

    with pytest.raises(AssertionError):
        agree()
