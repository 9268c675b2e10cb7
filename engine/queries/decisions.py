"""Decision definitions and evaluated decisions: searched, and one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.decision_definition import decision_definitions, decision_requirements
from engine.model.decision_instance import decision_instances
from engine.model.deployment import resources
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class DecisionDefinitionRow:
    """One decision of a deployed DMN file."""

    decision_definition_key: int
    decision_definition_id: str
    name: str
    version: int
    decision_requirements_key: int
    decision_requirements_id: str
    decision_requirements_name: str
    decision_requirements_version: int
    is_latest_version: bool


@dataclass(frozen=True, slots=True)
class DecisionInstanceRow:
    """One evaluated decision with its grounds."""

    decision_evaluation_key: int
    index: int
    state: str
    evaluation_date: datetime
    evaluation_failure: str | None
    process_definition_key: int | None
    process_instance_key: int | None
    root_process_instance_key: int | None
    business_id: str | None
    element_instance_key: int | None
    root_decision_definition_key: int
    decision_definition_id: str
    decision_definition_name: str
    decision_definition_version: int
    decision_definition_type: str
    decision_definition_key: int
    result: Any
    inputs: Sequence[dict[str, Any]]
    matched_rules: Sequence[dict[str, Any]]


_decision, _graph, _evaluated = decision_definitions.c, decision_requirements.c, decision_instances.c

SEARCH = Search(
    DecisionDefinitionRow,
    decision_definitions.join(decision_requirements, _decision.decision_requirements_key == _graph.key),
    {
        "decision_definition_key": Column(_decision.key, Kind.KEY),
        "decision_definition_id": Column(_decision.decision_id),
        "name": Column(_decision.name),
        "version": Column(_decision.version, Kind.INTEGER),
        "decision_requirements_key": Column(_decision.decision_requirements_key, Kind.KEY),
        "decision_requirements_id": Column(_decision.decision_requirements_id),
        "decision_requirements_name": Column(_graph.name),
        "decision_requirements_version": Column(_graph.version, Kind.INTEGER),
        "is_latest_version": Column(_decision.is_latest, Kind.BOOLEAN),
    },
    "decision_definition_key",
)

KNOWN_TYPES = ("DECISION_TABLE", "LITERAL_EXPRESSION")
"""The kinds of logic that the API has words for; it calls every other boxed expression UNKNOWN."""
_type = sa.case((_evaluated.decision_type.in_(KNOWN_TYPES), _evaluated.decision_type), else_="UNKNOWN")
_instance_key = sa.cast(_evaluated.evaluation_key, sa.Text) + "-" + sa.cast(_evaluated.index, sa.Text)

INSTANCES = Search(
    DecisionInstanceRow,
    decision_instances.join(process_instances, _evaluated.process_instance_key == process_instances.c.key, isouter=True),
    {
        "decision_evaluation_key": Column(_evaluated.evaluation_key, Kind.KEY),
        "index": Column(_evaluated.index, Kind.INTEGER),
        "state": Column(_evaluated.state),
        "evaluation_date": Column(_evaluated.evaluated_at, Kind.TIME),
        "evaluation_failure": Column(_evaluated.failure),
        "process_definition_key": Column(_evaluated.process_definition_key, Kind.KEY),
        "process_instance_key": Column(_evaluated.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(process_instances.c.root_process_instance_key, Kind.KEY),
        "business_id": Column(process_instances.c.business_id),
        "root_decision_definition_key": Column(_evaluated.root_decision_definition_key, Kind.KEY),
        "element_instance_key": Column(_evaluated.element_instance_key, Kind.KEY),
        "decision_definition_id": Column(_evaluated.decision_id),
        "decision_definition_name": Column(_evaluated.decision_name),
        "decision_definition_version": Column(_evaluated.decision_version, Kind.INTEGER),
        "decision_definition_type": Column(_type),
        "decision_definition_key": Column(_evaluated.decision_definition_key, Kind.KEY),
        "result": Column(_evaluated.output, is_sortable=False),
        "inputs": Column(_evaluated.inputs, is_sortable=False),
        "matched_rules": Column(_evaluated.matched_rules, is_sortable=False),
        "decision_evaluation_instance_key": Column(_instance_key, sorts_as="decision_evaluation_key"),
        "decision_requirements_key": Column(_evaluated.decision_requirements_key, Kind.KEY, is_sortable=False),
    },
    "decision_evaluation_key",
    ("index",),
)


def search_decision_definitions(connection: sa.Connection, request: SearchRequest) -> Page[DecisionDefinitionRow]:
    """Return one page of decision definitions."""
    return SEARCH.page(connection, request)


def decision_definition(connection: sa.Connection, key: int) -> DecisionDefinitionRow:
    """Return one decision definition; raise NotFound."""
    row = SEARCH.one(connection, key)
    if row is None:
        raise NotFound("decision definition", key)
    return row


def decision_definition_xml(connection: sa.Connection, key: int) -> bytes:
    """Return the DMN file that holds the decision, as deployed; raise NotFound."""
    joined = (
        sa.select(resources.c.content)
        .join(decision_requirements, _graph.resource_key == resources.c.key)
        .join(decision_definitions, _decision.decision_requirements_key == _graph.key)
    )
    content: bytes | None = connection.execute(joined.where(_decision.key == key)).scalar()
    if content is None:
        raise NotFound("decision definition", key)
    return content


def search_decision_instances(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[DecisionInstanceRow]:
    """Return one page of the decisions evaluated in cases that the actor sees, or outside of any."""
    seen = sa.or_(_evaluated.process_instance_key.is_(None), visible_within(actor, _evaluated.process_instance_key))
    return INSTANCES.page(connection, request, seen)


def evaluation(connection: sa.Connection, evaluation_key: int) -> list[DecisionInstanceRow]:
    """Return the decisions that were evaluated together, required ones first; no check of rights."""
    columns = [INSTANCES.columns[name].expression for name in DecisionInstanceRow.__slots__]
    where = _evaluated.evaluation_key == evaluation_key
    return as_rows(
        DecisionInstanceRow,
        connection.execute(sa.select(*columns).select_from(INSTANCES.source).where(where).order_by(_evaluated.index)),
    )


def decision_instance(connection: sa.Connection, actor: Actor, evaluation_key: int, index: int) -> DecisionInstanceRow:
    """Return one evaluated decision; raise NotFound, also when the actor may not see its case."""
    seen = sa.or_(_evaluated.process_instance_key.is_(None), visible_within(actor, _evaluated.process_instance_key))
    row = INSTANCES.one(connection, evaluation_key, _evaluated.index == index, seen)
    if row is None:
        raise NotFound("decision instance", f"{evaluation_key}-{index}")
    return row
