"""Reading histories and the rows they tell of, for checking: many cases at a time, in streams, without locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.checkpoint import ChainKind, checkpoint_leaves
from engine.model.columns import typed_key
from engine.model.comment import comments
from engine.model.decision_instance import decision_instances
from engine.model.document import document_contents, documents
from engine.model.element_instance import element_instances
from engine.model.history_act import HistoryAct, history_acts
from engine.model.history_event import access_events
from engine.model.incident import incidents
from engine.model.job import jobs
from engine.model.process_instance import process_instances
from engine.model.retention import legal_holds
from engine.model.timer import timers
from engine.model.user_task import user_tasks
from engine.model.variable import variables
from engine.model.waiting_token import waiting_tokens
from engine.store.access_events import read_access_key
from engine.store.sealed import opened, opened_act, opened_event, wrapped_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from engine.model.history_event import HistoryEvent

EVENTS_AT_ONCE = 20_000
CASES_AT_ONCE = 200
_instance = process_instances.c
_element, _task, _variable = element_instances.c, user_tasks.c, variables.c
_job, _decision = jobs.c, decision_instances.c
_ROW_COLUMNS: dict[str, tuple[sa.Column[Any], tuple[sa.ColumnElement[Any], ...]]] = {
    "element_instances": (
        _element.process_instance_key,
        (
            _element.key,
            _element.element_id,
            sa.type_coerce(_element.element_type, sa.String).label("element_type"),
            _element.scope_key,
            _element.loop_counter,
            sa.type_coerce(_element.state, sa.String).label("state"),
            _element.started_at,
            _element.ended_at,
        ),
    ),
    "variables": (_variable.process_instance_key, (_variable.key, _variable.scope_key, _variable.name, _variable.value)),
    "user_tasks": (_task.process_instance_key, tuple(user_tasks.c)),
    "comments": (
        comments.c.process_instance_key,
        (comments.c.key, comments.c.author, comments.c.created_at, comments.c.ciphertext),
    ),
    "legal_holds": (
        legal_holds.c.process_instance_key,
        (legal_holds.c.placed_at, legal_holds.c.placed_by, legal_holds.c.reason),
    ),
    "documents": (documents.c.process_instance_key, (documents.c.document_id, documents.c.sha256)),
    "jobs": (
        _job.process_instance_key,
        (
            _job.key,
            _job.type,
            sa.type_coerce(_job.state, sa.String).label("state"),
            _job.element_id,
            _job.element_instance_key,
            _job.retries,
            _job.created_at,
            _job.ended_at,
        ),
    ),
    "incidents": (incidents.c.process_instance_key, tuple(incidents.c)),
    "timers": (
        timers.c.process_instance_key,
        (timers.c.key, timers.c.due_at, timers.c.element_id, timers.c.element_instance_key, timers.c.attempts),
    ),
    "waiting_tokens": (waiting_tokens.c.process_instance_key, tuple(waiting_tokens.c)),
    "decision_instances": (
        _decision.process_instance_key,
        (
            _decision.evaluation_key,
            _decision.index,
            _decision.decision_id,
            _decision.decision_name,
            _decision.output,
            _decision.inputs,
            _decision.matched_rules,
            _decision.element_instance_key,
            _decision.evaluated_at,
        ),
    ),
}


def count_events(connection: sa.Connection) -> int:
    """Return how many events the cases say that they have."""
    return int(connection.execute(sa.select(sa.func.coalesce(sa.func.sum(_instance.history_length), 0))).scalar_one())


def next_cases(connection: sa.Connection, after_key: int) -> dict[int, int]:
    """Return key and number of events of the process instances with greater keys: as many as have EVENTS_AT_ONCE together."""
    query = sa.select(_instance.key, _instance.history_length).where(_instance.key > after_key)
    found: dict[int, int] = {}
    events = 0
    for key, length in connection.execute(query.order_by(_instance.key).limit(CASES_AT_ONCE)):
        found[key] = length
        events += length
        if events >= EVENTS_AT_ONCE:
            break
    return found


def case_with_called(connection: sa.Connection, root_key: int) -> list[int]:
    """Return the keys of a case's process instance and those it called."""
    where = sa.or_(_instance.root_process_instance_key == root_key, _instance.key == root_key)
    return list(connection.execute(sa.select(_instance.key).where(where).order_by(_instance.key)).scalars())


def instances_of(connection: sa.Connection, keys: Sequence[int]) -> list[sa.Row[Any]]:
    """Return process instances, by key."""
    return list(connection.execute(sa.select(process_instances).where(_instance.key.in_(keys)).order_by(_instance.key)))


