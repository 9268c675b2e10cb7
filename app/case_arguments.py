"""What `anumat cases` takes: which cases are meant, what is done to them, and why."""

from __future__ import annotations

import argparse
import json
from decimal import Decimal
from typing import Any

ACTS = {
    "suspend": "hold cases: nothing in them moves until they are resumed",
    "resume": "let suspended cases go on",
    "cancel": "end cases with everything in them",
    "resolve": "try the failed steps of cases again",
}


def add_case_commands(commands: Any) -> None:
    """Add `cases` with its actions to the parser's sub-commands."""
    cases = commands.add_parser("cases", help="operate running cases: suspend, resume, cancel, resolve, modify, migrate")
    actions = cases.add_subparsers(required=True, metavar="ACTION", dest="action")
    for name, text in ACTS.items():
        _add(actions, name, text)
    modify = _add(actions, "modify", "move, activate or terminate elements in cases")
    modify.add_argument("--move", action="append", default=[], metavar="FROM:TO", type=_pair, help="element ids")
    modify.add_argument("--activate", action="append", default=[], metavar="ELEMENT[@SCOPE_KEY]")
    modify.add_argument("--terminate", action="append", default=[], metavar="ELEMENT_OR_KEY")
    modify.add_argument(
        "--set", action="append", default=[], metavar="NAME=JSON", type=_assignment, help="a variable, before what is activated"
    )
    migrate = _add(actions, "migrate", "take cases over to another version of their process", needs_reason=False)
    migrate.add_argument("--to", type=int, metavar="VERSION", help="without it the newest")
    migrate.add_argument("--to-key", metavar="KEY", help="a definition of any process")
    migrate.add_argument("--map", action="append", default=[], metavar="OLD:NEW", type=_pair, help="element ids")
    migrate.add_argument("--dry-run", action="store_true", help="say where the cases stand and what blocks them")
    migrate.add_argument("--back", action="store_true", help="take the last migration back where nothing has moved on")


def _add(actions: Any, name: str, text: str, *, needs_reason: bool = True) -> argparse.ArgumentParser:
    action: argparse.ArgumentParser = actions.add_parser(name, help=text)
    action.add_argument("cases", nargs="*", metavar="CASE", help="keys or case numbers")
    action.add_argument("--process", metavar="ID", help="all running cases of a process")
    action.add_argument("--version", type=int, help="of --process: those of one version")
    action.add_argument("--at", metavar="ELEMENT", help="of --process: those that stand at an element")
    action.add_argument("--reason", required=needs_reason, help="why; the history of each case keeps it")
    action.set_defaults(is_administrative=True)
    return action


def _pair(text: str) -> tuple[str, str]:
    left, colon, right = text.partition(":")
    if not (left and colon and right):
        raise argparse.ArgumentTypeError(f"{text!r} is no pair of element ids such as check:verify")
    return left, right


def _assignment(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value, parse_float=Decimal)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} sets nothing; write a name, an equals sign and a JSON value such as note='\"again\"'"
        ) from None
