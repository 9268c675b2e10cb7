"""What `anumat key` takes on the command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings


def add_key_commands(commands: Any) -> None:
    """Add the sub-command and its actions."""
    key = commands.add_parser("key", help="the master key, under which the keys of all cases lie")
    key.set_defaults(run=_key, is_administrative=False)
    actions = key.add_subparsers(required=True, metavar="ACTION", dest="action")
    actions.add_parser("show", help="where it is, and the ids of the keys that this database needs")
    actions.add_parser("add", help="put a new master key before the others; then copy the file to every server")
    actions.add_parser("rewrap", help="wrap the keys of all cases with the first master key, while the servers work on")
    actions.add_parser("retire", help="take those keys out of the file that nothing is wrapped with any more")


def _key(settings: Settings, options: argparse.Namespace) -> int:
    # Only this sub-command pays for what the engine imports.
    status: int = importlib.import_module("app.keys").run(settings, options)
    return status
