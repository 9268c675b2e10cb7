"""Deployed definitions: looking versions up and storing new ones; processes, decisions and forms are versioned alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import sqlalchemy as sa

from engine.model.decision_definition import (
    DecisionDefinition,
    DecisionRequirements,
    decision_definitions,
    decision_requirements,
)
from engine.model.deployment import Deployment, Resource, deployments, resources
from engine.model.form import FormDefinition, form_definitions
from engine.model.generic_resource import GenericResource, generic_resources
from engine.model.process_definition import ProcessDefinition, process_definitions
from engine.store.question import Question
from engine.store.rows import insert, to_entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T", ProcessDefinition, DecisionDefinition, DecisionRequirements, FormDefinition, GenericResource)


@dataclass(frozen=True, slots=True)
class Versioned(Generic[T]):
    """A kind of definition: its table, its entity, and the column of the id that versions share."""

    entity: type[T]
    table: sa.Table
    id_name: str

    def id_column(self) -> sa.Column[Any]:
        """Return the column of the id."""
        column: sa.Column[Any] = self.table.c[self.id_name]
        return column


PROCESSES = Versioned(ProcessDefinition, process_definitions, "process_id")
DECISIONS = Versioned(DecisionDefinition, decision_definitions, "decision_id")
REQUIREMENTS = Versioned(DecisionRequirements, decision_requirements, "decision_requirements_id")
FORMS = Versioned(FormDefinition, form_definitions, "form_id")
RESOURCES = Versioned(GenericResource, generic_resources, "resource_id")


def find_by_key(connection: sa.Connection, kind: Versioned[T], key: int) -> T | None:
    """Return one version by its key."""
    return _one(connection, kind, kind.table.c.key == key)


def find_latest(connection: sa.Connection, kind: Versioned[T], definition_id: str) -> T | None:
    """Return the newest version."""
    return _latest(kind.table, kind.id_name).entity(connection, kind.entity, definition_id=definition_id)


def find_version(connection: sa.Connection, kind: Versioned[T], definition_id: str, version: int) -> T | None:
    """Return one version by its number."""
    return _one(connection, kind, kind.id_column() == definition_id, kind.table.c.version == version)


def find_tagged(connection: sa.Connection, kind: Versioned[T], definition_id: str, version_tag: str) -> T | None:
    """Return the newest version with the tag."""
    return _one(connection, kind, kind.id_column() == definition_id, kind.table.c.version_tag == version_tag)


def find_deployed_with(connection: sa.Connection, kind: Versioned[T], definition_id: str, deployment_key: int) -> T | None:
    """Return the version that came with the deployment, or the one that was the newest then: unchanged files stay what they are."""
    return _one(connection, kind, kind.id_column() == definition_id, kind.table.c.deployment_key <= deployment_key)


def find_latest_of_all(connection: sa.Connection, kind: Versioned[T], ids: Iterable[str]) -> dict[str, T]:
    """Return the newest versions by id, with one statement; ids without any are missing."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    query = sa.select(kind.table).where(kind.id_column().in_(wanted), kind.table.c.is_latest)
    found = [to_entity(kind.entity, row) for row in connection.execute(query)]
    return {getattr(definition, kind.id_name): definition for definition in found}


def known_ids(connection: sa.Connection, kind: Versioned[Any], ids: Iterable[str]) -> frozenset[str]:
    """Return those of the ids that have a version, with one statement."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return frozenset()
    query = sa.select(kind.id_column()).where(kind.id_column().in_(wanted), kind.table.c.is_latest)
    return frozenset(connection.execute(query).scalars())


def last_versions(connection: sa.Connection, kind: Versioned[Any], ids: Iterable[str]) -> dict[str, int]:
    """Return the greatest version number that each id ever had, with one statement."""
    query = sa.select(kind.id_column(), sa.func.max(kind.table.c.version)).where(kind.id_column().in_(list(ids)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(kind.id_column()))}


def decisions_of_requirements(connection: sa.Connection, requirements_key: int) -> dict[str, DecisionDefinition]:
    """Return the decisions of one version of a DMN file by id."""
    table = decision_definitions
    rows = connection.execute(sa.select(table).where(table.c.decision_requirements_key == requirements_key))
    return {row.decision_id: to_entity(DecisionDefinition, row) for row in rows}


def models_of_namespace(connection: sa.Connection, namespace: str, until: int | None = None) -> list[DecisionRequirements]:
    """Return the DMN files that were the newest of their id once the deployment `until` was done (None: now), by their id."""
    table = decision_requirements
    newer = table.alias("newer")
    is_newer = sa.and_(newer.c.decision_requirements_id == table.c.decision_requirements_id, newer.c.version > table.c.version)
    query = sa.select(table).where(table.c.namespace == namespace).order_by(table.c.decision_requirements_id)
    if until is None:
        query = query.where(table.c.is_latest)
    else:
        replaced = sa.exists().where(is_newer, newer.c.deployment_key <= until)
        query = query.where(table.c.deployment_key <= until, ~replaced)
    return [to_entity(DecisionRequirements, row) for row in connection.execute(query)]


def read_resource(connection: sa.Connection, key: int) -> bytes | None:
    """Return the bytes of a deployed file."""
    content: bytes | None = connection.execute(
        sa.select(resources.c.content).where(resources.c.key == key)
    ).scalar_one_or_none()
    return content


def count_deployments(connection: sa.Connection) -> int:
    """Return how many deployments there have been."""
    return connection.execute(sa.select(sa.func.count()).select_from(deployments)).scalar_one()


def insert_deployment(connection: sa.Connection, deployment: Deployment, files: Sequence[Resource]) -> None:
    """Insert a deployment with those of its files that are new."""
    insert(connection, deployments, [deployment])
    insert(connection, resources, files)


def insert_versions(connection: sa.Connection, kind: Versioned[T], definitions: Sequence[T]) -> None:
    """Insert new versions and take `is_latest` from the ones before."""
    if not definitions:
        return
    ids = [getattr(definition, kind.id_name) for definition in definitions]
    connection.execute(kind.table.update().where(kind.id_column().in_(ids), kind.table.c.is_latest).values(is_latest=False))
    insert(connection, kind.table, definitions)


def lock_deployments(connection: sa.Connection) -> None:
    """Let one deployment happen at a time, so that version numbers have no gaps or clashes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7205759403792795)")


@lru_cache(maxsize=8)
def _latest(table: sa.Table, id_name: str) -> Question:
    """Build the one lookup of the commonest steps once."""
    return Question(
        sa.select(table).where(table.c[id_name] == sa.bindparam("definition_id", type_=sa.String), table.c.is_latest)
    )


def _one(connection: sa.Connection, kind: Versioned[T], *where: sa.ColumnElement[bool]) -> T | None:
    query = sa.select(kind.table).where(*where).order_by(kind.table.c.version.desc())
    if kind.table is generic_resources:
        query = query.where(generic_resources.c.deleted_at.is_(None))
    row = connection.execute(query.limit(1)).first()
    return None if row is None else to_entity(kind.entity, row)
