"""`anumat retention`: how long data is kept, what is expired, legal holds, and erasing."""

from __future__ import annotations

import getpass
import json
from typing import TYPE_CHECKING

from app.at_the_engine import at_the_engine
from app.preparation import say
from app.progress import Progress
from engine.commands import Actor, Permission
from engine.commands.expiry import erase_case, expire, expired_cases
from engine.commands.legal_hold import LiftHold, PlaceHold
from engine.commands.retention_policies import SetRetentionPolicy
from engine.errors import NotFound
from engine.model.retention import Basis, DataKind
from engine.store import retention as store
from engine.store.history_reading import find_case_key
from engine.store.space import give_back_space, reuse_space, space_of

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings
    from engine.commands import Engine

SHOWN = 10_000
FOREVER = "forever"


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Run one action; return the exit status: 1 when something was refused."""
    actor = Actor(f"cli:{getpass.getuser()}", permissions=frozenset({Permission.RETAIN}))
    return at_the_engine(settings, lambda engine: _ACTIONS[options.action](engine, actor, options))


def _plan(engine: Engine, _actor: Actor, _options: argparse.Namespace) -> None:
    for case in expired_cases(engine, SHOWN):
        kinds = {kind.value: period for kind, period in case.periods.items()}
        ended_at = case.ended_at.isoformat(timespec="seconds")
        say(
            json.dumps(
                {"case": str(case.process_instance_key), "process": case.process_id, "endedAt": ended_at, "kinds": kinds}
            )
        )


def _run(engine: Engine, actor: Actor, options: argparse.Namespace) -> None:
    before, progress = space_of(engine.database), Progress("cases")
    try:
        done = expire(engine, actor=actor, on_progress=progress.count)
    finally:
        progress.end()
    say(f"{done.cases} cases: {done.rows} rows with {done.bytes} bytes were erased.")
    if options.compact:
        give_back_space(engine.database)
        say(f"The database took {before} bytes and takes {space_of(engine.database)} now.")
    else:
        reuse_space(engine.database)
        say("Their room is used again; --compact gives it back to the disk.")


def _policies(engine: Engine, _actor: Actor, _options: argparse.Namespace) -> None:
    with engine.reading() as connection:
        found = store.policies(connection)
    for policy in found:
        line = {"process": policy.process_id, "kind": policy.kind.value, "period": policy.period or FOREVER}
        say(json.dumps({**line, "setBy": policy.set_by, "reason": policy.reason}, ensure_ascii=False))


def _set(engine: Engine, actor: Actor, options: argparse.Namespace) -> None:
    period = None if options.period == FOREVER else options.period
    engine.execute(SetRetentionPolicy(options.process, DataKind(options.kind), period, options.reason), actor)


def _hold(engine: Engine, actor: Actor, options: argparse.Namespace) -> None:
    engine.execute(PlaceHold(_case(engine, options.case), options.reason), actor)


def _release(engine: Engine, actor: Actor, options: argparse.Namespace) -> None:
    engine.execute(LiftHold(_case(engine, options.case), options.reason), actor)


def _erase(engine: Engine, actor: Actor, options: argparse.Namespace) -> None:
    key = _case(engine, options.case)
    kinds = frozenset(DataKind(kind) for kind in options.kind or tuple(DataKind))
    if options.dry_run:
        say(f"{key}: would lose {', '.join(sorted(kinds))}.")
        return
    rows, size = erase_case(engine, key, kinds, Basis.REQUEST, options.reason, actor)
    say(f"{key}: {rows} rows with {size} bytes were erased.")


def _case(engine: Engine, text: str) -> int:
    with engine.reading() as connection:
        key = find_case_key(connection, text)
    if key is None:
        raise NotFound("case", text)
    return key


_ACTIONS = {
    "plan": _plan,
    "run": _run,
    "policies": _policies,
    "set": _set,
    "hold": _hold,
    "release": _release,
    "erase": _erase,
}
