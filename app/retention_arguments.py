"""What `anumat retention` takes on the command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings

KINDS = ("details", "documents", "comments", "drafts", "payloads", "access_log")


def add_retention_commands(commands: Any) -> None:
    """Add the sub-command and its actions."""
    retention = commands.add_parser("retention", help="how long data is kept, legal holds, erasing")
    retention.set_defaults(run=_retention, is_administrative=False)
    actions = retention.add_subparsers(required=True, metavar="ACTION", dest="action")
    actions.add_parser("plan", help="what is expired, one line of JSON for each case; nothing is erased")
    run = actions.add_parser("run", help="erase what is expired, and say how many rows and bytes that freed")
    run.add_argument(
        "--compact", action="store_true", help="give the room back to the disk afterwards; everybody waits meanwhile"
    )
    actions.add_parser("policies", help="the periods that were set, one line of JSON for each")
    policy = actions.add_parser("set", help="set how long a kind of data of a process is kept after a case's end")
    policy.add_argument("process", metavar="PROCESS", help="its id, or '*' for every process without a period of its own")
    policy.add_argument("kind", choices=KINDS)
    policy.add_argument("period", help="an ISO 8601 duration such as P10Y, or 'forever'")
    _explained(policy)
    for name, text in (("hold", "keep everything of a case"), ("release", "lift the hold on a case")):
        action = actions.add_parser(name, help=text)
        action.add_argument("case", metavar="CASE", help="its key or its number")
        _explained(action)
    erase = actions.add_parser("erase", help="erase data of an ended case before its time")
    erase.add_argument("case", metavar="CASE", help="its key or its number")
    erase.add_argument("--kind", action="append", choices=KINDS, help="may be given several times; without it: everything")
    erase.add_argument("--dry-run", action="store_true", help="only say which case it is")
    _explained(erase)


def _explained(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, help="why; the record keeps it")


def _retention(settings: Settings, options: argparse.Namespace) -> int:
    # Only this sub-command pays for what the engine imports.
    status: int = importlib.import_module("app.retention").run(settings, options)
    return status
