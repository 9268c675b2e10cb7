"""Many timers that are due at the same time: each fires once, in its order, whoever fires them."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.commands import SYSTEM, SuspendInstance
from engine.commands.fire_timer import FireTimers
from engine.commands.sweep import sweep
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.timer import timers
from engine.model.user_task import user_tasks
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, each, timer_catch, user_task

if TYPE_CHECKING:
    from engine.model.clock import FixedClock
    from tests.integration.office import Office

INSIDE = (
    '<bpmn:startEvent id="s"><bpmn:outgoing>i1</bpmn:outgoing></bpmn:startEvent>'
    + timer_catch("PT1H")
    .replace("@flows", "<bpmn:incoming>i1</bpmn:incoming><bpmn:outgoing>i2</bpmn:outgoing>")
    .replace("@id", "pause")
    + '<bpmn:endEvent id="e"><bpmn:incoming>i2</bpmn:incoming></bpmn:endEvent>'
    '<bpmn:sequenceFlow id="i1" sourceRef="s" targetRef="pause"/><bpmn:sequenceFlow id="i2" sourceRef="pause" targetRef="e"/>'
)
PAUSES = diagram(
    "pausing",
    "start -> pauses -> end",
    pauses=f'<bpmn:subProcess id="@id">@flows{each("items", "item")}{INSIDE}</bpmn:subProcess>',
)


def event_sub_process(name: str, duration: str) -> str:
    """Return an event sub-process that a timer starts, which interrupts; it waits at a user task."""
    timer = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration>'
    return (
        f'<bpmn:subProcess id="{name}" triggeredByEvent="true"><bpmn:startEvent id="{name}_s"><bpmn:outgoing>{name}_1</bpmn:outgoing>'
        f'<bpmn:timerEventDefinition id="{name}_t">{timer}</bpmn:timerEventDefinition></bpmn:startEvent>'
        + user_task().replace("@id", f"{name}_task").replace("@flows", f"<bpmn:incoming>{name}_1</bpmn:incoming>")
        + f'<bpmn:sequenceFlow id="{name}_1" sourceRef="{name}_s" targetRef="{name}_task"/></bpmn:subProcess>'
    )


def fired(office: Office) -> int:
    """Count the timers that fired."""
    return office.count_events("TIMER_FIRED")


def due_in(office: Office, key: int) -> tuple[int, ...]:
    """Return the keys of a case's timers."""
    rows = office.rows(timers.select().where(timers.c.process_instance_key == key).order_by(timers.c.due_at, timers.c.key))
    return tuple(row.key for row in rows)


def test_two_drains_at_once_fire_each_timer_once(office: Office, clock: FixedClock) -> None:
    office.deploy(PAUSES)
    for _ in range(4):
        office.start("pausing", items=list(range(15)))
    waiting = office.count(timers)
    clock.set(NOW + timedelta(hours=2))

    def drain() -> None:
        while sweep(office.engine, threading.current_thread().name):
            pass

    drains = [threading.Thread(target=drain, name=f"drain-{number}") for number in range(2)]
    for each_drain in drains:
        each_drain.start()
    for each_drain in drains:
        each_drain.join()

    assert waiting == 60
    assert fired(office) == 60
    assert office.count(timers) == 0
    assert office.count(process_instances, process_instances.c.state == ProcessInstanceState.COMPLETED) == 4


def test_a_timer_that_an_earlier_one_took_away_does_not_fire(office: Office, clock: FixedClock) -> None:
    process = diagram(
        "limits", "start -> work -> end", work=user_task(), a=event_sub_process("a", "PT1H"), b=event_sub_process("b", "PT2H")
    )
    office.deploy(process)
    key = office.start("limits")
    clock.set(NOW + timedelta(hours=3))

    count = office.engine.execute(FireTimers(key, due_in(office, key)), SYSTEM)

    assert count == 1
    assert office.waiting_at(key) == ["a_task"]
    assert office.count(timers) == 0


def test_timers_of_one_case_fire_in_the_order_in_which_they_came_due(office: Office, clock: FixedClock) -> None:
    steps = ("start -> fork -> late -> second -> join -> end", "fork -> early -> first -> join")
    office.deploy(
        diagram("order", *steps, late=timer_catch("PT2H"), early=timer_catch("PT1H"), first=user_task(), second=user_task())
    )
    key = office.start("order")
    clock.set(NOW + timedelta(hours=3))

    count = office.engine.execute(FireTimers(key, due_in(office, key)[::-1]), SYSTEM)

    assert count == 2
    assert [task.element_id for task in office.open_user_tasks(key)] == ["first", "second"]


def test_one_timer_that_cannot_be_fired_does_not_hold_back_the_others(office: Office, clock: FixedClock) -> None:
    office.deploy(
        diagram(
            "pair",
            "start -> fork -> a -> one -> join -> end",
            "fork -> b -> two -> join",
            a=timer_catch(),
            b=timer_catch(),
            one=user_task(),
            two=user_task(),
        )
    )
    key = office.start("pair")
    with office.engine.database.engine.begin() as connection:
        connection.execute(timers.update().where(timers.c.element_id == "a").values(interval="nonsense", repetitions=3))
    clock.set(NOW + timedelta(hours=3))

    sweep(office.engine, "test")

    assert office.waiting_at(key) == ["a", "two"]
    assert office.count(user_tasks) == 1
    assert office.rows(timers.select())[0].attempts == 1


def test_a_suspended_case_keeps_its_timers(office: Office, clock: FixedClock) -> None:
    office.deploy(PAUSES)
    key = office.start("pausing", items=[1, 2])
    office.engine.execute(SuspendInstance(key, "checked first"), SYSTEM)
    clock.set(NOW + timedelta(hours=3))

    count = office.engine.execute(FireTimers(key, due_in(office, key)), SYSTEM)

    assert count == 0
    assert office.count(timers) == 2
