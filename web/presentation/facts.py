"""The facts of a case that a page names, and the answers that were given, as rows that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.scope import Evaluator
from web.deployed_forms import forms_of, start_form_of
from web.form_rendering import render_answers
from web.form_values import Presentation
from web.presentation.elements import element, process_model
from web.presentation.fact_values import FactWriter, row
from web.presentation.fact_words import same_name
from web.presentation.links import document_url
from web.site import engine, language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from forms import Field, Form

FACTS = "anumat:facts"


def facts_of(
    process_definition_key: int, element_id: str, variables: Mapping[str, object], people: Mapping[str, str]
) -> list[dict[str, object]]:
    """Return rows for the variables that the element, or else the process, names in anumat:facts.

    Labels come from the forms that ask for them. What has no value is left out. `people` are names by user name.
    """
    presentation = Presentation(language(), Evaluator(engine().now()), document_url)
    writer = FactWriter(dict(_fields(process_definition_key)), people, presentation, variables)
    found = ((name, writer.value(name, variables.get(name))) for name in _names(process_definition_key, element_id))
    return [row(writer.label(name) or name, value) for name, value in found if value]


def start_answers(process_definition_key: int, variables: Mapping[str, object]) -> list[dict[str, object]]:
    """Return what was asked and answered in the start form, as it stands now; empty without a start form."""
    form = start_form_of(process_definition_key)
    return [] if form is None else answers_of(form, variables, variables, engine().now())


def answers_of(
    form: Form, values: Mapping[str, object], variables: Mapping[str, object], at: datetime
) -> list[dict[str, object]]:
    """Return a completed form as rows of `govukSummaryList`; conditions are those of the moment `at`."""
    answers = render_answers(form, values, language=language(), variables=variables, now=at, document_url=document_url)
    return [_readable(answer) for answer in answers]


def _readable(answer: dict[str, object]) -> dict[str, object]:
    """Keep the line breaks of a text by marks of their own, so that spaces in the page's source do not count."""
    key, value = answer["key"], answer["value"]
    if isinstance(key, dict) and isinstance(value, dict) and "text" in value:
        return row(str(key["text"]), str(value["text"]))
    return answer


def _names(process_definition_key: int, element_id: str) -> Sequence[str]:
    model = process_model(process_definition_key)
    found = element(process_definition_key, element_id)
    text = (found.properties.get(FACTS) if found else None) or model.root.properties.get(FACTS, "")
    return [name.strip() for name in text.split(",") if name.strip()]


def _fields(process_definition_key: int) -> Iterator[tuple[str, Field]]:
    """Yield the fields of all forms of a process by the variable that they fill, the start form's last so that they win."""
    for form in forms_of(process_definition_key):
        for field in form.fields():
            yield same_name(field.path[-1]), field
