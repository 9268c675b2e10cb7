"""A row that was changed behind the engine's back is not what its last event says."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands.legal_hold import PlaceHold
from engine.commands.retention_policies import SetRetentionPolicy
from engine.model.comment import comments
from engine.model.deployment import resources
from engine.model.document import document_contents, documents
from engine.model.element_instance import element_instances
from engine.model.form import form_definitions
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.model.retention import DataKind, legal_holds, retention_policies
from engine.model.user_task import user_tasks
from engine.model.variable import variables
from tests.integration.office import person
from tests.integration.test_deploy import FORM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.attacker import Attacker

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


ROWS: dict[str, Callable[[], tuple[sa.Table, dict[str, Any]]]] = {
    "who completed": lambda: (user_tasks, {"completed_by": "malee"}),
    "who has it": lambda: (user_tasks, {"assignee": "malee"}),
    "on whose behalf": lambda: (user_tasks, {"on_behalf_of": "malee"}),
    "capacity": lambda: (user_tasks, {"capacity": "รักษาการแทน"}),
    "state of a task": lambda: (user_tasks, {"state": "CANCELED"}),
    "candidates": lambda: (user_tasks, {"candidate_groups": ["clerks"]}),
    "priority": lambda: (user_tasks, {"priority": 1}),
    "duty": lambda: (user_tasks, {"duty": "vote"}),
    "form": lambda: (user_tasks, {"form_key": 9}),
    "value of a variable": lambda: (variables, {"value": "99"}),
    "name of a variable": lambda: (variables, {"name": sa.literal("x") + variables.c.name}),
    "state of a case": lambda: (process_instances, {"state": "COMPLETED"}),
    "initiator": lambda: (process_instances, {"initiator": "malee"}),
    "number": lambda: (process_instances, {"business_id": "INS03-1"}),
    "province": lambda: (process_instances, {"province_code": "99"}),
    "confidentiality": lambda: (process_instances, {"confidentiality": "ลับ"}),
    "version": lambda: (process_instances, {"version": 9}),
    "state of a step": lambda: (element_instances, {"state": "TERMINATED"}),
    "place of a step": lambda: (element_instances, {"element_id": "approve"}),
    "text of a comment": lambda: (comments, {"ciphertext": b"another text"}),
    "author of a comment": lambda: (comments, {"author": "malee"}),
    "hash of a document": lambda: (documents, {"sha256": "00" * 32}),
    "bytes of a document": lambda: (document_contents, {"data": b"%PDF forged"}),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_changed_row_is_found(attacker: Attacker, what: str) -> None:
    table, values = ROWS[what]()

    attacker.run(sa.update(table).values(**values))

    assert attacker.found() == {"row differs"}


def test_a_value_that_cannot_be_there_is_found(attacker: Attacker) -> None:
    attacker.run(sa.text(f"UPDATE process_instance SET state = 'APPROVED' WHERE key = {attacker.key}"))

    assert attacker.found() == {"altered"}


@pytest.mark.parametrize("table", [user_tasks, variables, element_instances, comments], ids=lambda table: table.name)
def test_a_deleted_row_is_found(attacker: Attacker, table: sa.Table) -> None:
    attacker.run(sa.delete(table).where(table.c.process_instance_key == attacker.key))

    assert attacker.found() == {"row differs"}


def test_a_row_that_was_put_in_is_found(attacker: Attacker) -> None:
    row = {"key": 1, "process_instance_key": attacker.key, "scope_key": attacker.key, "name": "approved", "value": "true"}
    attacker.run(sa.insert(variables).values(**row, size=4))

    assert attacker.found() == {"row differs"}


KEPT: dict[str, Callable[[], sa.Executable]] = {
    "a hold lifted": lambda: sa.delete(legal_holds),
    "a hold for another reason": lambda: sa.update(legal_holds).values(reason="ไม่มีเหตุผลแล้ว"),
    "a hold by somebody else": lambda: sa.update(legal_holds).values(placed_by="malee"),
    "a hold put on another case": lambda: sa.update(legal_holds).values(
        process_instance_key=sa.select(sa.func.max(process_instances.c.key)).scalar_subquery()
    ),
    "a shorter period": lambda: sa.update(retention_policies).values(period="P1D"),
    "a period put in": lambda: sa.insert(retention_policies).from_select(
        [column.name for column in retention_policies.c],
        sa.select(sa.literal("other"), *(column for column in retention_policies.c if column.name != "process_id")),
    ),
    "a period taken out": lambda: sa.delete(retention_policies),
}


@pytest.mark.parametrize("what", KEPT)
def test_a_change_to_how_long_something_is_kept_is_found(attacker: Attacker, what: str) -> None:
    officer, because = person("dpo", "dpo"), "คำสั่งศาลที่ 12/2569"
    attacker.office.engine.execute(PlaceHold(attacker.key, because), officer)
    attacker.office.engine.execute(SetRetentionPolicy("leave", DataKind.DETAILS, "P10Y", because), officer)

    attacker.run(KEPT[what]())

    assert attacker.found() == {"row differs"}


DEPLOYED: dict[str, Callable[[], sa.Executable]] = {
    "bytes of a diagram": lambda: sa.update(resources).values(content=b"<x/>"),
    "a diagram with its hash": lambda: sa.update(resources).values(content=b"<x/>", checksum=sha256(b"<x/>").hexdigest()),
    "who may start": lambda: sa.update(process_definitions).values(starters="everybody"),
    "the file of a version": lambda: sa.update(process_definitions).values(
        resource_key=sa.select(sa.func.max(resources.c.key)).scalar_subquery()
    ),
    "the latest version": lambda: sa.update(process_definitions).values(is_latest=False),
    "a version put in": lambda: sa.insert(process_definitions).from_select(
        [column.name for column in process_definitions.c],
        sa.select(*(_second(column) for column in process_definitions.c)).limit(1),
    ),
    "a version taken out": lambda: sa.delete(form_definitions),
}


@pytest.mark.parametrize("what", DEPLOYED)
def test_a_change_to_what_was_deployed_is_found(attacker: Attacker, what: str) -> None:
    attacker.office.deploy(leave_form=FORM)

    attacker.run(DEPLOYED[what]())

    assert "row differs" in attacker.found()


def _second(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Return the column's value for a version that follows the first."""
    return column + 1 if column.name in {"key", "version"} else sa.type_coerce(column, column.type)
