"""The sub-commands that change an installation and end: migrate, deploy, demo, user, cases."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.at_the_engine import at_the_engine, place_of
from app.cases import operate
from app.library import deploy_library, deploy_paths
from app.preparation import load_demo, say
from engine.commands import SYSTEM, CreateUser, Engine, IssueToken
from engine.store.migrations import upgrade

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings


def run(command: str, settings: Settings, options: argparse.Namespace) -> int:
    """Run one sub-command; return the exit status: 1 when the engine refused."""
    return at_the_engine(settings, lambda engine: _COMMANDS[command](engine, options))


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
        say(f"{place_of(warning)}: warning: {warning.message_en} {warning.message_th}", to_errors=True)
    if not result.has_changes:
        say("Nothing has changed.")


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
