"""The kinds of file in which a case leaves the system, and how each is made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.commands import AccessType, RecordAccess, note_case_opened
from engine.errors import NotFound
from engine.queries import case_detail
from engine.queries.case_bundle import BundleRequest, write_case_bundle
from engine.queries.case_tables import TIMELINE_HEADINGS, timeline_table
from engine.queries.event_log import event_log
from engine.queries.export_formats import write_csv, write_ocel, write_xes, write_xlsx
from engine.queries.national_ids import national_ids_of
from web.case_file.content import Copy, case_file
from web.case_file.words import WORDS
from web.presentation.formats import date_time_text
from web.site import engine, language, site

if TYPE_CHECKING:
    from engine.commands import Actor
    from engine.queries.case_detail import CaseRow

Format = Literal["pdf", "bundle", "csv", "xlsx", "xes", "ocel"]
TYPES: dict[Format, tuple[str, str]] = {
    "pdf": ("application/pdf", "pdf"),
    "bundle": ("application/zip", "zip"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "xes": ("application/xml", "xes"),
    "ocel": ("application/json", "jsonocel"),
}
"""Media type and ending of each."""


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A file to hand out."""

    name: str
    content_type: str
    data: bytes


def export_case(key: int, kind: Format, actor: Actor, reason: str) -> ExportedCase:
    """Record who takes the case out and why, then make the file; raise NotFound when the actor may not. Needs a request's context."""
    note_case_opened(engine(), actor, key, reason)
    with engine().reading() as connection:
        row = case_detail.case(connection, actor, key)
        if row.key != row.root_key or not case_detail.may_export(connection, actor, key):
            raise NotFound("case", key)
        names = sorted({name for name, _ in national_ids_of(connection, key)}) if kind == "bundle" else []
    engine().execute(RecordAccess(AccessType.CASE_EXPORTED, key, {"kind": kind}, reason), actor)
    if names:  # what is proved is what was written: of all exports only the bundle has these numbers in full
        engine().execute(RecordAccess(AccessType.NATIONAL_ID_SHOWN, key, {"variables": names}, reason), actor)
    content_type, ending = TYPES[kind]
    return ExportedCase(f"{row.case_number or row.key}.{ending}", content_type, _content(row, kind, actor, reason))


def format_of(text: str) -> Format:
    """Return a kind of file by its name; raise NotFound."""
    if text not in TYPES:
        raise NotFound("kind of export", text)
    return text


def _content(row: CaseRow, kind: Format, actor: Actor, reason: str) -> bytes:
    at = engine().now()
    if kind == "pdf":
        return case_file(row.key, Copy(actor, at, reason))
    out = io.BytesIO()
    with engine().snapshot() as connection:
        if kind == "bundle":
            write_case_bundle(connection, out, row.key, BundleRequest(actor, at, reason=reason, sealing=site().sealing))
        elif kind in {"xes", "ocel"}:
            write = write_xes if kind == "xes" else write_ocel
            write(out, event_log(connection, actor, root_key=row.key))
        else:
            _write_timeline(connection, out, row.key, kind, actor)
    return out.getvalue()


def _write_timeline(connection: Any, out: io.BytesIO, key: int, kind: Format, actor: Actor) -> None:
    words, now = WORDS[language()], engine().now()
    notice = words["copy"].format(name=actor.name or actor.user_name, time=date_time_text(now, language()))
    write = write_csv if kind == "csv" else write_xlsx
    write(out, TIMELINE_HEADINGS[language()], timeline_table(connection, actor, key, engine().zone), notice)
