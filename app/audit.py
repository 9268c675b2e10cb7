"""`anumat audit`: checkpoints, verification, replay and export for whoever has to prove what happened."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.emergency_accesses import written_access
from app.audit_key import checkpoint_directory, create_key, signer_of, trusted_keys
from app.preparation import say
from app.progress import Progress
from app.wiring import build_engine
from engine.commands.checkpointing import Checkpointing, LogDoesNotFollow
from engine.commands.verifying import Verifying, check_files, check_replay, published_keys
from engine.errors import EngineError, NotFound
from engine.history import standalone_verifier
from engine.queries import json_text
from engine.queries.emergency_accesses import all_accesses

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from app.settings import Settings
    from engine.history.findings import Finding

HOLDS, DOES_NOT_HOLD = 0, 1
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Run one action; return the exit status: 0 when the record holds, 1 when it does not or something was refused."""
    try:
        return _ACTIONS[options.action](settings, options)
    except (EngineError, LogDoesNotFollow, FileExistsError) as error:
        say(f"anumat: {error}", to_errors=True)
        return DOES_NOT_HOLD


def _key(settings: Settings, options: argparse.Namespace) -> int:
    path = Path(options.path) if options.path else settings.audit_key or settings.data_dir / "audit_key.pem"
    create_key(path)
    say(f"{path}: keep a copy where the database's administrators cannot reach it.")
    return HOLDS


def _checkpoint(settings: Settings, _options: argparse.Namespace) -> int:
    engine, progress = build_engine(settings), Progress("leaves")
    try:
        made = Checkpointing(engine, signer_of(settings), checkpoint_directory(settings)).run(progress.count)
    finally:
        progress.end()
        engine.database.dispose()
    say("Nothing has happened since the last checkpoint." if made is None else made.document)
    return HOLDS


def _verify(settings: Settings, options: argparse.Namespace) -> int:
    keys = trusted_keys(settings, [Path(name) for name in options.public_key])
    if options.files:
        return _verify_files(Path(options.files), keys)
    engine, progress = build_engine(settings), Progress("events")
    copy = Path(options.checkpoints) if options.checkpoints else checkpoint_directory(settings)
    keys = keys or published_keys(copy)
    verifying = Verifying(engine.database, keys, copy, progress.show)
    try:
        return _report(verifying.case(options.case) if options.case else verifying.everything())
    finally:
        progress.end()
        engine.database.dispose()


def _verify_files(path: Path, keys: Mapping[str, Ed25519PublicKey]) -> int:
    """Check a directory of checkpoints, or an exported case as its own verifier does."""
    if path.is_dir():
        return _report(check_files(path, keys))
    done = standalone_verifier.verify(path, dict(keys), None)
    if done is None:
        raise NotFound("export", str(path))
    for finding in done.findings:
        say(json_text.dumps(finding))
    say(standalone_verifier.summary(done, is_trusted=bool(keys)).rstrip(), to_errors=True)
    return DOES_NOT_HOLD if done.findings else HOLDS


def _replay(settings: Settings, options: argparse.Namespace) -> int:
    engine = build_engine(settings)
    try:
        return _report(check_replay(engine.database, options.case))
    finally:
        engine.database.dispose()


def _emergencies(settings: Settings, _options: argparse.Namespace) -> int:
    engine = build_engine(settings)
    try:
        with engine.reading() as connection:
            rows = all_accesses(connection, EVER)
        for row in rows:
            say(json_text.dumps(written_access(row.access, engine.now()) | {"businessId": row.case_number}))
    finally:
        engine.database.dispose()
    return HOLDS


def _export(settings: Settings, options: argparse.Namespace) -> int:
    # Only this action pays for what draws and writes files.
    status: int = importlib.import_module("app.audit_export").export(settings, options)
    return status


def _report(findings: Iterable[Finding]) -> int:
    """Print one line of JSON for each finding, as it is found."""
    count = 0
    for finding in findings:
        count += 1
        say(finding.as_json())
    if sys.stderr.isatty():
        say(f"{count} findings" if count else "The record holds.", to_errors=True)
    return DOES_NOT_HOLD if count else HOLDS


_ACTIONS = {
    "key": _key,
    "checkpoint": _checkpoint,
    "verify": _verify,
    "replay": _replay,
    "export": _export,
    "emergencies": _emergencies,
}
