"""Reading what is secret over REST: it goes on the record, with the reason that the caller sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from engine.commands import read_case_as, read_document_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Request

    from engine.commands import Actor, Engine

HEADER = "X-Access-Reason"
PARAMETER = "accessReason"


def read_as(engine: Engine, actor: Actor, request: Request, names: Mapping[str, Any]) -> Actor:
    """Record that a case, or one of its files, is read by its key; raise AccessReasonRequired where a reason is missing.

    The reason is percent-encoded UTF-8 in the header X-Access-Reason, or the query parameter accessReason; one reading of
    the case with a reason lets searches show what is inside it, too. Returns as whom it is read: somebody with emergency
    access sees more, for this one answer.
    """
    if request.method != "GET":
        return actor
    reason = reason_of(request)
    if "process_instance_key" in names:
        return read_case_as(engine, actor, names["process_instance_key"], reason)
    if "document_id" in names:
        return read_document_as(engine, actor, names["document_id"], reason)
    return actor


def reason_of(request: Request) -> str | None:
    """Return the reason that the caller sends."""
    return unquote(request.headers.get(HEADER, "")) or request.args.get(PARAMETER)
