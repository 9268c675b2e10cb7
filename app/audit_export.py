"""`anumat audit export`: a case as a file, for whoever has to hand it to a court or to another program."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.audit_arguments import SEARCH_OPTIONS
from app.factory import create_app
from app.preparation import say
from app.wiring import build_engine
from engine.commands import Actor, Permission
from engine.commands.indexing import Indexing
from engine.errors import NotFound
from engine.queries.exported_files import shown_code
from engine.store.history_reading import find_case_key
from web.case_exports import export_case
from web.exported import format_of
from web.search_exports import export_search

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings
    from engine.commands import Engine
    from web.exported import ExportedFile

RIGHTS = frozenset({Permission.AUDIT, Permission.READ_ALL_CASES, Permission.READ_SECRET_CASES})


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write the export to a file, once its reason is recorded; return the exit status. Raises NotFound, RequestInvalid."""
    engine, name = build_engine(settings), f"cli:{getpass.getuser()}"
    actor = Actor(name, name=name, permissions=RIGHTS)
    try:
        if options.case is None:
            Indexing(engine).run()  # no server may have run since the last change
        app = create_app(engine, settings, "no session is opened")
        with app.test_request_context("/", base_url=_address(settings)):
            made = _made(engine, actor, options)
        path = Path(options.output or made.name)
        with made.file, path.open("wb") as out:
            shutil.copyfileobj(made.file, out)
    finally:
        engine.database.dispose()
    say(f"{path}: keep it as safe as what is in it. SHA-256 {made.mark.sha256}, code {shown_code(made.code)}")
    return 0


def _made(engine: Engine, actor: Actor, options: argparse.Namespace) -> ExportedFile:
    kind = format_of(options.format)
    if options.case is None:
        fields = {name: getattr(options, name) or "" for name in SEARCH_OPTIONS}
        return export_search(
            {**fields, "from": options.started_from or "", "to": options.started_to or ""}, kind, actor, options.reason
        )
    with engine.reading() as connection:
        key = find_case_key(connection, options.case)
    if key is None:
        raise NotFound("case", options.case)
    return export_case(key, "proof" if options.without_details else kind, actor, options.reason)


def _address(settings: Settings) -> str:
    return settings.public_url or f"{'https' if settings.is_https else 'http'}://{settings.host}:{settings.port}"
