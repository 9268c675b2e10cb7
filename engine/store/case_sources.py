"""What the search rows of cases are made of: one statement a table for a batch of cases, new events only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from engine.model.comment import comments
from engine.model.document import documents
from engine.model.element_instance import element_instances
from engine.model.history_act import EventLine, history_acts, lines_of
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.model.variable import variables
from engine.store.case_search import READ, with_row
from engine.store.key_list import is_among, key_list
from engine.store.question import Question
from engine.store.sealed import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.store.case_search import Unread

LONGEST_VALUE = 12_000
"""In characters of a variable's JSON text: what is longer is a document or a list of thousands, and nothing that somebody searches for."""
TEXTS_OF_INSTANCES = 200
"""Of a case that calls more process instances, so many give their subject and variables to the text, which is cut anyway."""
EVENTS_AT_ONCE = 5_000
"""Of one process instance, and then to the end of the act: what a long case had before it was first read is read in stretches."""
MIGRATED = "PROCESS_INSTANCE_MIGRAT"
"""How the types of event begin after which element instances may stand at elements that no event names."""
_instance, _act, _task = process_instances.c, history_acts.c, user_tasks.c
_root = _instance.root_process_instance_key


class InstanceFacts(NamedTuple):
    """What a process instance is found by."""

    root: int
    key: int
    process_id: str
    version: int
    state: str
    business_id: str | None
    subject: str | None
    initiator: str | None
    started_by: str | None
    owner_unit: str | None
    province_code: str | None
    confidentiality: str | None
    started_at: Any
    ended_at: Any


class AskedPeople(NamedTuple):
    """Whom a user task asks; lists as JSON text."""

    assignee: str | None
    candidate_users: str
    candidate_groups: str


@dataclass(slots=True)
class CaseSources:
    """What the row of one case is made of: all of `instances`, `variables` and `texts`, the rest of new events only."""

    instances: list[InstanceFacts] = field(default_factory=list)
    """The root process instance first, at most TEXTS_OF_INSTANCES."""
    others: list[tuple[str, int, str | None, str | None]] = field(default_factory=list)
    """Process id, version, unit and province of all when there are more."""
    tasks: list[AskedPeople] = field(default_factory=list)
    elements: set[tuple[str, str]] = field(default_factory=set)
    """Process id and element id."""
    people: set[str] = field(default_factory=set)
    """Who stands in the events."""
    reached: dict[int, int] = field(default_factory=dict)
    """How far the events of each process instance were read, by its key."""
    variables: list[tuple[str, str]] = field(default_factory=list)
    """Name and JSON text of variables of process instances."""
    texts: list[str] = field(default_factory=list)
    """Comments, names of documents."""


def sources_of(connection: sa.Connection, stretches: Sequence[Unread]) -> dict[int, CaseSources]:
    """Return by root what the rows of the stretches' cases are made of, reading about EVENTS_AT_ONCE events of each stretch.

    A case that is gone is missing.
    """
    roots = key_list(connection, dict.fromkeys(each.root for each in stretches))
    found: dict[int, CaseSources] = {}
    cases: dict[int, int] = {}
    for row in _INSTANCES.rows(connection, roots=roots, most=TEXTS_OF_INSTANCES):
        each = InstanceFacts(*row)
        cases[each.key] = each.root
        found.setdefault(each.root, CaseSources()).instances.append(each)
    full = [root for root, sources in found.items() if len(sources.instances) == TEXTS_OF_INSTANCES]
    for root, *facts in _OTHERS.rows(connection, roots=key_list(connection, full)) if full else ():
        found[root].others.append(tuple(facts))
    _add_events(connection, [each for each in stretches if each.root in found], found)
    _add_texts(connection, roots, cases, found)
    return found


def _add_events(connection: sa.Connection, stretches: Sequence[Unread], found: dict[int, CaseSources]) -> None:
    roots = {each.key: each.root for each in stretches}
    asked: dict[int, int] = {}
    migrated: set[int] = set()
    for key, process_id, sequence, actor, on_behalf_of, events in _ACTS.rows(
        connection, keys=key_list(connection, roots), most=EVENTS_AT_ONCE
    ):
        sources, lines = found[roots[key]], _lines(events)
        sources.reached[key] = sequence + len(lines) - 1
        sources.people.update((actor, on_behalf_of) if on_behalf_of else (actor,))
        for kind, element_id, element_instance_key, _, _ in lines:
            if kind.startswith("ELEMENT_"):
                sources.elements.add((process_id, element_id or ""))
            elif kind.startswith("USER_TASK_") and element_instance_key is not None:
                asked[element_instance_key] = roots[key]
            elif kind.startswith(MIGRATED):
                migrated.add(key)
    for each in stretches:
        reached = found[each.root].reached
        if reached.get(each.key, 0) < each.read + EVENTS_AT_ONCE:
            reached[each.key] = each.length  # there are no more, even if somebody removed some
    for key, *task in _TASKS.rows(connection, keys=key_list(connection, asked)) if asked else ():
        found[asked[key]].tasks.append(AskedPeople(*task))
    for key, *element in _ELEMENTS.rows(connection, keys=key_list(connection, migrated)) if migrated else ():
        found[roots[key]].elements.add(tuple(element))


