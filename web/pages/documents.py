"""Files: uploading one for a form, and opening one of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Response, jsonify, make_response, request

from engine.commands import StoreDocument, document_reference
from engine.errors import RequestInvalid
from engine.queries.documents import document as stored_document
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint

RESTRICTIONS = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
)
RESTRICTIONS_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""A browser's own viewer of PDF does not start in a sandbox, and runs nothing on our origin."""


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/documents", "upload", upload, methods=["POST"])
    pages.add_url_rule("/documents/<document_id>", "document", document)


def upload() -> Response:
    """Store a chosen file at once; the answer is the reference that the form sends."""
    check_csrf()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return make_response(jsonify(error=gettext("Choose a file.")), 400)
    try:
        command = StoreDocument(sent.filename, sent.mimetype or "application/octet-stream", sent.read())
        return make_response(jsonify(document_reference(engine().execute(command, actor()))), 201)
    except RequestInvalid as error:
        return make_response(jsonify(error=str(error)), 400)


def document(document_id: str) -> Response:
    """Open a file, so that no browser ever runs what is in it."""
    with engine().reading() as connection:
        found = stored_document(connection, actor(), document_id)
    is_shown = found.is_shown_in_place
    response = Response(found.data, content_type=found.content_type if is_shown else "application/octet-stream")
    response.headers["Content-Disposition"] = f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(found.name)}"
    is_pdf = found.content_type == "application/pdf"
    response.headers["Content-Security-Policy"] = RESTRICTIONS_OF_PDF if is_pdf else RESTRICTIONS
    response.headers["Cache-Control"] = "private, no-store"
    return response
