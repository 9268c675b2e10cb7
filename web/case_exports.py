"""How a case leaves the system: as a case file, a bundle, a table or an event log."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from engine.commands import AccessType, RecordAccess, note_case_opened
from engine.errors import NotFound
from engine.queries import case_detail
from engine.queries.case_bundle import BundleRequest, write_case_bundle
from engine.queries.case_tables import TIMELINE_HEADINGS, timeline_table
from engine.queries.event_log import event_log
from engine.queries.export_formats import write_csv, write_ocel, write_xes, write_xlsx
from engine.queries.exported_files import new_code
from engine.queries.national_ids import national_ids_of
from web.case_file.content import Copy, draw_case_file
from web.case_file.words import WORDS
from web.exported import Order, Shown, mark_of, produce, reason_of
from web.presentation.formats import date_time_text
from web.site import engine, language, site

if TYPE_CHECKING:
    from engine.commands import Actor
    from engine.queries.case_detail import CaseRow
    from web.exported import ExportedFile, Format


def export_case(key: int, kind: Format, actor: Actor, reason: str) -> ExportedFile:
    """Record who takes the case out and why, then make the file and make it known; needs a request's context.

    Raises NotFound when the actor may not, RequestInvalid for a reason that is too short.
    """
    reason = reason_of(reason)
    note_case_opened(engine(), actor, key, reason)
    with engine().reading() as connection:
        row = case_detail.case(connection, actor, key)
        if row.key != row.root_key or not case_detail.may_export(connection, actor, key):
            raise NotFound("case", key)
        names = sorted({name for name, _ in national_ids_of(connection, key)}) if kind == "bundle" else []
    order = Order(kind, actor, reason, new_code(), row.case_number or str(row.key), key)
    engine().execute(RecordAccess(AccessType.CASE_EXPORTED, key, {"kind": kind, "code": order.code}, reason), actor)
    if names:  # what is proved is what was written: of all exports only the bundle has these numbers in full
        engine().execute(RecordAccess(AccessType.NATIONAL_ID_SHOWN, key, {"variables": names}, reason), actor)
    return produce(order, lambda out: _write_case_file(out, order, key) if kind == "pdf" else _write_records(out, order, key))


def copy_words(actor: Actor) -> str:
    """Return the sentence that says whose copy this is, and of when."""
    at = date_time_text(engine().now(), language())
    return WORDS[language()]["copy"].format(name=actor.name or actor.user_name, time=at)


def _write_case_file(out: IO[bytes], order: Order, key: int) -> Shown:
    """Write the case file with the proof of its history enclosed: without details, which the paper may hide or leave out."""
    drawn = draw_case_file(key, Copy(order.actor, engine().now(), order.reason, order.code))
    proof = io.BytesIO()
    with engine().snapshot() as connection:
        write_case_bundle(connection, proof, key, _bundle_request(order, with_details=False))
    out.write(drawn.enclosing(f"{order.name}-proof.zip", proof.getvalue()))
    return Shown(drawn.chain_length, drawn.chain_head, (mark_of("proof", proof.getvalue()),))


def _write_records(out: IO[bytes], order: Order, key: int) -> Shown:
    with engine().snapshot() as connection:
        row = case_detail.case(connection, order.actor, key)
        match order.kind:
            case "bundle" | "proof":
                write_case_bundle(connection, out, key, _bundle_request(order, with_details=order.kind == "bundle"))
            case "xes":
                write_xes(out, event_log(connection, order.actor, [key]), copy_words(order.actor))
            case "ocel":
                write_ocel(out, event_log(connection, order.actor, [key]), copy_words(order.actor))
            case _:
                _write_timeline(connection, out, row, order)
    return Shown(row.history_length, row.history_head)


def _bundle_request(order: Order, *, with_details: bool) -> BundleRequest:
    return BundleRequest(
        order.actor, engine().now(), reason=order.reason, with_details=with_details, sealing=site().sealing, code=order.code
    )


def _write_timeline(connection: Any, out: IO[bytes], row: CaseRow, order: Order) -> None:
    write = write_csv if order.kind == "csv" else write_xlsx
    rows = timeline_table(connection, order.actor, row.key, engine().zone)
    write(out, TIMELINE_HEADINGS[language()], rows, copy_words(order.actor))
