"""The dry run of a migration over many cases: where they stand, what becomes of what they wait for, which are blocked and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.commands.migrating import bound_form, problems_at
from engine.commands.migration_notes import notes_on
from engine.errors import NotAllowed, RequestInvalid
from engine.identity import Permission
from engine.runtime.migration import event_changes
from engine.runtime.migration_map import MigrationMap, known_part
from engine.store import migration as store
from engine.store.migration import AT_ONCE, Circumstance, PositionKind
from engine.store.process_instances import living_versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.commands.engine import Engine
    from engine.commands.resources import DeployedResources
    from engine.identity import Actor
    from engine.store.migration import Position

MOST_BLOCKED_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """An element of one version where cases stand, and what a migration does to them there."""

    version: int
    element_id: str
    name: str | None
    kind: str
    """ACTIVE, JOINING, UNDOABLE, LISTENING or UNDOING."""
    cases: int
    target_element_id: str | None
    problem: str | None
    """Why cases that stand here are blocked; None when they are not."""
    closed_events: tuple[str, ...] = ()
    """Deadlines, messages and the like that stop waiting."""
    opened_events: tuple[str, ...] = ()
    """Those that start waiting, or start anew because their definition changed."""
    form_before: str | None = None
    form_after: str | None = None
    incidents: int = 0
    """Cases that wait for an operator here; they do so afterwards."""
    locked_jobs: int = 0
    """Cases in which a worker holds a job of this element; it may go on with it."""
    called: int = 0
    """Cases in which a process that was called here runs; it is no part of the migration."""
    notes: tuple[str, ...] = ()
    """What stays as it was."""


@dataclass(frozen=True, slots=True)
class BlockedCase:
    """A case that cannot be migrated as it stands."""

    process_instance_key: int
    business_id: str | None
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What a migration of these cases would do."""

    target_definition_key: int
    target_version: int
    cases: int
    """Running cases that do not run the target yet."""
    blocked: int
    there_already: int
    ended: int
    places: tuple[Place, ...]
    """By version, then by how many cases stand there."""
    blocked_cases: tuple[BlockedCase, ...]
    """The first of them."""


def plan_migration(
    engine: Engine, actor: Actor, keys: Sequence[int], target_definition_key: int, mapping: Mapping[str, str]
) -> MigrationReport:
    """Tell what MigrateInstance would do to each of the cases; raise NotFound, NotAllowed, RequestInvalid. Changes nothing.

    What is asked: a few statements for 5,000 cases. An expression of a new deadline that fails is found only case by case.
    """
    if not actor.may(Permission.OPERATE):
        raise NotAllowed(f"This needs the permission {Permission.OPERATE}.")
    with engine.reading() as connection:
        resources = engine.resources(connection)
        survey = _Survey(connection, resources, target_definition_key, mapping, engine.now())
        for start in range(0, len(keys), AT_ONCE):
            survey.look_at(keys[start : start + AT_ONCE])
        return survey.report(len(set(keys)))


class _Survey:
    """Counts the cases of each version at each position."""

    def __init__(
        self, connection: Any, resources: DeployedResources, target_key: int, mapping: Mapping[str, str], now: datetime
    ) -> None:
        self._connection = connection
        self._now = now
        self._resources = resources
        self._target = resources.definition(target_key)
        self._mapping = mapping
        self._maps: dict[int, MigrationMap] = {}
        self._counts: Counter[tuple[int, Position]] = Counter()
        self._circumstances: Counter[tuple[int, str, Circumstance]] = Counter()
        self._problems: dict[tuple[int, Position], str | None] = {}
        self._blocked: list[BlockedCase] = []
        self._living = self._there_already = self._blocked_count = 0

    def look_at(self, keys: Sequence[int]) -> None:
        living = living_versions(self._connection, keys)
        self._living += len(living)
        moving = [row for row in living if row[1] != self._target.key]
        self._there_already += len(living) - len(moving)
        versions = {key: source_key for key, source_key, _ in moving}
        positions = store.positions_of(self._connection, list(versions))
        circumstances = store.circumstances_of(self._connection, list(versions), self._now)
        self._circumstances.update((versions[key], element_id, what) for key, element_id, what in circumstances)
        for key, source_key, business_id in moving:
            standing = positions[key]
            self._counts.update((source_key, position) for position in standing)
            found = {problem for position in standing if (problem := self._problem(source_key, position))}
            if found:
                self._blocked_count += 1
                if len(self._blocked) < MOST_BLOCKED_SHOWN:
                    self._blocked.append(BlockedCase(key, business_id, tuple(sorted(found))))

    def report(self, asked: int) -> MigrationReport:
        known = {name for migration in self._maps.values() for name in migration.source.elements}
        unknown = [name for name in self._mapping if name not in known]
        if unknown and self._maps:
            raise RequestInvalid(f"No version that these cases run has an element {unknown[0]!r}.", "sourceElementId")
        order = sorted(self._counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1].element_id))
        places = [self._place(source_key, position, cases) for (source_key, position), cases in order]
        return MigrationReport(
            target_definition_key=self._target.key,
            target_version=self._target.version,
            cases=self._living - self._there_already,
            blocked=self._blocked_count,
            there_already=self._there_already,
            ended=asked - self._living,
            places=tuple(places),
            blocked_cases=tuple(self._blocked),
        )

    def _map(self, source_key: int) -> MigrationMap:
        if source_key not in self._maps:
            source, target = self._resources.model(source_key), self._resources.model(self._target.key)
            self._maps[source_key] = MigrationMap(source, target, known_part(source, self._mapping))
        return self._maps[source_key]

    def _problem(self, source_key: int, position: Position) -> str | None:
        at = (source_key, position)
        if at not in self._problems:
            found = problems_at(self._resources, self._map(source_key), self._target.key, [position])
            self._problems[at] = found.get(position)
        return self._problems[at]

    def _place(self, source_key: int, position: Position, cases: int) -> Place:
        migration, problem = self._map(source_key), self._problem(source_key, position)
        element = migration.source.elements.get(position.element_id)
        target_id = migration.elements.get(position.element_id)
        changes = before = after = None
        notes: tuple[str, ...] = ()
        if problem is None and position.kind is PositionKind.ACTIVE and element is not None and target_id is not None:
            changes = event_changes(migration, element.id)
            before = element.user_task.form_id if element.user_task else None
            target = migration.target.elements[target_id]
            after = bound_form(self._resources, self._target.key, target)[0]
            notes = tuple(notes_on(element, target))
        here = {
            what: self._circumstances[source_key, position.element_id, what] if position.kind is PositionKind.ACTIVE else 0
            for what in Circumstance
        }
        return Place(
            version=self._resources.definition(source_key).version,
            element_id=position.element_id,
            name=element.name if element else None,
            kind=position.kind.value,
            cases=cases,
            target_element_id=target_id,
            problem=problem,
            closed_events=tuple(sorted(changes.closed)) if changes else (),
            opened_events=tuple(sorted(changes.opened)) if changes else (),
            form_before=before,
            form_after=after,
            incidents=here[Circumstance.INCIDENT],
            locked_jobs=here[Circumstance.LOCKED_JOB],
            called=here[Circumstance.CALLED],
            notes=notes,
        )
