"""Carrying one locked process instance over to another version: checks, rows, what it waits for, its open user tasks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Binding
from engine.commands import meetings
from engine.errors import MigrationBlocked
from engine.identity.duties import duty_rule
from engine.model.event_subscription import SubscriptionKind
from engine.runtime import migration as runtime
from engine.runtime.failures import CannotContinue
from engine.store import migration as store
from engine.store.migration import Position, PositionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.bpmn.process_model import Element
    from engine.commands.case import Case
    from engine.commands.resources import DeployedResources
    from engine.model.event_subscription import EventSubscription
    from engine.model.process_definition import ProcessDefinition
    from engine.model.timer import Timer
    from engine.model.waiting_token import WaitingToken
    from engine.runtime.migration import EventChanges
    from engine.runtime.migration_map import MigrationMap


@dataclass(slots=True)
class Withdrawn:
    """What a migration took away and a way back would bring again."""

    timers: list[Timer] = field(default_factory=list)
    subscriptions: list[EventSubscription] = field(default_factory=list)
    forms: dict[int, int | None] = field(default_factory=dict)
    """User task to the form version that it had."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What came of carrying a case over."""

    withdrawn: Withdrawn
    tokens: list[WaitingToken]
    """Those that wait, as the target names their places, before its joins look at them."""


def problems_at(
    resources: DeployedResources, migration: MigrationMap, target_key: int, positions: Iterable[Position]
) -> dict[Position, str]:
    """Return why what stands at these positions cannot be taken over; positions without a problem are missing."""
    found = {position: _problem(resources, migration, target_key, position) for position in positions}
    return {position: problem for position, problem in found.items() if problem is not None}


def carry_over(
    case: Case, migration: MigrationMap, target: ProcessDefinition, *, restored: Withdrawn | None = None
) -> CarriedOver:
    """Let the case run the target version from now on; raise MigrationBlocked. The caller records and saves.

    With `restored` the events that the target adds wait as they did before, not anew. Statements: a few for the tables, one or
    two for each element that has user tasks, gains or loses events; only instances that gain events or remember something are read.
    """
    key, connection = case.process_instance.key, case.work.uow.connection
    positions = store.positions_of(connection, [key])[key]
    problems = problems_at(case.work.resources, migration, target.key, positions)
    if problems:
        raise MigrationBlocked(key, sorted(set(problems.values())))
    active = {position.element_id for position in positions if position.kind is PositionKind.ACTIVE}
    changes = {element_id: runtime.event_changes(migration, element_id) for element_id in active}
    withdrawn = Withdrawn()
    for element_id, change in changes.items():
        if change.closed:
            timers, subscriptions = store.take_waits(connection, key, element_id, change.closed)
            withdrawn.timers += timers
            withdrawn.subscriptions += subscriptions
    tokens = _carry_rows(case, migration, target)
    _carry_user_tasks(case, target, withdrawn, restored)
    _go_on(case, migration, changes, tokens, restored)
    return CarriedOver(withdrawn, tokens)


def bound_form(resources: DeployedResources, target_key: int, element: Element) -> tuple[str | None, int | None]:
    """Return the form id of a user task and the key of the version that its binding means now, None when there is none."""
    definition = element.user_task
    if definition is None or definition.form_id is None:
        return None, None
    return definition.form_id, resources.form_key(definition.form_id, definition.form_binding or Binding(), target_key)


def _problem(resources: DeployedResources, migration: MigrationMap, target_key: int, position: Position) -> str | None:
    match position.kind:
        case PositionKind.JOINING:
            return migration.token_problem(position.element_id, position.flow_id or "")
        case PositionKind.LISTENING:
            return migration.listener_problem(position.element_id)
        case PositionKind.UNDOABLE:
            return migration.problem(position.element_id)
        case PositionKind.UNDOING:
            return "The case undoes what another one did in the version that it runs, so it can run no other."
    problem = migration.problem(position.element_id)
    if problem is None:
        form_id, form_key = bound_form(
            resources, target_key, migration.target.elements[migration.elements[position.element_id]]
        )
        if form_id is not None and form_key is None:
            return f"{position.element_id} would get the form {form_id}, which is not deployed."
    return problem


def _carry_rows(case: Case, migration: MigrationMap, target: ProcessDefinition) -> list[WaitingToken]:
    key, connection = case.process_instance.key, case.work.uow.connection
    tokens = [
        replace(
            token,
            element_id=migration.elements[token.element_id],
            flow_id=migration.flow(token.element_id, token.flow_id) or token.flow_id,
        )
        for token in store.waiting_tokens_of(connection, key)
    ]
    store.carry_over(connection, key, target, migration.renamed)
    if tokens:
        tokens = store.replace_waiting_tokens(connection, key, tokens)
    case.process_instance.migrate(target.key, target.process_id, target.version)
    return tokens


def _carry_user_tasks(case: Case, target: ProcessDefinition, withdrawn: Withdrawn, restored: Withdrawn | None) -> None:
    """Give open user tasks the name, duty and form of the target; people, dates and priority stay as they are."""
    resources, connection, key = case.work.resources, case.work.uow.connection, case.process_instance.key
    elements = resources.model(target.key).elements
    for element_id in store.elements_with_open_user_tasks(connection, key):
        element = elements[element_id]
        form_key = bound_form(resources, target.key, element)[1]
        shown = {"name": element.name or element.id, "duty": duty_rule(element.properties).duty}
        withdrawn.forms |= store.follow_version(connection, key, element_id, {**shown, "form_key": form_key})
    if restored is not None:
        store.put_forms(connection, key, restored.forms)


def _restore(case: Case, restored: Withdrawn) -> None:
    """Let events wait as they did; messages that were buffered meanwhile reach them."""
    store.put_waits(case.work.uow.connection, restored.timers, restored.subscriptions)
    case.work.uow.wakes_drain = case.work.uow.wakes_drain or bool(restored.timers)
    messages = [row for row in restored.subscriptions if row.kind is SubscriptionKind.MESSAGE]
    meetings.find_messages_for(case.work, messages)


def _go_on(
    case: Case,
    migration: MigrationMap,
    changes: Mapping[str, EventChanges],
    tokens: list[WaitingToken],
    restored: Withdrawn | None,
) -> None:
    key, connection, x = case.process_instance.key, case.work.uow.connection, case.execution
    for instance in store.instances_with_memo(connection, key):
        runtime.translate_memo(x.rows.take_in(instance), migration)
    if restored is not None:
        _restore(case, restored)
    else:
        opened = {migration.elements[element_id]: change.opened for element_id, change in changes.items() if change.opened}
        for instance in store.active_instances(connection, key, opened) if opened else ():
            try:
                runtime.open_events(x, x.rows.take_in(instance), opened[instance.element_id])
            except CannotContinue as failure:
                raise MigrationBlocked(key, [failure.message]) from failure
    runtime.look_at_joins(x, tokens)
