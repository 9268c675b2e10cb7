"""The sub-commands of `anumat cases`: what an operator does to running cases from the command line."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

from app.case_choice import chosen_keys, key_of, target_definition
from app.case_contradictions import refuse_contradictions
from app.preparation import say
from app.progress import Progress
from engine.commands import (
    Activation,
    Actor,
    BatchOperationType,
    BatchTarget,
    Engine,
    ModifyInstance,
    Move,
    MoveScope,
    Permission,
    RevertMigration,
    ScopedVariables,
    StartBatch,
    Termination,
    plan_migration,
)
from engine.commands.sweep import run_continuations
from engine.errors import EngineError, RequestInvalid
from engine.queries.batch_operations import ITEMS, batch_operation
from engine.queries.incidents import open_incidents_of
from engine.queries.search import Condition, Operator, SearchRequest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from engine.commands import MigrationReport, Place

BATCHES = {
    "suspend": BatchOperationType.SUSPEND_PROCESS_INSTANCE,
    "resume": BatchOperationType.RESUME_PROCESS_INSTANCE,
    "cancel": BatchOperationType.CANCEL_PROCESS_INSTANCE,
}
RIGHTS = frozenset({Permission.OPERATE, Permission.READ_ALL_CASES, Permission.READ_SECRET_CASES})


def operate(engine: Engine, options: argparse.Namespace) -> None:
    """Do what the options say; raise EngineError when nothing of it was done."""
    refuse_contradictions(options)
    actor = Actor(f"cli:{getpass.getuser()}", permissions=RIGHTS)
    states = ("SUSPENDED",) if options.action == "resume" else ("ACTIVE", "SUSPENDED")
    keys = chosen_keys(engine, actor, options, states)
    if options.action == "modify":
        _modify(engine, actor, keys, options)
    elif options.action == "migrate":
        _migrate(engine, actor, keys, options)
    elif options.action == "resolve":
        with engine.reading() as connection:
            targets = [BatchTarget(case, incident) for incident, case in open_incidents_of(connection, keys)]
        _run_batch(engine, actor, BatchOperationType.RESOLVE_INCIDENT, targets, {}, options.reason)
    else:
        _run_batch(engine, actor, BATCHES[options.action], [BatchTarget(key) for key in keys], {}, options.reason)


def _modify(engine: Engine, actor: Actor, keys: Sequence[int], options: argparse.Namespace) -> None:
    """Modify case by case: a key can only be meant in one of them."""
    scoped = (ScopedVariables(dict(options.set)),) if options.set else ()
    activations = [text.partition("@") for text in options.activate]
    plan: dict[str, Any] = {
        "activations": tuple(Activation(element, scoped, key_of(key) if key else None) for element, _, key in activations),
        "terminations": tuple(
            Termination(key_of(text)) if text.isdecimal() else Termination(element_id=text) for text in options.terminate
        ),
        "moves": tuple(
            Move(target, source_element_id=source, scope=MoveScope.INFERRED, variables=scoped)
            for source, target in options.move
        ),
    }
    _one_by_one(engine, actor, [ModifyInstance(key, reason=options.reason, **plan) for key in keys])


def _migrate(engine: Engine, actor: Actor, keys: Sequence[int], options: argparse.Namespace) -> None:
    if options.back:
        _one_by_one(engine, actor, [RevertMigration(key, options.reason) for key in keys])
        return
    target_key, mapping = target_definition(engine, keys, options), dict(options.map)
    if options.dry_run:
        _tell(plan_migration(engine, actor, keys, target_key, mapping))
        return
    parameters = {"target_definition_key": str(target_key), "mapping": mapping}
    targets = [BatchTarget(key) for key in keys]
    _run_batch(engine, actor, BatchOperationType.MIGRATE_PROCESS_INSTANCE, targets, parameters, options.reason)


def _one_by_one(engine: Engine, actor: Actor, commands: Sequence[ModifyInstance | RevertMigration]) -> None:
    failed = 0
    for command in commands:
        try:
            engine.execute(command, actor)
            say(f"{command.process_instance_key}  done")
        except EngineError as error:
            failed += 1
            say(f"{command.process_instance_key}  {error}", to_errors=True)
    if failed:
        raise RequestInvalid(f"{failed} of {len(commands)} cases could not be changed.")


def _run_batch(
    engine: Engine,
    actor: Actor,
    kind: BatchOperationType,
    targets: Sequence[BatchTarget],
    parameters: Mapping[str, object],
    reason: str | None,
) -> None:
    """Start a batch operation and do it here; when this is interrupted a running server or worker goes on with it."""
    key = engine.execute(StartBatch(kind, targets, parameters, reason), actor)
    say(f"Batch operation {key}: {len(targets)} items")
    _work_on(engine, key)
    failed = Condition("state", Operator.EQ, "FAILED")
    request = SearchRequest((Condition("batch_operation_key", Operator.EQ, key), failed), limit=1_000)
    with engine.reading() as connection:
        found, done = ITEMS.page(connection, request), batch_operation(connection, key)
    for item in found.items:
        say(f"{item.process_instance_key}  {item.error_message}", to_errors=True)
    say(f"{done.operations_completed_count} done, {done.operations_failed_count} failed: {done.state}")
    if done.operations_failed_count:
        raise RequestInvalid(f"{done.operations_failed_count} of {done.operations_total_count} cases could not be changed.")
    if done.end_date is None:
        raise RequestInvalid("Some are not done yet; a running server or worker tries them again.")


def _work_on(engine: Engine, key: int) -> None:
    """Do what is due of the batch operation and show how far it is."""
    progress = Progress("done")
    while True:
        with engine.reading() as connection:
            batch = batch_operation(connection, key)
        progress.show(batch.operations_completed_count + batch.operations_failed_count, batch.operations_total_count)
        if batch.end_date is not None or not run_continuations(engine):
            break
    progress.end()


def _tell_circumstances(place: Place) -> None:
    counts = (
        (place.incidents, "with an incident"),
        (place.locked_jobs, "worked on"),
        (place.called, "waiting for a called process"),
    )
    told = [f"{number} {text}" for number, text in counts if number]
    if told:
        say(f"      of these {', '.join(told)}")
    for note in place.notes:
        say(f"      {note}")


def _tell(report: MigrationReport) -> None:
    say(f"To version {report.target_version}: {report.cases} running cases, {report.blocked} blocked")
    for place in report.places:
        becomes = f" -> {place.target_element_id}" if place.target_element_id not in {None, place.element_id} else ""
        say(f"  v{place.version} {place.element_id}{becomes}  {place.cases} cases  {place.kind.lower()}")
        if place.problem:
            say(f"      blocked: {place.problem}")
        if place.closed_events:
            say(f"      stops waiting for: {', '.join(place.closed_events)}")
        if place.opened_events:
            say(f"      starts waiting for: {', '.join(place.opened_events)}")
        _tell_circumstances(place)
        if place.form_before != place.form_after:
            say(f"      form: {place.form_before or 'none'} -> {place.form_after or 'none'}")
    for case in report.blocked_cases:
        say(f"  {case.business_id or case.process_instance_key}: {' '.join(case.problems)}")
