"""Forms that are sent with a file, and the decision that follows from one, each ready for one command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.commands import CompleteUserTask, StartInstance, StoreDocument, document_reference
from tests.integration.crash.prepared import BOSS, Prepared, prepares
from tests.integration.diagrams import decision, diagram, user_task
from tests.unit.dmn.builders import decision as deciding
from tests.unit.dmn.builders import definitions, table

if TYPE_CHECKING:
    from tests.integration.office import Office

FORM = {
    "type": "default",
    "id": "claim_form",
    "components": [
        {"type": "number", "key": "amount", "label": "จำนวนเงิน", "id": "F1"},
        {"type": "filepicker", "key": "receipts", "label": "ใบเสร็จ", "id": "F2", "multiple": True},
    ],
}
ROUTES = definitions(deciding("who", table(["amount"], ["desk"], [">= 1000", '"head"'], ["< 1000", '"clerk"'])))
START = (
    '<bpmn:startEvent id="@id"><bpmn:extensionElements><zeebe:formDefinition formId="claim_form"/></bpmn:extensionElements>'
    "@flows</bpmn:startEvent>"
)


def _deploy(office: Office) -> None:
    claim = diagram(
        "claim", "begin -> fill -> route -> check -> end",
        begin=START, fill=user_task(groups="boss", form="claim_form"), route=decision("who", "desk"), check=user_task(),
        properties={"anumat:starters": "boss"},
    )  # fmt: skip
    office.deploy(claim, claim_form=json.dumps(FORM).encode(), who_dmn=ROUTES)


def _filled(office: Office) -> dict[str, object]:
    stored = office.engine.execute(StoreDocument("ใบเสร็จ.pdf", "application/pdf", b"%PDF 1,200"), BOSS)
    return {"amount": 1200, "receipts": [document_reference(stored)]}


@prepares(StartInstance)
def asking_with_a_form(office: Office) -> Prepared:
    _deploy(office)
    return StartInstance("claim", variables=_filled(office), is_submission=True), BOSS


@prepares(CompleteUserTask)
def sending_a_form_that_leads_to_a_decision(office: Office) -> Prepared:
    _deploy(office)
    (task,) = office.open_user_tasks(office.start("claim"))
    return CompleteUserTask(task.key, _filled(office)), BOSS
