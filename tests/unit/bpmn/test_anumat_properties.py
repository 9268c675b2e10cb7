"""Our own facts in zeebe:properties are checked, so that a slip of the pen switches nothing off."""

import pytest

from engine.model.retention import DataKind
from tests.unit.bpmn.builders import definitions, extended, line, process, refusals, warnings


def prop(name: str, value: str) -> str:
    return f'<zeebe:properties><zeebe:property name="anumat:{name}" value="{value}"/></zeebe:properties>'


def with_process_property(name: str, value: str) -> bytes:
    return definitions(
        f'<process id="p" isExecutable="true"><extensionElements>{prop(name, value)}</extensionElements>{line()}</process>'
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duty", "review"),
        ("excludes", "initiator, other"),
        ("distinct", "true"),
        ("reauthenticate", "false"),
        ("facts", "amount"),
        ("name.en", "Review"),
    ],
)
def test_the_facts_of_a_user_task_are_accepted(name: str, value: str) -> None:
    xml = process(line(extended("userTask", prop(name, value)), '<userTask id="other"/>'))

    assert warnings(xml) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("caseNumber", "INS03"),
        ("subject", "= title"),
        ("subject", "Receipt"),
        ("starters", "a, b"),
        ("usualDuration", "P5D"),
        ("category", "x"),
        ("category.en", "x"),
        ("shownToRequester", "-receipt.html"),
        *((f"retention.{kind.value}", "P10Y") for kind in DataKind),
    ],
)
def test_the_facts_of_a_process_are_accepted(name: str, value: str) -> None:
    assert warnings(with_process_property(name, value)) == set()


@pytest.mark.parametrize(
    ("name", "value"), [("excludes", "nobody"), ("excludes", "start"), ("distinct", "yes"), ("caseNumber", "X")]
)
def test_a_slip_in_a_fact_of_a_user_task_is_refused(name: str, value: str) -> None:
    assert refusals(process(line(extended("userTask", prop(name, value))))) == {("a", "property")}


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("subject", "= a +", "expression"),
        ("starters", "= [", "expression"),
        ("usualDuration", "5 days", "property"),
        ("retention.details", "10 years", "property"),
        ("retention.documents", "-P10Y", "property"),
        ("duty", "review", "property"),
    ],
)
def test_a_slip_in_a_fact_of_a_process_is_refused(name: str, value: str, rule: str) -> None:
    assert refusals(with_process_property(name, value)) == {("p", rule)}


def test_a_duty_on_a_service_task_is_refused_since_nobody_would_check_it() -> None:
    node = extended("serviceTask", '<zeebe:taskDefinition type="x"/>' + prop("duty", "approve"))

    assert refusals(process(line(node))) == {("a", "property")}


def test_an_unknown_fact_is_a_warning() -> None:
    assert warnings(process(line(extended("task", prop("dutty", "x"))))) == {("a", "property")}


def test_a_performer_of_a_manual_task_is_a_warning() -> None:
    node = '<manualTask id="a"><performer><resourceRef>r</resourceRef></performer></manualTask>'

    assert warnings(process(line(node), '<resource id="r" name="clerks"/>')) == {("a", "resource-role")}
