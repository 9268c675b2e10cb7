"""A posted form: its button, its data, and the files that came with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

import forms
from engine.commands import StoreDocument, document_reference
from web.site import actor, engine

if TYPE_CHECKING:
    from forms import Form


@dataclass(frozen=True, slots=True)
class Posted:
    """What was sent: `edit` is the button inside the form that was pressed (add a row, ...), if one was."""

    data: dict[str, object]
    edit: str | None


def posted(form: Form | None) -> Posted:
    """Decode the request's form data; files that came along are stored first and wait for the submission."""
    pairs = list(request.form.items(multi=True))
    if form is None:
        return Posted({}, None)
    data = forms.decode(form, pairs, _stored_files())
    edit = forms.action_in(pairs)
    return Posted(forms.apply_action(form, data, edit) if edit else data, edit)


def _stored_files() -> dict[str, list[dict[str, object]]]:
    stored: dict[str, list[dict[str, object]]] = {}
    for name, upload in request.files.items(multi=True):
        if not upload.filename:
            continue
        command = StoreDocument(upload.filename, upload.mimetype or "application/octet-stream", upload.read())
        stored.setdefault(name, []).append(document_reference(engine().execute(command, actor())))
    return stored
