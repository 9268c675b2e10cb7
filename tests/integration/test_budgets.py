"""How many SQL statements the two commonest commands cost, the authentication lookup included."""

import json

import pytest

from engine.commands import SYSTEM, Actor, CompleteUserTask, CreateUser, StartInstance
from engine.store.database import Database, statements_of
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office

COMPLETE_AT_MOST = 12
START_AT_MOST = 15


def form(form_id: str, *keys: str) -> bytes:
    """Return a form with text fields."""
    fields = [{"type": "textfield", "key": key, "label": key, "id": f"Field_{key}"} for key in keys]
    return json.dumps({"type": "default", "id": form_id, "schemaVersion": 18, "components": fields}).encode()


@pytest.fixture
def somchai(office: Office) -> None:
    """Give the office a reviewer and an approver, and a process with duties, forms and a case number."""
    office.engine.execute(
        CreateUser("somchai", "สมชาย", "secret", groups=("boss", "employee"), unit="P50", province="50"), SYSTEM
    )
    office.engine.execute(CreateUser("malee", "มาลี", "secret", groups=("employee",), unit="P50", province="50"), SYSTEM)
    process = diagram(
        "leave",
        "start -> review -> approve -> end",
        properties={"anumat:caseNumber": "HRM01", "anumat:starters": "employee", "anumat:subject": '= "ลา " + reason'},
        start='<bpmn:startEvent id="@id"><bpmn:extensionElements><zeebe:formDefinition formId="leave_request"/></bpmn:extensionElements>@flows</bpmn:startEvent>',
        review=user_task(groups="boss", form="leave_review", duty="review"),
        approve=user_task(groups="boss", form="leave_review", duty="approve"),
    )
    office.deploy(process, request_form=form("leave_request", "reason"), review_form=form("leave_review", "decision"))


def warm_up(office: Office) -> None:
    """Let caches fill as they are on a server that has run for a minute."""
    malee = office.engine.authenticate("malee", "secret")
    key = start(office, malee)
    office.complete(key, "review", office.engine.authenticate("somchai", "secret"), decision="ok")


def start(office: Office, by: Actor) -> int:
    """Start the process from its form."""
    return office.engine.execute(
        StartInstance("leave", variables={"reason": "พักผ่อน"}, is_submission=True), by
    ).process_instance_key


def test_completing_a_user_task_takes_at_most_12_statements(office: Office, database: Database, somchai: None) -> None:
    warm_up(office)
    key = start(office, office.engine.authenticate("malee", "secret"))
    (task,) = office.open_user_tasks(key)

    with statements_of(database) as statements:
        actor = office.engine.authenticate("somchai", "secret")
        office.engine.execute(CompleteUserTask(task.key, {"decision": "ok"}), actor)

    assert office.waiting_at(key) == ["approve"]
    assert len(statements) <= COMPLETE_AT_MOST, "\n".join(statements)


def test_starting_an_instance_takes_at_most_15_statements(office: Office, database: Database, somchai: None) -> None:
    warm_up(office)

    with statements_of(database) as statements:
        actor = office.engine.authenticate("malee", "secret")
        key = start(office, actor)

    assert office.instance(key).business_id == "HRM01-2569-50-00002"
    assert office.instance(key).subject == "ลา พักผ่อน"
    assert len(statements) <= START_AT_MOST, "\n".join(statements)
