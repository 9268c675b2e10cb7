"""The deployed files that a case ran by: its diagrams, forms and decision tables, and the documents that it gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.decision_definition import decision_requirements
from engine.model.decision_instance import decision_instances
from engine.model.deployment import resources
from engine.model.document import document_contents, documents
from engine.model.form import form_definitions
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_definition, _instance, _form = process_definitions.c, process_instances.c, form_definitions.c


def diagrams_of(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[sa.Row[Any]]:
    """Return key, process_id, version and content (BPMN) of the definitions of these process instances, by key."""
    mine = sa.select(_instance.process_definition_key).where(_instance.key.in_(process_instance_keys))
    return _with_content(connection, process_definitions, _definition.process_id, _definition.key.in_(mine))


def forms_of(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[sa.Row[Any]]:
    """Return key, form_id, version and content (form-js) of the forms of their user tasks and of their start, by key."""
    of_tasks = sa.select(user_tasks.c.form_key).where(user_tasks.c.process_instance_key.in_(process_instance_keys))
    later = form_definitions.alias("later")
    newer = sa.exists().where(
        later.c.form_id == _form.form_id, later.c.version > _form.version, later.c.deployed_at <= _instance.started_at
    )
    of_starts = (
        sa.select(_form.key)
        .join(process_definitions, _definition.form_id == _form.form_id)
        .join(process_instances, _instance.process_definition_key == _definition.key)
        .where(_instance.key.in_(process_instance_keys), _form.deployed_at <= _instance.started_at, ~newer)
    )
    mine = sa.or_(_form.key.in_(of_tasks), _form.key.in_(of_starts))
    return _with_content(connection, form_definitions, _form.form_id, mine)


def decision_files_of(connection: sa.Connection, process_instance_keys: Sequence[int]) -> list[sa.Row[Any]]:
    """Return key, decision_requirements_id, version and content (DMN) of what was decided by, by key."""
    evaluated, graph = decision_instances.c, decision_requirements.c
    mine = sa.select(evaluated.decision_requirements_key).where(evaluated.process_instance_key.in_(process_instance_keys))
    return _with_content(connection, decision_requirements, graph.decision_requirements_id, graph.key.in_(mine))


def _with_content(
    connection: sa.Connection, table: sa.Table, name: sa.ColumnElement[str], mine: sa.ColumnElement[bool]
) -> list[sa.Row[Any]]:
    """Return key, name, version and content of deployed files, by key."""
    deployed = table.c
    query = (
        sa.select(deployed.key, name, deployed.version, resources.c.content)
        .join(resources, resources.c.key == deployed.resource_key)
        .where(mine)
        .order_by(deployed.key)
    )
    return list(connection.execute(query))


def documents_of(connection: sa.Connection, process_instance_keys: Sequence[int]) -> Iterator[tuple[sa.Row[Any], bytes | None]]:
    """Yield the rows of the documents of these cases, oldest first, each with its bytes, None when they are gone."""
    document = documents.c
    query = sa.select(documents).where(document.process_instance_key.in_(process_instance_keys))
    for row in connection.execute(query.order_by(document.created_at, document.key)).all():
        where = document_contents.c.sha256 == row.sha256
        yield row, connection.execute(sa.select(document_contents.c.data).where(where)).scalar_one_or_none()
