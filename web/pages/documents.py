"""Files: uploading one for a form, and opening one of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify, make_response, request

from engine.commands import StoreDocument, document_reference, read_document_as
from engine.errors import RequestInvalid
from engine.queries.documents import document as stored_document
from engine.queries.documents import safe_headers
from web.site import actor, check_csrf, engine
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint


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
    reader = read_document_as(engine(), actor(), document_id)
    with engine().reading() as connection:
        found = stored_document(connection, reader, document_id)
    response = Response(found.data, headers=safe_headers(found))
    response.headers["Cache-Control"] = "private, no-store"
    return response
