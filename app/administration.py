"""The sub-commands that change an installation and end: migrate, deploy, demo, user, cases."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cases import operate
from app.library import deploy_library, deploy_paths
from app.master_key import establish
from app.preparation import load_demo, say
from app.wiring import build_engine
from engine.commands import SYSTEM, CreateUser, DeploymentWarning, Engine, IssueToken
from engine.errors import DeploymentRefused, EngineError, Finding
from engine.store.migrations import upgrade

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings


def run(command: str, settings: Settings, options: argparse.Namespace) -> int:
    """Run one sub-command; return the exit status: 1 when the engine refused."""
    engine = build_engine(settings)
    try:
        establish(engine.database, settings)
        _COMMANDS[command](engine, options)
    except DeploymentRefused as refusal:
        for finding in refusal.findings:
            say(f"{_place(finding)}: {finding.message}", to_errors=True)
        return 1
    except EngineError as error:
        say(f"anumat: {error}", to_errors=True)
        return 1
    finally:
        engine.database.dispose()
    return 0


def _migrate(engine: Engine, _options: argparse.Namespace) -> None:
    upgrade(engine.database)


def _demo(engine: Engine, _options: argparse.Namespace) -> None:
    load_demo(engine)


def _deploy(engine: Engine, options: argparse.Namespace) -> None:
    result = deploy_paths(engine, [Path(path) for path in options.paths]) if options.paths else deploy_library(engine)
    if result is None:
        say("There is nothing to deploy.")
        return
    for process in result.processes:
        say(f"process  {process.process_id} version {process.version}  {process.name or ''}")
    for decision in result.decisions:
        say(f"decision {decision.decision_id} version {decision.version}  {decision.name}")
    for form in result.forms:
        say(f"form     {form.form_id} version {form.version}")
    for warning in result.warnings:
        say(f"{_place(warning)}: warning: {warning.message_en} {warning.message_th}", to_errors=True)
    if not result.has_changes:
        say("Nothing has changed.")


def _place(found: Finding | DeploymentWarning) -> str:
    """Return file, line and element as compilers write them."""
    line = f":{found.line}" if found.line else ""
    return f"{found.resource}{line}: {found.element_id}" if found.element_id else f"{found.resource}{line}"


def _user(engine: Engine, options: argparse.Namespace) -> None:
    password = None if options.service else _ask_password()
    command = CreateUser(
        options.user_name,
        options.name or options.user_name,
        password,
        groups=options.group,
        unit=options.unit,
        province=options.province,
        position=options.position,
        is_service=options.service,
    )
    engine.execute(command, SYSTEM)
    if options.service:
        say(engine.execute(IssueToken(options.user_name, "anumat user add"), SYSTEM))


def _ask_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")


_COMMANDS = {"cases": operate, "migrate": _migrate, "demo": _demo, "deploy": _deploy, "user": _user}
