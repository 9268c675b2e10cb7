"""The command `anumat`: one sub-command a task of whoever runs the server."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import sys
from typing import TYPE_CHECKING, Any

from app.audit_arguments import add_audit_commands
from app.case_arguments import add_case_commands
from app.key_arguments import add_key_commands
from app.retention_arguments import add_retention_commands
from app.settings import Settings, SettingsInvalid, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(os.environ)
        status: int = (
            _administration().run(options.command, settings, options)
            if options.is_administrative
            else options.run(settings, options)
        )
    except SettingsInvalid as error:
        print(f"anumat: {error}", file=sys.stderr)  # noqa: T201 (this is what a command line says)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anumat", description="A workflow system for approval processes.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    serve = commands.add_parser("serve", help="serve the pages and the REST API, and do jobs and timers")
    serve.add_argument("--demo", action="store_true", help="load the demo's people and cases once")
    serve.set_defaults(run=_serve, is_administrative=False)
    worker = commands.add_parser("worker", help="do jobs and timers as a Celery worker (needs ANUMAT_BROKER_URL)")
    worker.add_argument("--concurrency", type=int, default=2, help="processes that work at the same time")
    worker.set_defaults(run=_worker, is_administrative=False)
    beat = commands.add_parser("beat", help="ring the Celery workers at intervals; one per installation")
    beat.set_defaults(run=_beat, is_administrative=False)
    commands.add_parser("migrate", help="bring the database to the newest schema").set_defaults(is_administrative=True)
    commands.add_parser("demo", help="load the demo's people and cases once").set_defaults(is_administrative=True)
    deploy = commands.add_parser("deploy", help="deploy .bpmn, .dmn and .form files together")
    deploy.add_argument("paths", nargs="*", metavar="FILE_OR_DIRECTORY", help="without any: the process library")
    deploy.set_defaults(is_administrative=True)
    _add_user_commands(commands)
    add_case_commands(commands)
    _add_verify(commands)
    add_audit_commands(commands)
    add_key_commands(commands)
    add_retention_commands(commands)
    return parser


def _add_user_commands(commands: Any) -> None:
    user = commands.add_parser("user", help="manage accounts").add_subparsers(required=True, metavar="ACTION", dest="action")
    add = user.add_parser("add", help="create an account; the password is asked for, or read from the standard input")
    add.add_argument("user_name")
    add.add_argument("--name", help="with title, as shown")
    add.add_argument("--group", action="append", default=[], help="may be given several times")
    add.add_argument("--unit")
    add.add_argument("--province", help="two digits")
    add.add_argument("--position")
    add.add_argument("--service", action="store_true", help="a program: no password, a bearer token is printed instead")
    add.set_defaults(is_administrative=True)


def _add_verify(commands: Any) -> None:
    verify = commands.add_parser("verify", help="run a process here and in SpiffWorkflow and compare (for development)")
    verify.add_argument("process", metavar="PROCESS_OR_FILE", help="the id of a process of the library, or a .bpmn file")
    verify.add_argument("--runs", type=int, default=50, help="with different inputs")
    verify.add_argument("--seed", type=int, default=0, help="of the first run's inputs")
    verify.set_defaults(run=_verify, is_administrative=False)


def _administration() -> Any:
    # Only these sub-commands pay for what the engine imports; `serve` has it in its worker process.
    return importlib.import_module("app.administration")


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    importlib.import_module("app.serving").serve(settings, with_demo=options.demo or settings.is_demo)
    return 0


def _worker(settings: Settings, options: argparse.Namespace) -> int:
    importlib.import_module("app.celery_processes").run_worker(settings, options.concurrency)
    return 0


def _verify(_settings: Settings, options: argparse.Namespace) -> int:
    if importlib.util.find_spec("SpiffWorkflow") is None:
        print("anumat: verify needs the development dependencies: SpiffWorkflow is not installed.", file=sys.stderr)  # noqa: T201
        return 2
    status: int = importlib.import_module("app.verification.command").verify(options)
    return status


def _beat(settings: Settings, _options: argparse.Namespace) -> int:
    importlib.import_module("app.celery_processes").run_beat(settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
