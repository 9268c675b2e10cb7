"""Processes that need several events to start: the first one begins the case, the others reach it, in whichever order and at once."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, BroadcastSignal, CorrelateMessage, EvaluateConditions, PublishMessage, case_integrity
from engine.commands.sweep import sweep
from engine.model.process_instance import process_instances
from engine.model.timer import timers
from engine.store import messages
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, user_task
from tests.integration.test_concurrency import at_once

if TYPE_CHECKING:
    from engine.model.clock import FixedClock
    from tests.integration.office import Office

TOP = '<bpmn:message id="asked_m" name="asked"/><bpmn:signal id="one_s" name="one"/><bpmn:signal id="two_s" name="two"/>'
MESSAGE = '<bpmn:messageEventDefinition id="@id_asked" messageRef="asked_m"/>'
ONE, TWO = (f'<bpmn:signalEventDefinition id="@id_{name}" signalRef="{name}_s"/>' for name in ("one", "two"))
TIME = '<bpmn:timerEventDefinition id="@id_time"><bpmn:{0}>{1}</bpmn:{0}></bpmn:timerEventDefinition>'
LARGE = '<bpmn:conditionalEventDefinition id="@id_when"><bpmn:condition>= amount &gt; 100</bpmn:condition></bpmn:conditionalEventDefinition>'
IN_AN_HOUR, EVERY_HOUR = TIME.format("timeDuration", "PT1H"), TIME.format("timeCycle", "R/PT1H")


def needing(*parts: str) -> bytes:
    """Return a process that starts when all the parts have occurred."""
    start = f'<bpmn:startEvent id="@id" parallelMultiple="true">@flows{"".join(parts)}</bpmn:startEvent>'
    return diagram("both", "start -> handle -> end", top=TOP, start=start, handle=user_task(groups="x"))


def cases(office: Office) -> list[list[str]]:
    """Return where each case waits, oldest first."""
    return [office.waiting_at(row.key) for row in office.rows(process_instances.select().order_by(process_instances.c.key))]


def pass_hours(office: Office, clock: FixedClock, hours: int) -> None:
    """Let so much time pass and do what is due."""
    clock.set(NOW + timedelta(hours=hours))
    while sweep(office.engine, "test"):
        pass


@pytest.mark.parametrize("message_comes_first", [True, False])
def test_a_time_and_a_message_start_one_case_whichever_comes_first(
    office: Office, clock: FixedClock, *, message_comes_first: bool
) -> None:
    office.deploy(needing(MESSAGE, IN_AN_HOUR))

    for is_message in (message_comes_first, not message_comes_first):
        assert cases(office) in ([], [["start"]])
        if is_message:
            office.engine.execute(PublishMessage("asked"), SYSTEM)
        else:
            pass_hours(office, clock, 1)

    assert cases(office) == [["handle"]]
    assert office.count(timers) == 0
    ((key,),) = office.rows(process_instances.select().with_only_columns(process_instances.c.key))
    with office.engine.reading() as connection:
        assert case_integrity(connection, key).findings == ()


def test_a_repeated_time_begins_no_other_case_while_one_waits_for_the_rest(office: Office, clock: FixedClock) -> None:
    office.deploy(needing(ONE, EVERY_HOUR))

    for hours in (1, 2, 3):
        pass_hours(office, clock, hours)
    assert cases(office) == [["start"]]
    office.engine.execute(BroadcastSignal("one"), SYSTEM)
    pass_hours(office, clock, 4)

    assert cases(office) == [["handle"], ["start"]]


def test_a_condition_that_holds_reaches_the_case_that_needs_it(office: Office) -> None:
    office.deploy(needing(LARGE, ONE))
    office.engine.execute(BroadcastSignal("one"), SYSTEM)

    assert office.engine.execute(EvaluateConditions({"amount": 50}), SYSTEM) == ()
    assert cases(office) == [["start"]]
    (reached,) = office.engine.execute(EvaluateConditions({"amount": 500}), SYSTEM)

    assert cases(office) == [["handle"]]
    assert reached.process_instance_key == office.rows(process_instances.select())[0].key


def test_a_condition_may_come_first_and_begins_no_second_case(office: Office) -> None:
    office.deploy(needing(LARGE, ONE))

    for amount in (500, 600):
        office.engine.execute(EvaluateConditions({"amount": amount}), SYSTEM)
    assert cases(office) == [["start"]]
    office.engine.execute(BroadcastSignal("one"), SYSTEM)

    assert cases(office) == [["handle"]]


def test_of_several_conditions_those_that_hold_over_the_same_variables_count_together(office: Office) -> None:
    office.deploy(needing(LARGE, LARGE.replace("_when", "_urgent").replace("amount &gt; 100", "urgent")))

    office.engine.execute(EvaluateConditions({"amount": 500, "urgent": False}), SYSTEM)
    assert cases(office) == [["start"]]
    office.engine.execute(EvaluateConditions({"amount": 500, "urgent": True}), SYSTEM)

    assert cases(office) == [["handle"]]


def test_a_correlated_message_reaches_the_case_that_another_event_began(office: Office) -> None:
    office.deploy(needing(MESSAGE, ONE))
    office.engine.execute(BroadcastSignal("one"), SYSTEM)

    office.engine.execute(CorrelateMessage("asked"), SYSTEM)

    assert cases(office) == [["handle"]]


@pytest.mark.parametrize("send", [CorrelateMessage, PublishMessage])
def test_a_message_of_any_key_is_a_part_as_it_could_have_come_first(
    office: Office, send: type[CorrelateMessage | PublishMessage]
) -> None:
    office.deploy(needing(MESSAGE, ONE))
    office.engine.execute(BroadcastSignal("one"), SYSTEM)

    office.engine.execute(send("asked", "2569/17"), SYSTEM)

    assert cases(office) == [["handle"]]


def test_two_events_in_the_same_instant_begin_one_case(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.deploy(needing(MESSAGE, ONE, TWO))
    both_have_looked = threading.Barrier(2, timeout=0.5)
    look = messages.awaiting_instead

    def looks_when_the_other_does(*asked: object) -> object:
        found = look(*asked)  # type: ignore[arg-type]  # as it was asked itself
        with suppress(threading.BrokenBarrierError):  # the other one has to wait until this one is over
            both_have_looked.wait()
        return found

    monkeypatch.setattr(messages, "awaiting_instead", looks_when_the_other_does)
    at_once(
        lambda: office.engine.execute(CorrelateMessage("asked"), SYSTEM),
        lambda: office.engine.execute(BroadcastSignal("one"), SYSTEM),
    )
    office.engine.execute(BroadcastSignal("two"), SYSTEM)

    assert cases(office) == [["handle"]]
