"""Loops and multi-instance: both engines do them as often, with the same variables."""

from __future__ import annotations

import pytest

from app.verification.differential import ENDLESS
from tests.integration.diagrams import diagram, user_task
from tests.unit.verification.shapes import INSIDE, TIMER, compared

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


@pytest.mark.parametrize("is_sequential", ["true", "false"])
@pytest.mark.parametrize("is_interrupting", ["true", "false"])
def test_an_event_around_what_is_done_many_times_happens_in_both_engines(is_sequential: str, is_interrupting: str) -> None:
    twice = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{is_sequential}"><bpmn:loopCardinality>2</bpmn:loopCardinality>'
    )
    twice += "</bpmn:multiInstanceLoopCharacteristics>"
    event = f'<bpmn:boundaryEvent id="@id" attachedToRef="ask" cancelActivity="{is_interrupting}">@flows{TIMER}</bpmn:boundaryEvent>'

    found = compared(diagram("p", "start -> ask -> after -> end", "late -> remind -> end_late", ask=user_task(inside=twice),
                             after=user_task(), remind=user_task(), late=event))  # fmt: skip

    assert (found.differences, found.unseen) == ((), ())
    assert found.remarks == ("late: its timer happens when it is asked for",)


@pytest.mark.parametrize("is_sequential", ["true", "false"])
@pytest.mark.parametrize("inside", ["", INSIDE.replace("@", "a")])
def test_what_goes_through_a_list_gives_the_same_outputs_in_both_engines(is_sequential: str, inside: str) -> None:
    until = "<bpmn:completionCondition>= numberOfCompletedInstances = 2</bpmn:completionCondition>"
    names = 'inputCollection="= people" inputElement="person" outputCollection="votes" outputElement="= [loopCounter, person, vote]"'
    extensions = f"<bpmn:extensionElements><zeebe:loopCharacteristics {names}/></bpmn:extensionElements>"
    loop = f'<bpmn:multiInstanceLoopCharacteristics isSequential="{is_sequential}">{extensions}{until}</bpmn:multiInstanceLoopCharacteristics>'
    part = user_task(inside=loop) if not inside else f'<bpmn:subProcess id="@id">@flows{loop}{inside}</bpmn:subProcess>'
    check = '<bpmn:scriptTask id="@id"><bpmn:extensionElements><zeebe:script expression="= count(votes)" resultVariable="n"/></bpmn:extensionElements>@flows</bpmn:scriptTask>'

    found = compared(diagram("p", "start -> part -> check -> end", part=part, check=check))

    assert (found.differences, found.remarks, found.unseen) == ((), (), ())


@pytest.mark.parametrize("test_before", ["true", "false"])
@pytest.mark.parametrize("inside", ["", INSIDE.replace("@", "a")])
def test_what_is_done_while_a_condition_holds_is_done_as_often_in_both_engines(test_before: str, inside: str) -> None:
    condition = '<bpmn:loopCondition>= again = "yes" and loopCounter != 3</bpmn:loopCondition>'
    loop = f'<bpmn:standardLoopCharacteristics testBefore="{test_before}" loopMaximum="4">{condition}</bpmn:standardLoopCharacteristics>'
    part = user_task(inside=loop) if not inside else f'<bpmn:subProcess id="@id">@flows{loop}{inside}</bpmn:subProcess>'

    found = compared(diagram("p", "start -> part -> end", part=part))

    assert (found.differences, found.remarks, found.unseen) == ((), (), ())
    assert found.steps > found.runs // 2


def test_what_goes_on_without_anybodys_work_is_broken_off_and_said() -> None:
    loop = (
        "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>= true</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )

    found = compared(diagram("p", "start -> part -> end", part=f'<bpmn:task id="@id">@flows{loop}</bpmn:task>'), runs=1)

    assert found.remarks == (ENDLESS,)
    assert "end" in found.unseen


@pytest.mark.parametrize("is_sequential", ["true", "false"])
def test_what_is_done_many_times_with_variables_of_its_own_is_done_as_often_in_both_engines(is_sequential: str) -> None:
    mappings = '<zeebe:input source="= 1 + 1" target="own"/><zeebe:output source="= own * 2" target="given"/>'
    extensions = f"<zeebe:userTask/><zeebe:ioMapping>{mappings}</zeebe:ioMapping>"
    thrice = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{is_sequential}"><bpmn:loopCardinality>3</bpmn:loopCardinality>'
    )
    thrice += "</bpmn:multiInstanceLoopCharacteristics>"
    ask = f'<bpmn:userTask id="@id"><bpmn:extensionElements>{extensions}</bpmn:extensionElements>@flows{thrice}</bpmn:userTask>'

    found = compared(diagram("p", "start -> ask -> after -> end", ask=ask, after=user_task()))

    assert (found.differences, found.remarks) == ((), ())
    assert found.steps == found.runs * 4
