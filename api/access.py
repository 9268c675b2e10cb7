"""Reading what is secret over REST: it goes on the record, with the reason that the caller sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from engine.commands import note_case_opened, note_document_opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Request

    from engine.commands import Actor, Engine

HEADER = "X-Access-Reason"
PARAMETER = "accessReason"


def note_reading(engine: Engine, actor: Actor, request: Request, names: Mapping[str, Any]) -> None:
    """Record that a case, or one of its files, is read by its key; raise AccessReasonRequired where a reason is missing.

    The reason is percent-encoded UTF-8 in the header X-Access-Reason, or the query parameter accessReason; one reading of
    the case with a reason lets searches show what is inside it, too.
    """
    if request.method != "GET":
        return
    reason = reason_of(request)
    if "process_instance_key" in names:
        note_case_opened(engine, actor, names["process_instance_key"], reason)
    elif "document_id" in names:
        note_document_opened(engine, actor, names["document_id"], reason)


def reason_of(request: Request) -> str | None:
    """Return the reason that the caller sends."""
    return unquote(request.headers.get(HEADER, "")) or request.args.get(PARAMETER)
