"""Cases that begin with an event behind an event-based gateway, be it a time, a condition or a message (BPMN 2.0 §10.6.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, EvaluateConditions, PublishMessage, case_integrity
from engine.commands.sweep import sweep
from engine.model.process_instance import process_instances
from engine.model.timer import timers
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from engine.model.clock import FixedClock
    from tests.integration.office import Office

CATCH = '<bpmn:intermediateCatchEvent id="@id">@flows{}</bpmn:intermediateCatchEvent>'
MESSAGE = CATCH.format('<bpmn:messageEventDefinition id="@id_m" messageRef="told"/>')
LARGE = CATCH.format(
    '<bpmn:conditionalEventDefinition id="@id_c"><bpmn:condition>= amount &gt; 100</bpmn:condition></bpmn:conditionalEventDefinition>'
)
IN_AN_HOUR = CATCH.format(
    '<bpmn:timerEventDefinition id="@id_t"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>'
)
LATER = IN_AN_HOUR.replace("PT1H", "P9D")


def beginning(kind: str, other: str, asked: str = MESSAGE) -> bytes:
    """Return a process that begins with a message, or another event, or both."""
    gate = f'<bpmn:eventBasedGateway id="@id" instantiate="true" eventGatewayType="{kind}">@flows</bpmn:eventBasedGateway>'
    parts = {"gate": gate, "asked": asked, "other": other, "handle": user_task(groups="x"), "check": user_task(groups="x")}
    top = '<bpmn:message id="told" name="asked"/>'
    return diagram("both", "gate -> asked -> handle -> end", "gate -> other -> check -> end", top=top, **parts)


def cases(office: Office) -> list[list[str]]:
    """Return where each case waits, oldest first."""
    rows = office.rows(process_instances.select().order_by(process_instances.c.key))
    return [sorted(office.waiting_at(row.key)) for row in rows]


def happen(office: Office, clock: FixedClock, what: str) -> None:
    """Let one of the events occur."""
    if what == "message":
        office.engine.execute(PublishMessage("asked"), SYSTEM)
    elif what == "condition":
        office.engine.execute(EvaluateConditions({"amount": 101}), SYSTEM)
    else:
        clock.set(NOW + timedelta(hours=1))
        while sweep(office.engine, "test"):
            pass


@pytest.mark.parametrize(("what", "event"), [("condition", LARGE), ("time", IN_AN_HOUR)])
def test_each_event_behind_an_exclusive_gateway_begins_a_case(office: Office, clock: FixedClock, what: str, event: str) -> None:
    office.deploy(beginning("Exclusive", event))

    happen(office, clock, what)
    happen(office, clock, "message")

    assert cases(office) == [["check"], ["handle"]]


@pytest.mark.parametrize("what", ["condition", "time"])
def test_an_event_of_several_parts_begins_a_case_with_the_first_and_goes_on_with_the_last(
    office: Office, clock: FixedClock, what: str
) -> None:
    parts = [event.split("@flows")[1].removesuffix(CATCH.split("{}")[1]) for event in (MESSAGE, LARGE, IN_AN_HOUR)]
    needing_all = CATCH.format("".join(parts)).replace(
        "<bpmn:intermediateCatchEvent", '<bpmn:intermediateCatchEvent parallelMultiple="true"'
    )
    office.deploy(beginning("Exclusive", needing_all, asked=LATER))

    for each in (what, "message", "condition" if what == "time" else "time"):
        assert cases(office) in ([], [["other"]])
        happen(office, clock, each)

    assert cases(office) == [["check"]]


@pytest.mark.parametrize("order", [("first", "then"), ("then", "first")])
@pytest.mark.parametrize(("what", "event"), [("condition", LARGE), ("time", IN_AN_HOUR)])
def test_all_events_behind_a_parallel_gateway_reach_one_case(
    office: Office, clock: FixedClock, what: str, event: str, order: tuple[str, str]
) -> None:
    office.deploy(beginning("Parallel", event))

    for place in order:
        happen(office, clock, "message" if place == "first" else what)

    assert cases(office) == [["check", "handle"]]
    assert office.count(timers) == 0
    ((key,),) = office.rows(process_instances.select().with_only_columns(process_instances.c.key))
    with office.engine.reading() as connection:
        assert case_integrity(connection, key).findings == ()
