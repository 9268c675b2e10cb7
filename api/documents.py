"""Documents over REST: upload, download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from api.errors import BadRequest
from api.routing import Routes
from engine.commands import StoreDocument, document_reference
from engine.queries import json_text
from engine.queries.documents import document as stored_document
from engine.queries.documents import safe_headers

if TYPE_CHECKING:
    from api.routing import Call
    from engine.queries.documents import StoredDocument

routes = Routes("Documents")

BODY = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}, "metadata": {"type": "object"}},
    "required": ["file"],
}


@routes.serve(
    "POST",
    "/documents",
    "createDocument",
    "Upload a document",
    None,
    status=201,
    body=BODY,
    body_media_type="multipart/form-data",
    answer={"type": "object"},
)
def create_document(call: Call) -> dict[str, Any]:
    """Store one file; the answer is the reference that variables hold."""
    upload = call.request.files.get("file")
    if upload is None:
        raise BadRequest("Request part [file] is missing; send one file as multipart/form-data.")
    metadata = _metadata(call)
    name = metadata.get("fileName") or upload.filename or "document"
    content_type = metadata.get("contentType") or upload.mimetype or "application/octet-stream"
    document = call.engine.execute(StoreDocument(str(name), str(content_type), upload.read()), call.actor)
    return document_reference(document)


@routes.serve(
    "GET",
    "/documents/{documentId}",
    "getDocument",
    "Download a document",
    None,
    answer={"type": "string", "format": "binary"},
    media_type="application/octet-stream",
)
def get_document(call: Call, document_id: str) -> Response:
    """Answer with the file."""
    with call.engine.reading() as connection:
        return file_response(stored_document(connection, call.actor, document_id))


def file_response(found: StoredDocument) -> Response:
    """Return the file so that no browser runs it."""
    response = Response(found.data, headers=safe_headers(found))
    response.headers["ETag"] = f'"{found.sha256}"'
    return response


def _metadata(call: Call) -> dict[str, Any]:
    part = call.request.form.get("metadata")
    if part is None and (sent := call.request.files.get("metadata")) is not None:
        part = sent.read().decode()
    if not part:
        return {}
    try:
        values = json_text.loads(part)
    except ValueError:
        raise BadRequest("Request part [metadata] is not JSON.") from None
    if not isinstance(values, dict):
        raise BadRequest("Request part [metadata] must be a JSON object.")
    return values
