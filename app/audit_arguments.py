"""What `anumat audit` takes on the command line."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings


SEARCH_OPTIONS = {
    "q": "words in the case's number, subject, comments and facts",
    "process": "the process's id",
    "version": "its version",
    "element": "the id of a step that was reached",
    "person": "somebody who acted or was asked: a user name or a name",
    "unit": "the code of the owning unit",
    "province": "the code of the province",
    "state": "ACTIVE, COMPLETED, TERMINATED or SUSPENDED",
    "decision": "how it was decided: approve, return or reject",
}
"""What a search can ask for, as on the search page: field and meaning."""


def add_audit_commands(commands: Any) -> None:
    """Add the sub-command and its actions."""
    audit = commands.add_parser("audit", help="seal and verify the history")
    audit.set_defaults(run=_audit, is_administrative=False)
    actions = audit.add_subparsers(required=True, metavar="ACTION", dest="action")
    key = actions.add_parser("key", help="make the key that signs checkpoints")
    key.add_argument("path", nargs="?", help="without it: ANUMAT_AUDIT_KEY, else audit_key.pem in the data directory")
    actions.add_parser("checkpoint", help="seal all histories under a signed checkpoint now, and publish it")
    verify = actions.add_parser("verify", help="one line of JSON for each finding; the exit status is 1 when there is any")
    verify.add_argument("--case", metavar="KEY", help="only this case: its key or its number")
    verify.add_argument("--checkpoints", metavar="DIR", help="hold the database against this copy of the published checkpoints")
    verify.add_argument("--files", metavar="PATH", help="check an export or published checkpoints without any database")
    verify.add_argument(
        "--public-key",
        metavar="FILE",
        action="append",
        default=[],
        help="trust this key instead of the installation's own; several times after a change of keys",
    )
    replay = actions.add_parser("replay", help="rebuild a case from its history and compare it with its rows")
    replay.add_argument("case", metavar="CASE", help="its key or its number")
    actions.add_parser("emergencies", help="who asked for emergency access and what became of it, one line of JSON for each")
    _add_export(actions)


def _add_export(actions: Any) -> None:
    export = actions.add_parser("export", help="write cases to a file; the record of access keeps who did, and why")
    export.add_argument(
        "case", metavar="CASE", nargs="?", help="its key or its number; without it what a search finds, as a table or a log"
    )
    export.add_argument(
        "--format",
        choices=["pdf", "bundle", "csv", "xlsx", "xes", "ocel"],
        default="bundle",
        help="bundle: everything, with proofs; pdf: to read; csv, xlsx: the timeline, or the list of cases; xes, ocel: event logs",
    )
    many = export.add_argument_group("without CASE", "only the cases that a search finds, 100,000 of them at most")
    for name, meaning in SEARCH_OPTIONS.items():
        many.add_argument("--text" if name == "q" else f"--{name}", dest=name, metavar="VALUE", help=meaning)
    many.add_argument(
        "--from", dest="started_from", metavar="DAY", help="started from this day on, such as 2026-11-22 or 22/11/2569"
    )
    many.add_argument("--to", dest="started_to", metavar="DAY", help="started until this day, which is included")
    export.add_argument("--output", metavar="FILE", help="without it: the case's number in the current directory")
    export.add_argument("--reason", required=True, help="why it is exported")
    export.add_argument("--without-details", action="store_true", help="of a bundle: leave out what people wrote and submitted")


def _audit(settings: Settings, options: argparse.Namespace) -> int:
    # Only this sub-command pays for what the engine imports.
    status: int = importlib.import_module("app.audit").run(settings, options)
    return status
