"""Files that a submission refers to: the references come from a browser, so each is looked up before it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from engine.commands.store_document import document_reference
from engine.errors import SubmissionRefused
from engine.store import documents as store

if TYPE_CHECKING:
    import forms
    from engine.commands.command import Work
    from engine.model.document import Document
    from engine.model.process_instance import ProcessInstance

_REFUSAL: Mapping[str, str] = {
    "th": "ไม่พบไฟล์นี้หรือท่านแนบไฟล์นี้ไม่ได้ โปรดลบแล้วแนบใหม่",
    "en": "This file is not there or is not yours to attach; remove it and attach it again.",
}


def check_attachments(
    work: Work, values: Mapping[str, object], root_key: int | None, language: forms.Language
) -> Mapping[str, object]:
    """Return the submitted values with each document reference as the store knows the document.

    A person may attach what they uploaded and nothing has taken up yet, and what belongs to the case (`root_key`; None
    before there is one). Raises SubmissionRefused, by the path of the field, for anything else.
    """
    ids = list(document_ids(values))
    if not ids:
        return values
    found = store.find_documents(work.uow.connection, ids)
    allowed = {key: document for key, document in found.items() if _is_theirs(document, work.actor.user_name, root_key)}
    errors = {path: _REFUSAL[language] for name, value in values.items() for path in _refused(value, name, allowed)}
    if errors:
        raise SubmissionRefused(errors)
    return {name: _known(value, allowed) for name, value in values.items()}


def adopt_attachments(work: Work, values: Mapping[str, object], instance: ProcessInstance) -> None:
    """Let the actor's own uploads that `values` refer to belong to the case."""
    store.adopt_documents(
        work.uow.connection,
        list(document_ids(values)),
        work.actor.user_name,
        instance.key,
        instance.root_process_instance_key,
    )


def document_ids(value: object) -> Iterator[str]:
    """Yield the ids of all document references in a JSON value."""
    document_id = _reference(value)
    if document_id is not None:
        yield document_id
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from document_ids(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from document_ids(inner)


def _reference(value: object) -> str | None:
    if not isinstance(value, Mapping) or "camunda.document.type" not in value:
        return None
    document_id = value.get("documentId")
    return document_id if isinstance(document_id, str) else None


def _is_theirs(document: Document, user_name: str, root_key: int | None) -> bool:
    if document.root_process_instance_key is None:
        return document.created_by == user_name
    return document.root_process_instance_key == root_key


def _refused(value: object, path: str, allowed: Mapping[str, Document]) -> Iterator[str]:
    """Yield the paths of the fields that hold a reference which is not allowed."""
    document_id = _reference(value)
    if document_id is not None:
        if document_id not in allowed:
            yield path
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _refused(inner, f"{path}.{name}", allowed)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            is_file = _reference(inner) is not None
            yield from _refused(inner, path if is_file else f"{path}[{index}]", allowed)


def _known(value: object, allowed: Mapping[str, Document]) -> object:
    document_id = _reference(value)
    if document_id is not None:
        return document_reference(allowed[document_id])
    if isinstance(value, Mapping):
        return {name: _known(inner, allowed) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_known(inner, allowed) for inner in value]
    return value
