"""`anumat audit export`: a case as a file, for whoever has to hand it to a court or to another program."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from app.audit_key import checkpoint_directory, signer_of
from app.preparation import say
from app.wiring import build_engine
from engine.commands import AccessType, Actor, Permission, RecordAccess
from engine.commands.verifying import published_keys
from engine.errors import NotFound
from engine.queries.case_bundle import BundleRequest, write_case_bundle
from engine.store.history_reading import find_case_key

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings

RIGHTS = frozenset({Permission.AUDIT, Permission.READ_ALL_CASES, Permission.READ_SECRET_CASES})


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write the export to a file, once its reason is recorded; return the exit status. Raises NotFound."""
    engine = build_engine(settings)
    actor = Actor(f"cli:{getpass.getuser()}", permissions=RIGHTS)
    try:
        with engine.reading() as connection:
            key = find_case_key(connection, options.case)
        if key is None:
            raise NotFound("case", options.case)
        what = {"kind": options.format}
        engine.execute(RecordAccess(AccessType.CASE_EXPORTED, key, what, options.reason), actor)
        path = Path(options.output or f"{options.case}.zip")
        request = BundleRequest(
            actor,
            engine.now(),
            reason=options.reason,
            with_details=not options.without_details,
            signer=signer_of(settings),
            public_keys=list(published_keys(checkpoint_directory(settings)).values()),
        )
        with engine.snapshot() as connection, path.open("wb") as out:
            write_case_bundle(connection, out, key, request)
    finally:
        engine.database.dispose()
    say(f"{path}: keep it as safe as the case itself.")
    return 0
