"""How many cases leave the system at once: what a search finds, as a table or an event log."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from engine.commands import AccessType, Permission, RecordAccess
from engine.errors import NotAllowed, NotFound, RequestInvalid
from engine.queries.case_tables import CASE_HEADINGS, case_table
from engine.queries.event_log import event_log
from engine.queries.export_formats import write_csv, write_ocel, write_xes, write_xlsx
from engine.queries.exported_files import new_code
from engine.queries.matching_cases import matching_cases
from web.case_exports import copy_words
from web.exported import Order, Shown, produce, reason_of
from web.presentation.history_filters import filled_in, understood
from web.site import engine, language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.commands import Actor
    from web.exported import ExportedFile, Format

OF_MANY = frozenset({"csv", "xlsx", "xes", "ocel"})
"""The kinds of file that hold many cases."""


def export_search(fields: Mapping[str, str], kind: Format, actor: Actor, reason: str) -> ExportedFile:
    """Record who takes out what a search finds and why, then make the file and make it known; needs a request's context.

    `fields` are those of the search page (`web/presentation/history_filters.py`). A batch of cases is in memory at a time, and
    the keys of all. Raises NotAllowed for whoever is no auditor, NotFound for a kind of file that holds a single case,
    RequestInvalid for a reason that is too short, a field that cannot be understood, and more cases than one file holds.
    """
    if not actor.may(Permission.AUDIT):
        raise NotAllowed("Only auditors take many cases out at once.", code="audit")
    if kind not in OF_MANY:
        raise NotFound("kind of export of many cases", kind)
    values = filled_in(fields)
    order = Order(kind, actor, reason_of(reason), new_code(), f"cases-{engine().now():%Y-%m-%d}")
    with engine().snapshot() as connection:
        meant = understood(connection, values)
        for name in meant.errors:
            raise RequestInvalid(f"What is searched for as {name} cannot be understood, or means several.", f"filter.{name}")
        keys = matching_cases(connection, actor, meant.chosen)
        asked = {name: value for name, value in values.items() if value}
        told = {"kind": kind, "code": order.code, "search": asked, "cases": len(keys)}
        engine().execute(RecordAccess(AccessType.CASE_EXPORTED, None, told, order.reason), actor)
        return produce(order, lambda out: _write(connection, out, order, keys))


def _write(connection: Any, out: IO[bytes], order: Order, keys: Sequence[int]) -> Shown:
    notice = copy_words(order.actor)
    match order.kind:
        case "xes":
            write_xes(out, event_log(connection, order.actor, keys), notice)
        case "ocel":
            write_ocel(out, event_log(connection, order.actor, keys), notice)
        case _:
            write = write_csv if order.kind == "csv" else write_xlsx
            write(out, CASE_HEADINGS[language()], case_table(connection, order.actor, keys, engine().zone), notice)
    return Shown()
