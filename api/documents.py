"""Documents over REST: upload, download."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response

from api.body import Body
from api.errors import BadRequest, status_of
from api.process_instance_operations import nobody_deletes
from api.routing import Routes
from engine.commands import STORE_ID, StoreDocument, document_reference
from engine.errors import EngineError
from engine.queries import json_text
from engine.queries.documents import document as stored_document
from engine.queries.documents import safe_headers

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from api.routing import Call
    from engine.queries.documents import StoredDocument

routes = Routes("Documents")

NOWHERE: dict[str, Any] = {"expiresAt": None, "processDefinitionId": None, "processInstanceKey": None, "customProperties": {}}
"""What the client libraries expect of a document's metadata besides: it stays, and belongs to no case yet."""
STORE = ("storeId",)
KEPT = ("contentType", "fileName", "size")
"""What a client may say of a document; it belongs to the cases whose variables refer to it."""
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
    query=STORE,
    body=BODY,
    body_media_type="multipart/form-data",
    answer={"type": "object"},
)
def create_document(call: Call) -> dict[str, Any]:
    """Store one file; the answer is the reference that variables hold."""
    upload = call.request.files.get("file")
    if upload is None:
        raise BadRequest("Request part [file] is missing; send one file as multipart/form-data.")
    _refuse_other_stores(call)
    return _store(call, upload, _metadata(call))


@routes.serve(
    "GET",
    "/documents/{documentId}",
    "getDocument",
    "Download a document",
    None,
    query=(*STORE, "contentHash"),
    answer={"type": "string", "format": "binary"},
    media_type="application/octet-stream",
)
def get_document(call: Call, document_id: str) -> Response:
    """Answer with the file."""
    _refuse_other_stores(call)
    with call.engine.reading() as connection:
        found = stored_document(connection, call.actor, document_id)
    if call.request.args.get("contentHash", found.sha256) != found.sha256:
        raise BadRequest("Query parameter [contentHash] is not the hash of this document; the reference to it was changed.")
    return file_response(found)


@routes.serve(
    "POST",
    "/documents/batch",
    "createDocuments",
    "Upload several documents",
    None,
    status=201,
    query=STORE,
    body={
        "type": "object",
        "properties": {
            "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "metadataList": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["files"],
    },
    body_media_type="multipart/form-data",
    answer={"type": "object"},
)
def create_documents(call: Call) -> dict[str, Any] | Response:
    """Store each file that can be stored; when some cannot, the answer is 207 and says which and why."""
    _refuse_other_stores(call)
    uploads = call.request.files.getlist("files")
    if not uploads:
        raise BadRequest("Request part [files] is missing; send files as multipart/form-data.")
    told = [_read_metadata(sent.read().decode()) for sent in call.request.files.getlist("metadataList")]
    told = told or [_read_metadata(text) for text in call.request.form.getlist("metadataList")]
    if told and len(told) != len(uploads):
        raise BadRequest("Request part [metadataList] must have as many entries as there are files.")
    stored, failed = [], []
    for upload, metadata in zip(uploads, told or [{}] * len(uploads), strict=True):
        try:
            stored.append(_store(call, upload, metadata))
        except EngineError as error:
            failed.append(_failure(upload.filename or "document", error))
    answer = {"createdDocuments": stored, "failedDocuments": failed}
    return answer if not failed else Response(json_text.dumps(answer), 207, content_type="application/json")


@routes.serve(
    "DELETE", "/documents/{documentId}", "deleteDocument", "Refuse to delete a document", None, query=STORE, status=204
)
def delete_document(call: Call, document_id: str) -> None:
    """Refuse: a document belongs to the record, and records leave by the retention rules only."""
    with call.engine.reading() as connection:
        stored_document(connection, call.actor, document_id)
    raise nobody_deletes("Documents belong to records")


def _refuse_other_stores(call: Call) -> None:
    if call.request.args.get("storeId", STORE_ID) != STORE_ID:
        raise BadRequest(f"Query parameter [storeId] names a store that is not here; there is {STORE_ID}.")


def file_response(found: StoredDocument) -> Response:
    """Return the file so that no browser runs it."""
    response = Response(found.data, headers=safe_headers(found))
    response.headers["ETag"] = f'"{found.sha256}"'
    return response


def _store(call: Call, upload: FileStorage, metadata: dict[str, Any]) -> dict[str, Any]:
    name = metadata.get("fileName") or upload.filename or "document"
    content_type = metadata.get("contentType") or upload.mimetype or "application/octet-stream"
    data = upload.read()
    if metadata.get("size", len(data)) != len(data):
        raise BadRequest(f"Request property [metadata.size] says {metadata['size']} bytes; {len(data)} have come.")
    document = call.engine.execute(StoreDocument(str(name), str(content_type), data), call.actor)
    reference: dict[str, Any] = document_reference(document)
    return reference | {"metadata": NOWHERE | reference["metadata"]}


def _failure(name: str, error: EngineError) -> dict[str, Any]:
    status = status_of(error)
    return {"fileName": name, "status": status, "title": HTTPStatus(status).phrase, "detail": str(error)}


def _metadata(call: Call) -> dict[str, Any]:
    part = call.request.form.get("metadata")
    if part is None and (sent := call.request.files.get("metadata")) is not None:
        part = sent.read().decode()
    return _read_metadata(part)


def _read_metadata(part: str | None) -> dict[str, Any]:
    if not part:
        return {}
    try:
        values = json_text.loads(part)
    except ValueError:
        raise BadRequest("Request part [metadata] is not JSON.") from None
    if not isinstance(values, dict):
        raise BadRequest("Request part [metadata] must be a JSON object.")
    given = {name: value for name, value in values.items() if value not in (None, {}, "")}
    Body(given, "metadata.").refuse_unknown(KEPT)
    return given