def find_case_key(connection: sa.Connection, text: str) -> int | None:
    """Return the key of the root process instance with this key or case number."""
    where = _instance.business_id == text
    key = typed_key(text) if text.isascii() else None
    if key is not None:
        where = sa.or_(where, _instance.key == key)
    query = sa.select(_instance.root_process_instance_key).where(where).order_by(_instance.key).limit(1)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def events_of(connection: sa.Connection, kind: ChainKind, keys: Sequence[int]) -> dict[int, list[HistoryEvent]]:
    """Return the events of these chains in order of sequence, by chain key; chains without events are missing.

    Details are opened as far as their key allows; where it does not, `ciphertext` is there and `details` is None. Raises
    ValueError when a row does not contain events.
    """
    found: dict[int, list[HistoryEvent]] = {}
    if kind is ChainKind.ACCESS:
        access_key = read_access_key(connection)
        access = access_events.c
        query = sa.select(access_events).where(access.process_instance_key.in_(keys))
        for row in connection.execute(query.order_by(access.process_instance_key, access.sequence)):
            found.setdefault(row.process_instance_key, []).append(opened_event(connection, row, access_key))
        return found
    case_keys, act = wrapped_keys(connection, keys), history_acts.c
    query = sa.select(history_acts).where(act.process_instance_key.in_(keys))
    for row in connection.execute(query.order_by(act.process_instance_key, act.sequence)).all():
        events = opened_act(connection, HistoryAct(*row), case_keys.get(row.process_instance_key))
        found.setdefault(row.process_instance_key, []).extend(events)
    return found


def rows_of(connection: sa.Connection, keys: Sequence[int]) -> dict[int, dict[str, list[Any]]]:
    """Return the rows of these process instances by key and by name of the table's entity: one statement a table."""
    found: dict[int, dict[str, list[Any]]] = {key: {name: [] for name in _ROW_COLUMNS} for key in keys}
    for name, (owner, columns) in _ROW_COLUMNS.items():
        query = sa.select(owner.label("of_case"), *columns).where(owner.in_(keys))
        for row in connection.execute(query).all():
            found[row.of_case][name].append(row)
    with_comments = [key for key in keys if found[key]["comments"]]
    for key, wrapped in (wrapped_keys(connection, with_comments) if with_comments else {}).items():
        found[key]["comments"] = [_opened_comment(connection, row, wrapped) for row in found[key]["comments"]]
    return found


@dataclass(frozen=True, slots=True)
class OpenedComment:
    """A remark as the history can be held against it; `text` is None when it cannot be opened."""

    key: int
    author: str
    created_at: datetime
    text: str | None


def _opened_comment(connection: sa.Connection, row: sa.Row[Any], wrapped_key: bytes | None) -> OpenedComment:
    text = opened(connection, wrapped_key, row.ciphertext)
    return OpenedComment(row.key, row.author, row.created_at, text)


def access_chain_keys(connection: sa.Connection) -> Iterator[int]:
    """Yield the keys of all chains of access events, by key."""
    key = access_events.c.process_instance_key
    yield from connection.execute(sa.select(key).distinct().order_by(key)).scalars()


def orphaned_chains(connection: sa.Connection) -> list[tuple[ChainKind, int, int]]:
    """Return kind, key and length of chains that a checkpoint or events know of and whose case or events are gone."""
    leaf, act, access = checkpoint_leaves.c, history_acts.c, access_events.c
    case_exists = sa.select(_instance.key).where(_instance.key == leaf.chain_key).exists()
    sealed_cases = sa.select(leaf.kind, leaf.chain_key, sa.func.max(leaf.length)).where(
        leaf.kind == ChainKind.CASE, ~case_exists
    )
    access_exists = sa.select(access.sequence).where(access.process_instance_key == leaf.chain_key).exists()
    sealed_accesses = sa.select(leaf.kind, leaf.chain_key, sa.func.max(leaf.length)).where(
        leaf.kind == ChainKind.ACCESS, ~access_exists
    )
    found = [
        tuple(row)
        for query in (sealed_cases, sealed_accesses)
        for row in connection.execute(query.group_by(leaf.kind, leaf.chain_key).order_by(leaf.chain_key))
    ]
    event_has_case = sa.select(_instance.key).where(_instance.key == act.process_instance_key).exists()
    loose = sa.select(act.process_instance_key, sa.func.max(act.sequence)).where(~event_has_case)
    known = {key for kind, key, _ in found if kind is ChainKind.CASE}
    for key, length in connection.execute(loose.group_by(act.process_instance_key)):
        if key not in known:
            found.append((ChainKind.CASE, key, length))
    return found


def contents(connection: sa.Connection, process_instance_keys: Sequence[int] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield SHA-256 and bytes of stored contents, of all or of the documents of these process instances, one at a time."""
    query = sa.select(document_contents.c.sha256)
    if process_instance_keys is not None:
        mine = sa.select(documents.c.sha256).where(documents.c.process_instance_key.in_(process_instance_keys))
        query = query.where(document_contents.c.sha256.in_(mine))
    for sha256 in list(connection.execute(query.order_by(document_contents.c.sha256)).scalars()):
        where = document_contents.c.sha256 == sha256
        yield sha256, connection.execute(sa.select(document_contents.c.data).where(where)).scalar_one()
