"""Who may start a process, and with what, whichever way they come."""

import json

import pytest

from engine.commands import StartInstance
from engine.errors import NotAllowed, SubmissionRefused
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

FORM = json.dumps(
    {"type": "default", "id": "wish", "components": [{"type": "textfield", "key": "wish", "id": "w", "label": "w"}]}
).encode()
START = '<bpmn:startEvent id="@id"><bpmn:extensionElements><zeebe:formDefinition formId="wish"/></bpmn:extensionElements>@flows</bpmn:startEvent>'
CLERK = person("clerk", "clerks", unit="P50", province="50")


@pytest.fixture
def wishes(office: Office) -> Office:
    """Deploy a process that clerks may start with a form."""
    properties = {"anumat:starters": "clerks"}
    office.deploy(
        diagram("wishes", "start -> grant -> end", properties=properties, start=START, grant=user_task()), wish_form=FORM
    )
    return office


def test_a_starter_fills_in_the_form_and_nothing_else(wishes: Office) -> None:
    key = wishes.start("wishes", CLERK, wish="a pen")

    assert wishes.variable(key, "wish") == '"a pen"'
    assert wishes.variable(key, "initiator") == '"clerk"'
    with pytest.raises(SubmissionRefused):
        wishes.start("wishes", CLERK, wish="a pen", granted=True)


@pytest.mark.parametrize("way", [{"element_ids": ("grant",)}, {"business_id": "INS03-2569-50-00001"}])
def test_a_starter_chooses_neither_the_element_nor_the_business_id(wishes: Office, way: dict) -> None:
    with pytest.raises(NotAllowed):
        wishes.engine.execute(StartInstance("wishes", variables={"wish": "a pen"}, **way), CLERK)


def test_who_is_not_named_may_not_start(wishes: Office) -> None:
    with pytest.raises(NotAllowed):
        wishes.start("wishes", person("stranger"), wish="a pen")


def test_a_service_account_starts_with_the_variables_it_chooses(wishes: Office) -> None:
    key = wishes.start("wishes", person("robot", "service.worker"), granted=True)

    assert wishes.variable(key, "granted") == "true"


def test_why_a_program_starts_a_case_is_told_in_its_history(wishes: Office) -> None:
    started = wishes.engine.execute(StartInstance("wishes", reason="operation reference 7"), person("robot", "service.worker"))

    first = wishes.history(started.process_instance_key)[0]

    assert (first.type, json.loads(first.payload)["reason"]) == ("PROCESS_INSTANCE_STARTED", "operation reference 7")
