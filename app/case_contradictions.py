"""What cannot be meant together on one command line of `anumat cases`: an option that nothing obeys is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import RequestInvalid

if TYPE_CHECKING:
    import argparse


def refuse_contradictions(options: argparse.Namespace) -> None:
    """Raise RequestInvalid for options of which one would be ignored."""
    if bool(options.cases) == bool(options.process):
        raise RequestInvalid("Name cases by key or number, or all of a process with --process.", "cases")
    if options.cases and (options.version is not None or options.at is not None):
        raise RequestInvalid(
            "--version and --at choose among the cases of --process; leave them out beside named cases.", "cases"
        )
    if options.action == "modify":
        _of_modification(options)
    elif options.action == "migrate":
        _of_migration(options)


def _of_modification(options: argparse.Namespace) -> None:
    if not (options.move or options.activate or options.terminate):
        raise RequestInvalid("Say what to activate, to move or to terminate.", "move")
    if options.set and not (options.move or options.activate):
        raise RequestInvalid("--set gives variables to what --move or --activate begins; nothing begins here.", "set")


def _of_migration(options: argparse.Namespace) -> None:
    has_target = options.to is not None or options.to_key is not None
    if options.back and (has_target or options.map or options.dry_run):
        raise RequestInvalid(
            "--back takes the last migration back as it was; it has no target, no mapping and no dry run.", "back"
        )
    if options.to is not None and options.to_key is not None:
        raise RequestInvalid("Name the target by --to or by --to-key, not by both.", "to")
    sources = [source for source, _ in options.map]
    twice = sorted({source for source in sources if sources.count(source) > 1})
    if twice:
        raise RequestInvalid(f"--map says twice what becomes of {twice[0]}.", "map")
