"""`anumat audit export`: a case as a file, for whoever has to hand it to a court or to another program."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from app.factory import create_app
from app.preparation import say
from app.wiring import build_engine
from engine.commands import AccessType, Actor, Permission, RecordAccess
from engine.errors import NotFound
from engine.queries.case_tables import CASE_HEADINGS, case_table
from engine.queries.event_log import event_log
from engine.queries.export_formats import write_csv, write_ocel, write_xes, write_xlsx
from engine.queries.exported_files import shown_code
from engine.store.history_reading import find_case_key
from web.case_exports import export_case
from web.exported import TYPES, format_of

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings
    from engine.commands import Engine

RIGHTS = frozenset({Permission.AUDIT, Permission.READ_ALL_CASES, Permission.READ_SECRET_CASES})


def export(settings: Settings, options: argparse.Namespace) -> int:
    """Write the export to a file, once its reason is recorded; return the exit status. Raises NotFound."""
    engine, name = build_engine(settings), f"cli:{getpass.getuser()}"
    actor = Actor(name, name=name, permissions=RIGHTS)
    path = Path(options.output or f"{options.case or options.process or 'cases'}.{TYPES[format_of(options.format)][1]}")
    try:
        if options.case is None:
            _many(engine, actor, settings, options, path)
        else:
            _one(engine, actor, settings, options, path)
    finally:
        engine.database.dispose()
    say(f"{path}: keep it as safe as what is in it.")
    return 0


def _one(engine: Engine, actor: Actor, settings: Settings, options: argparse.Namespace, path: Path) -> None:
    with engine.reading() as connection:
        key = find_case_key(connection, options.case)
    if key is None:
        raise NotFound("case", options.case)
    kind = "proof" if options.without_details else format_of(options.format)
    app = create_app(engine, settings, "no session is opened")
    with app.test_request_context("/", base_url=_address(settings)):
        made = export_case(key, kind, actor, options.reason)
        with made.file, path.open("wb") as out:
            shutil.copyfileobj(made.file, out)
    say(f"{path}: SHA-256 {made.mark.sha256}, code {shown_code(made.code)}")


def _address(settings: Settings) -> str:
    return settings.public_url or f"{'https' if settings.is_https else 'http'}://{settings.host}:{settings.port}"


def _many(engine: Engine, actor: Actor, settings: Settings, options: argparse.Namespace, path: Path) -> None:
    """Write a list of cases or an event log; the record of access tells of it in the chain of what concerns no single case."""
    if options.format in {"pdf", "bundle"}:
        raise NotFound("case", "without a key or a number")
    what = {"kind": options.format, "processId": options.process}
    engine.execute(RecordAccess(AccessType.CASE_EXPORTED, None, what, options.reason), actor)
    with engine.snapshot() as connection, path.open("wb") as out:
        if options.format in {"xes", "ocel"}:
            write_log = write_xes if options.format == "xes" else write_ocel
            write_log(out, event_log(connection, actor, process_id=options.process))
        else:
            write = write_csv if options.format == "csv" else write_xlsx
            rows = case_table(connection, actor, options.process, settings.zone)
            write(out, CASE_HEADINGS["th"], rows, f"{actor.user_name} {engine.now():%Y-%m-%d %H:%M} UTC")