def _lines(events: bytes) -> list[EventLine]:
    try:
        return lines_of(events)
    except ValueError:
        return []  # somebody wrote what is no act: for the verification to find, the other cases stay findable


def _add_texts(connection: sa.Connection, roots: str, cases: dict[int, int], found: dict[int, CaseSources]) -> None:
    for root, wrapped_key, ciphertext in _COMMENTS.rows(connection, roots=roots):
        if root in found:
            found[root].texts.append(opened(connection, wrapped_key, ciphertext) or "")
    for root, text in _DOCUMENTS.rows(connection, roots=roots):
        if root in found:
            found[root].texts.append(text)
    for key, name, value in _VARIABLES.rows(connection, keys=key_list(connection, cases)):
        found[cases[key]].variables.append((name, value))


_ROOTS = is_among(_root, "roots")
_PLACE = sa.func.row_number().over(
    partition_by=_root, order_by=(_instance.parent_process_instance_key.is_not(None), _instance.key)
)
_PLACED = (
    sa.select(
        _root.label("root"),
        _instance.key,
        _instance.process_id,
        _instance.version,
        sa.type_coerce(_instance.state, sa.Text).label("state"),
        _instance.business_id,
        _instance.subject,
        _instance.initiator,
        _instance.started_by,
        _instance.owner_unit,
        _instance.province_code,
        _instance.confidentiality,
        _instance.started_at,
        _instance.ended_at,
        _PLACE.label("place"),
    )
    .where(_ROOTS)
    .subquery()
)
_INSTANCES = Question(
    sa.select(*(_PLACED.c[name] for name in InstanceFacts._fields))
    .where(_PLACED.c.place <= sa.bindparam("most", type_=sa.BigInteger))
    .order_by(_PLACED.c.root, _PLACED.c.place)
)
_OTHERS = Question(
    sa.select(_root, _instance.process_id, _instance.version, _instance.owner_unit, _instance.province_code)
    .where(_ROOTS)
    .distinct()
)
_ACTS = Question(
    sa.select(_instance.key, _instance.process_id, _act.sequence, _act.actor, _act.on_behalf_of, _act.events)
    .select_from(with_row(process_instances).join(history_acts, _act.process_instance_key == _instance.key))
    .where(
        is_among(_instance.key, "keys"),
        _act.sequence > READ,
        _act.sequence <= READ + sa.bindparam("most", type_=sa.BigInteger),
    )
    .order_by(_act.process_instance_key, _act.sequence)
)
_TASKS = Question(
    sa.select(
        _task.element_instance_key,
        _task.assignee,
        sa.type_coerce(_task.candidate_users, sa.Text).label("candidate_users"),
        sa.type_coerce(_task.candidate_groups, sa.Text).label("candidate_groups"),
    ).where(is_among(_task.element_instance_key, "keys"))
)
_ELEMENTS = Question(
    sa.select(_instance.key, _instance.process_id, element_instances.c.element_id)
    .join(process_instances, element_instances.c.process_instance_key == _instance.key)
    .where(is_among(_instance.key, "keys"))
    .distinct()
)
_COMMENTS = Question(
    sa.select(comments.c.root_process_instance_key, _instance.wrapped_key, comments.c.ciphertext)
    .join(process_instances, comments.c.process_instance_key == _instance.key)
    .where(is_among(comments.c.root_process_instance_key, "roots"))
    .order_by(comments.c.key)
)
_DOCUMENTS = Question(
    sa.select(documents.c.root_process_instance_key, documents.c.name)
    .where(is_among(documents.c.root_process_instance_key, "roots"))
    .order_by(documents.c.key)
)
_VARIABLES = Question(
    sa.select(variables.c.scope_key, variables.c.name, variables.c.value)
    .where(is_among(variables.c.scope_key, "keys"), variables.c.size <= LONGEST_VALUE)
    .order_by(variables.c.key)
)
