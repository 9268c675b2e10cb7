"""A row that was changed behind the engine's back is not what its last event says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.model.comment import comments
from engine.model.document import document_contents, documents
from engine.model.element_instance import element_instances
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.model.variable import variables

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
