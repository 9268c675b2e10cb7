"""Who may see which case: by permission, by unit and province, and for the case team (ect-domain C.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.identity.permissions import Permission
from engine.model.history_event import access_events
from engine.model.process_instance import process_instances
from engine.model.user_task import CandidateKind, user_task_candidates, user_tasks

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor

SECRET = "ลับ"  # noqa: S105 (the secrecy class of a case)
CASE_OPENED = "CASE_OPENED"
"""The type of the access event by which somebody opened a case."""


def visible_case(actor: Actor, instance: Any = process_instances) -> ColumnElement[bool]:
    """Return the condition under which `actor` sees the process instance that `instance` (table or alias) stands for.

    A case marked ลับ is seen by its team and by whoever holds READ_SECRET_CASES; any other case also by its unit, its
    province and whoever holds READ_ALL_CASES. The team: who started it, and who has, had or may take one of its tasks.
    For one reading a case is seen by emergency access, too.
    """
    open_case = sa.func.coalesce(instance.c.confidentiality, "") != SECRET
    ways: list[ColumnElement[bool]] = [*_team(actor, instance), *_in_emergency(actor, instance)]
    if actor.may(Permission.READ_ALL_CASES):
        if actor.may(Permission.READ_SECRET_CASES):
            return sa.true()
        ways.append(open_case)
    elif not actor.is_service:
        if actor.unit:
            ways.append(sa.and_(open_case, instance.c.owner_unit == actor.unit))
        if actor.province:
            ways.append(sa.and_(open_case, instance.c.province_code == actor.province))
    return sa.or_(*ways)


def visible_user_task(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which `actor` sees a row of `user_task`: it is theirs to do or done by them, or they see the case."""
    if actor.may(Permission.READ_ALL_CASES) and actor.may(Permission.READ_SECRET_CASES):
        return sa.true()
    instance = process_instances.alias("case_of_task")
    case = sa.exists().where(instance.c.key == user_tasks.c.root_process_instance_key, visible_case(actor, instance))
    return sa.or_(*_concerns(actor, user_tasks), case)


def visible_user_task_data(actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which `actor` sees the variables of a row of `user_task`: it is theirs, or they see inside."""
    return sa.or_(*_concerns(actor, user_tasks), visible_within(actor, user_tasks.c.process_instance_key))


def visible_within(actor: Actor, process_instance_key: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition under which `actor` sees what belongs to the process instance of this key: its data, its steps.

    Whoever started a case marked ลับ sees how it stands, and not what its team has gathered. Whoever sees such a case
    without being of its team sees inside once the reason is recorded, for this sign-in. Whoever manages accounts and has
    no other right sees of a case that there is one, unless they are of its team.
    """
    instance = process_instances.alias("case_of_row")
    is_open = sa.func.coalesce(instance.c.confidentiality, "") != SECRET
    is_of_others = sa.func.coalesce(instance.c.initiator, "") != actor.user_name
    in_team = sa.or_(*_team(actor, instance))
    ways = [sa.and_(is_of_others, in_team), *_in_emergency(actor, instance)]
    if actor.may(Permission.READ_SECRET_CASES):
        ways.append(sa.and_(is_of_others, has_opened(actor, instance)))
    sees_open = in_team if is_technical(actor) else sa.true()
    inside = sa.or_(sa.and_(is_open, sees_open), *ways)
    return sa.exists().where(instance.c.key == process_instance_key, visible_case(actor, instance), inside)


def has_opened(actor: Actor, instance: Any = process_instances) -> ColumnElement[bool]:
    """Return the condition that the actor opened the case, on the record, since signing in."""
    event = access_events.c
    return sa.exists().where(
        event.process_instance_key == instance.c.root_process_instance_key,
        event.actor == actor.user_name,
        event.session_id.is_not_distinct_from(actor.session_id),
        event.type == CASE_OPENED,
    )


def is_technical(actor: Actor) -> bool:
    """Tell whether the actor looks after the system and not after cases."""
    return actor.may(Permission.MANAGE_USERS) and not actor.may(Permission.READ_ALL_CASES)


@dataclass(frozen=True, slots=True)
class Reading:
    """How an actor stands to a case that they are about to open."""

    root_key: int
    is_secret: bool
    is_noted: bool
    """Their reading is on the record already, for this sign-in."""
    is_of_team: bool
    sees_inside: bool
    """They see what belongs to the case already."""


def reading_of(connection: sa.Connection, actor: Actor, process_instance_key: int) -> Reading | None:
    """Return how the actor stands to the case of a process instance; None when they see no such case."""
    instance = process_instances.alias("case_to_read")
    query = sa.select(
        instance.c.root_process_instance_key,
        sa.func.coalesce(instance.c.confidentiality, "") == SECRET,
        has_opened(actor, instance),
        sa.or_(*_team(actor, instance)),
        visible_within(actor, instance.c.key),
    ).where(instance.c.key == process_instance_key, visible_case(actor, instance))
    row = connection.execute(query).first()
    return None if row is None else Reading(row[0], *map(bool, row[1:]))


def sees_within(connection: sa.Connection, actor: Actor, process_instance_key: int) -> bool:
    """Tell whether the actor sees what belongs to a process instance, by the rule of `visible_within`."""
    condition = visible_within(actor, sa.literal(process_instance_key, sa.BigInteger))
    return bool(connection.execute(sa.select(condition)).scalar())


def candidate_of(actor: Actor, task: Any = user_tasks) -> ColumnElement[bool]:
    """Return the condition under which `actor` is among the candidates of the user task."""
    named = sa.and_(user_task_candidates.c.kind == CandidateKind.USER, user_task_candidates.c.name == actor.user_name)
    grouped = sa.and_(user_task_candidates.c.kind == CandidateKind.GROUP, user_task_candidates.c.name.in_(sorted(actor.groups)))
    return sa.exists().where(user_task_candidates.c.user_task_key == task.c.key, sa.or_(named, grouped))


def _team(actor: Actor, instance: Any) -> tuple[ColumnElement[bool], ...]:
    task = user_tasks.alias("task_of_team")
    works = sa.exists().where(
        task.c.root_process_instance_key == instance.c.root_process_instance_key, sa.or_(*_concerns(actor, task))
    )
    return (instance.c.initiator == actor.user_name, instance.c.started_by == actor.user_name, works)


def _in_emergency(actor: Actor, instance: Any) -> tuple[ColumnElement[bool], ...]:
    if actor.emergency_case is None:
        return ()
    return (instance.c.root_process_instance_key == actor.emergency_case,)


def _concerns(actor: Actor, task: Any) -> tuple[ColumnElement[bool], ...]:
    return (task.c.assignee == actor.user_name, task.c.completed_by == actor.user_name, candidate_of(actor, task))
