"""The command `anumat`: one sub-command a task of whoever runs the server."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from app.settings import Settings, SettingsInvalid, read_settings
from engine.store.database import Database
from engine.store.migrations import upgrade


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(read_settings(os.environ), options)
    except SettingsInvalid as error:
        print(f"anumat: {error}", file=sys.stderr)  # noqa: T201 (this is what a command line says)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="anumat", description="A workflow system for approval processes.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    migrate = commands.add_parser("migrate", help="bring the database to the newest schema")
    migrate.set_defaults(run=_migrate)
    return parser


def _migrate(settings: Settings, _options: argparse.Namespace) -> int:
    database = Database(settings.database_url)
    upgrade(database)
    database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
