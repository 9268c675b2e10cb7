"""The facts of a case that a page names: labels from the forms in which they were asked, values as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.scope import Evaluator, Scope
from web.deployed_forms import forms_of, start_form_of
from web.form_rendering import render_answers
from web.form_values import Presentation, value_in_words
from web.presentation.elements import element, process_model
from web.presentation.links import document_url
from web.site import engine
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forms import Field
    from web.presentation.formats import Language

FACTS = "anumat:facts"


def facts_of(
    process_definition_key: int, element_id: str, variables: Mapping[str, object], language: Language
) -> list[dict[str, object]]:
    """Return the rows of the facts that the element, or else the process, names in anumat:facts; unknown values are left out."""
    fields = dict(_fields(process_definition_key))
    presentation = Presentation(language, Evaluator(engine().now()), document_url)
    rows: list[dict[str, object]] = []
    for name in _names(process_definition_key, element_id):
        value = variables.get(name)
        if value in (None, "", []):
            continue
        field = fields.get(name)
        if field is None:
            rows.append(_row(_label(name), _plain(value)))
            continue
        scope = Scope(variables, variables)
        label = field.label.render(language, scope, presentation.evaluator) if field.label else name
        rows.append(_row(label or name, value_in_words(field, value, scope, presentation)))
    return rows


def _names(process_definition_key: int, element_id: str) -> Sequence[str]:
    model = process_model(process_definition_key)
    found = element(process_definition_key, element_id)
    text = (found.properties.get(FACTS) if found else None) or model.root.properties.get(FACTS, "")
    return [name.strip() for name in text.split(",") if name.strip()]


def _fields(process_definition_key: int) -> Iterator[tuple[str, Field]]:
    """Yield the fields of all forms of a process by the variable that they fill, the start form's last so that they win."""
    for form in forms_of(process_definition_key):
        for field in form.fields():
            yield ".".join(field.path), field


def _row(label: str, value: object) -> dict[str, object]:
    content = {"html": value} if hasattr(value, "__html__") else {"text": str(value)}
    return {"key": {"text": label}, "value": content}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_plain(item)}" for name, item in value.items())
    return str(value)


def _label(name: str) -> str:
    labels = {
        "caseNumber": gettext("Case number"),
        "initiator": gettext("Requester"),
        "subject": gettext("Subject"),
        "severity": gettext("Severity"),
        "provinceCode": gettext("Province"),
        "electionId": gettext("Election"),
        "receiptNumber": gettext("Receipt number"),
        "orderNumber": gettext("Order number"),
        "documentTitle": gettext("Title of the document"),
        "documentKind": gettext("Kind of document"),
        "applicantName": gettext("Applicant"),
        "applicationNumber": gettext("Application number"),
        "agency": gettext("Agency"),
        "outcome": gettext("Outcome"),
    }
    return labels.get(name, name)


def start_answers(process_definition_key: int, variables: Mapping[str, object], language: Language) -> list[dict[str, object]]:
    """Return what was asked and answered in the start form, as it stands now; empty without a start form."""
    form = start_form_of(process_definition_key)
    return (
        []
        if form is None
        else render_answers(
            form, variables, language=language, variables=variables, now=engine().now(), document_url=document_url
        )
    )
