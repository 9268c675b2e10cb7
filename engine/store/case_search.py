"""What cases can be found by: finding those whose row is stale, reading what a row is made of, writing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.case_search import CaseSearchRow, SavedSearch, case_search, saved_searches
from engine.model.comment import comments
from engine.model.document import documents
from engine.model.element_instance import element_instances
from engine.model.history_act import history_acts
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.model.variable import variables
from engine.store.rows import dialect_insert, to_row
from engine.store.sealed import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

AT_ONCE = 200
LONGEST_VALUE = 12_000
"""In characters of a variable's JSON text: what is longer is a document or a list of thousands, and nothing that somebody searches for."""
_instance, _act, _row = process_instances.c, history_acts.c, case_search.c
_root = _instance.root_process_instance_key


@dataclass(slots=True)
class CaseSources:
    """What the row of one case is made of."""

    instances: list[sa.Row[Any]] = field(default_factory=list)
    """The root process instance first."""
    tasks: list[sa.Row[Any]] = field(default_factory=list)
    elements: list[tuple[str, str]] = field(default_factory=list)
    """Process id and element id."""
    people: set[str] = field(default_factory=set)
    """Who stands in the events."""
    variables: list[tuple[str, str]] = field(default_factory=list)
    """Name and JSON text of variables of process instances."""
    texts: list[str] = field(default_factory=list)
    """Comments, names of documents."""


def stale_cases(connection: sa.Connection, since: datetime | None) -> Iterator[int]:
    """Yield the keys of cases that have grown beyond their row, in a stream; only those with an event since then if given."""
    instances = sa.select(_root.label("root"), sa.func.sum(_instance.history_length).label("total"))
    if since is not None:
        grown = sa.select(_act.process_instance_key).where(_act.at >= since)
        inner = process_instances.alias("grown")
        roots = sa.select(inner.c.root_process_instance_key).where(inner.c.key.in_(grown))
        instances = instances.where(_root.in_(roots))
    length = instances.group_by(_root).subquery()
    query = (
        sa.select(length.c.root)
        .select_from(length.outerjoin(case_search, _row.key == length.c.root))
        .where(sa.or_(_row.key.is_(None), _row.history_length != length.c.total))
        .order_by(length.c.root)
    )
    yield from connection.execution_options(yield_per=AT_ONCE).execute(query).scalars()


def sources_of(connection: sa.Connection, roots: Sequence[int]) -> dict[int, CaseSources]:
    """Return what the rows of these cases are made of: one statement a table."""
    found = {root: CaseSources() for root in roots}
    within = process_instances.c.root_process_instance_key.in_(roots)
    is_called = _instance.parent_process_instance_key.is_not(None)
    for row in connection.execute(sa.select(process_instances).where(within).order_by(is_called, _instance.key)):
        found[row.root_process_instance_key].instances.append(row)
    task = user_tasks.c
    asked = (task.root_process_instance_key, task.assignee, task.candidate_users, task.candidate_groups)
    for row in connection.execute(sa.select(*asked).where(task.root_process_instance_key.in_(roots))):
        found[row.root_process_instance_key].tasks.append(row)
    element = element_instances.c
    for root, process_id, element_id in connection.execute(
        sa.select(_root, _instance.process_id, element.element_id)
        .join(process_instances, element.process_instance_key == _instance.key)
        .where(within)
        .distinct()
    ):
        found[root].elements.append((process_id, element_id))
    for root, actor, on_behalf_of in connection.execute(
        sa.select(_root, _act.actor, _act.on_behalf_of)
        .join(process_instances, _act.process_instance_key == _instance.key)
        .where(within)
        .distinct()
    ):
        found[root].people.update(filter(None, (actor, on_behalf_of)))
    _add_texts(connection, roots, found)
    return found


def write_rows(connection: sa.Connection, rows: Sequence[CaseSearchRow]) -> None:
    """Insert or replace the rows; one that was read later stays."""
    if not rows:
        return
    statement = dialect_insert(case_search, connection.dialect.name)
    changes = {column.name: statement.excluded[column.name] for column in case_search.c if column.name != "key"}
    is_newer = statement.excluded.history_length >= _row.history_length
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_=changes, where=is_newer),
        [to_row(case_search, row) for row in rows],
    )


def forget_cases(connection: sa.Connection, roots: Sequence[int]) -> None:
    """Delete the rows of these cases, their texts with them: what is erased must not be found either."""
    connection.execute(sa.delete(case_search).where(_row.key.in_(roots)))


def forget_missing_cases(connection: sa.Connection) -> None:
    """Delete the rows of cases that are gone."""
    exists = sa.select(_instance.key).where(_instance.key == _row.key).exists()
    connection.execute(sa.delete(case_search).where(~exists))


def write_saved_search(connection: sa.Connection, saved: SavedSearch) -> None:
    """Insert the search, or replace the one that the person has under this name."""
    statement = dialect_insert(saved_searches, connection.dialect.name).values(to_row(saved_searches, saved))
    changes = {"query": statement.excluded.query, "created_at": statement.excluded.created_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["user_name", "name"], set_=changes))


def delete_saved_search(connection: sa.Connection, user_name: str, key: int) -> None:
    """Delete a search of this person."""
    own = saved_searches.c
    connection.execute(sa.delete(saved_searches).where(own.key == key, own.user_name == user_name))


def count_saved_searches(connection: sa.Connection, user_name: str) -> int:
    """Return how many searches the person keeps."""
    query = sa.select(sa.func.count()).select_from(saved_searches).where(saved_searches.c.user_name == user_name)
    return int(connection.execute(query).scalar_one())


def _add_texts(connection: sa.Connection, roots: Sequence[int], found: dict[int, CaseSources]) -> None:
    comment, document, variable = comments.c, documents.c, variables.c
    remarks = (
        sa.select(comment.root_process_instance_key, _instance.wrapped_key, comment.ciphertext)
        .join(process_instances, comment.process_instance_key == _instance.key)
        .where(comment.root_process_instance_key.in_(roots))
    )
    for root, wrapped_key, ciphertext in connection.execute(remarks.order_by(comment.key)):
        found[root].texts.append(opened(connection, wrapped_key, ciphertext) or "")
    names = sa.select(document.root_process_instance_key, document.name).where(document.root_process_instance_key.in_(roots))
    for root, text in connection.execute(names.order_by(document.key)):
        found[root].texts.append(text)
    values = (
        sa.select(_root, variable.name, variable.value)
        .join(process_instances, variable.scope_key == _instance.key)
        .where(_root.in_(roots), variable.size <= LONGEST_VALUE)
        .order_by(variable.key)
    )
    for root, name, value in connection.execute(values):
        found[root].variables.append((name, value))
