"""Timers: fired by the sweep when they are due, once."""

from datetime import timedelta

from engine.commands import SYSTEM, PinClock, ResetClock
from engine.commands.sweep import next_due_at, sweep
from engine.model.clock import FixedClock
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, timer_catch, timer_start
from tests.integration.office import Office


def test_a_timer_fires_when_its_time_has_come(office: Office, clock: FixedClock) -> None:
    office.deploy(diagram("waiting", "start -> pause -> end", pause=timer_catch("PT1H")))
    key = office.start("waiting")

    early = sweep(office.engine, "test")
    due_at = next_due_at(office.engine)
    clock.set(NOW + timedelta(hours=1))
    sweep(office.engine, "test")

    assert (early, due_at) == (0, NOW + timedelta(hours=1))
    assert office.instance(key).state is ProcessInstanceState.COMPLETED
    assert office.count(timers) == 0


def test_a_cycle_starts_an_instance_each_time(office: Office, clock: FixedClock) -> None:
    office.deploy(diagram("digest", "start -> end", start=timer_start("R2/PT1H")))

    for hours in (1, 2, 3):
        clock.set(NOW + timedelta(hours=hours))
        while sweep(office.engine, "test"):
            pass

    assert office.count(process_instances) == 2
    assert office.count(timers) == 0


def test_a_new_version_takes_the_start_timer_over(office: Office) -> None:
    office.deploy(diagram("digest", "start -> end", start=timer_start("R/PT1H")))

    office.deploy(diagram("digest", "start -> end", start=timer_start("R/PT2H")))

    assert next_due_at(office.engine) == NOW + timedelta(hours=2)
    assert office.count(timers) == 1


def test_pinning_the_clock_makes_timers_due_and_wakes_the_drain(office: Office) -> None:
    woken: list[bool] = []
    office.engine.wake_drain = lambda: woken.append(True)
    office.deploy(diagram("waiting", "start -> pause -> end", pause=timer_catch("PT1H")))
    key = office.start("waiting")
    woken.clear()

    office.engine.execute(PinClock(NOW + timedelta(days=1)), SYSTEM)
    sweep(office.engine, "test")

    assert woken
    assert office.instance(key).ended_at == NOW + timedelta(days=1)


def test_resetting_the_clock_lets_time_run_again(office: Office) -> None:
    office.engine.execute(PinClock(NOW + timedelta(days=1)), SYSTEM)

    office.engine.execute(ResetClock(), SYSTEM)

    assert office.engine.now() == NOW
