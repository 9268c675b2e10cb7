"""Deployed forms, parsed once: a version never changes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import forms
from engine.queries import forms as queries
from web.presentation.elements import process_model
from web.site import engine

if TYPE_CHECKING:
    from forms import Form

CAPACITY = 500


def form(form_key: int) -> Form:
    """Return a version of a form; raise NotFound."""
    with engine().reading() as connection:
        return _parsed(queries.form(connection, form_key).schema)


def latest_form(form_id: str) -> Form | None:
    """Return the newest version of a form."""
    with engine().reading() as connection:
        found = queries.latest_form(connection, form_id)
    return None if found is None else _parsed(found.schema)


def start_form_of(process_definition_key: int) -> Form | None:
    """Return the newest version of a process' start form, None when it has none."""
    model = process_model(process_definition_key)
    starts = (model.elements[element_id] for element_id in model.root.start_events)
    form_id = next((element.form_id for element in starts if element.form_id), None)
    return None if form_id is None else latest_form(form_id)


def forms_of(process_definition_key: int) -> list[Form]:
    """Return the newest versions of the forms of a process: its user tasks' ones first, its start form last."""
    model = process_model(process_definition_key)
    ids = [element.user_task.form_id for element in model.elements.values() if element.user_task and element.user_task.form_id]
    found = [latest_form(form_id) for form_id in dict.fromkeys(ids)] + [start_form_of(process_definition_key)]
    return [known for known in found if known is not None]


@lru_cache(maxsize=CAPACITY)
def _parsed(schema: str) -> Form:
    return forms.parse(schema)
