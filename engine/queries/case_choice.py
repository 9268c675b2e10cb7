"""Which running cases an operator means: one by its number or key, or those that wait where a process is to be put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import NotFound
from engine.model.columns import typed_key
from engine.queries.process_instances import process_instance_keys
from engine.queries.search import Condition, Operator, SearchRequest

if TYPE_CHECKING:
    import sqlalchemy as sa

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """Process instances in one of `states` that fit everything that is given."""

    states: tuple[str, ...]
    process_id: str | None = None
    version: int | None = None
    element_id: str | None = None
    """Where they wait."""
    keys: tuple[int, ...] | None = None


def chosen_cases(connection: sa.Connection, actor: Actor, choice: CaseChoice) -> list[int]:
    """Return the keys of the process instances that the actor sees and the choice means, in order of key."""
    given = (
        ("state", Operator.IN, list(choice.states)),
        ("process_definition_id", Operator.EQ, choice.process_id),
        ("process_definition_version", Operator.EQ, choice.version),
        ("active_element_id", Operator.EQ, choice.element_id),
        ("process_instance_key", Operator.IN, None if choice.keys is None else list(choice.keys)),
    )
    conditions = tuple(Condition(*each) for each in given if each[2] is not None)
    return process_instance_keys(connection, actor, SearchRequest(conditions))


def named_case(connection: sa.Connection, actor: Actor, text: str) -> int:
    """Return the key of the case with this number or key; raise NotFound, also when the actor may not see it."""
    key = typed_key(text)
    asked = Condition(*(("business_id", Operator.EQ, text) if key is None else ("process_instance_key", Operator.EQ, key)))
    found = process_instance_keys(connection, actor, SearchRequest((asked,)))
    if not found:
        raise NotFound("case", text)
    return found[0]
