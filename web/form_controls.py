"""The controls of a form's fields, as parameters of the GOV.UK Frontend macros."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from forms import CheckboxField, ChoiceField, DateTimeField, Field, FileField, NumberField, TextField
from forms.field_values import is_document_reference
from forms.options import options_of, token
from forms.paths import format_path
from forms.texts import in_words
from web.form_dates import DATE_PARTS, date_parts
from web.form_values import file_link, file_name
from web.form_view import html_id
from web.form_words import pattern, word

if TYPE_CHECKING:
    from forms.paths import Path
    from web.form_view import Place

Params: TypeAlias = dict[str, object]


def control(field: Field, value: object, place: Place, path: Path) -> tuple[str, Params]:
    """Return the macro (`input`, `textarea`, `select`, `radios`, `checkboxes`, `date`, `file`) and its parameters."""
    match field:
        case TextField(type="textarea"):
            shown = "textarea", _textarea(field, value, place, path)
        case TextField():
            shown = "input", _input(field, value, place, path)
        case NumberField():
            shown = "input", _number(field, value, place, path)
        case CheckboxField():
            shown = "checkboxes", _checkbox(field, value, place, path)
        case ChoiceField():
            shown = _choice(field, value, place, path)
        case DateTimeField():
            common = _in_fieldset(_common(field, place, path))
            shown = "date", common | date_parts(field, value, place, path, has_hint="hint" in common)
        case FileField():
            shown = "file", _file(field, value, place, path)
        case _:
            raise TypeError(f"no control shows a {field.type}")
    return shown


def first_control_id(field: Field, path: Path) -> str:
    """Return the id of the control that an error's link leads to."""
    return html_id(path, DATE_PARTS[field.kind][0]) if isinstance(field, DateTimeField) else html_id(path)


def label_of_field(field: Field, place: Place) -> str:
    """Return the label; a field that may stay blank says so."""
    label = place.text(field.label)
    asks = isinstance(field, CheckboxField) or field.required
    return label if asks else word("optional", place.view.language, label=label)


def _common(field: Field, place: Place, path: Path) -> Params:
    params: Params = {
        "id": html_id(path),
        "name": format_path(path),
        "label": {"text": label_of_field(field, place), "classes": "govuk-label--s"},
    }
    hint = place.text(field.description)
    if hint:
        params["hint"] = {"text": hint}
    return params | _error(place, path)


def _error(place: Place, path: Path) -> Params:
    error = place.error(path)
    return {"errorMessage": {"text": error, "visuallyHiddenText": word("error", place.view.language)}} if error else {}


def _input(field: TextField | NumberField, value: object, place: Place, path: Path) -> Params:
    params = _common(field, place, path) | {"value": in_words(value)}
    if not isinstance(field, TextField) or field.validation_type or field.pattern:
        params["spellcheck"] = False
    if field.autocomplete:
        params["autocomplete"] = field.autocomplete
    for name, adorner in (("prefix", field.prefix), ("suffix", field.suffix)):
        if adorner:
            params[name] = {"text": place.text(adorner)}
    match field:
        case TextField(validation_type="email"):
            params |= {"type": "email"}
        case TextField(validation_type="phone"):
            params |= {"type": "tel", "classes": "govuk-input--width-20"}
        case TextField(validation_type="national-id"):
            params |= {"inputmode": "numeric", "classes": "govuk-input--width-20 govuk-input--extra-letter-spacing"}
    return params


def _number(field: NumberField, value: object, place: Place, path: Path) -> Params:
    mode = "numeric" if field.decimal_digits == 0 else "decimal"
    return _input(field, value, place, path) | {"inputmode": mode, "classes": "govuk-input--width-10"}


def _textarea(field: TextField, value: object, place: Place, path: Path) -> Params:
    text = in_words(value)
    # HTML drops the first line end of a textarea, so one that was typed needs another before it.
    params = _common(field, place, path) | {"value": "\n" + text if text.startswith("\n") else text}
    limits = {
        name: limit for name, limit in (("max", field.max_length), ("min", field.min_length)) if isinstance(limit, Decimal)
    }
    if not limits:
        return params
    language = place.view.language
    figures = {f"data-count-{name}": str(int(limit)) for name, limit in limits.items()}
    sentences = {f"data-count-{name}-text": pattern(f"count_{name}", language) for name in ("left", "over", "short")}
    note = word("characters", language, limit=f"{int(limits['max']):,}") if "max" in limits else ""
    return params | {
        "describedBy": html_id(path, "count"),
        "attributes": figures | sentences,
        "count": {"id": html_id(path, "count"), "text": note},
        "rows": 8,
    }


def _checkbox(field: Field, value: object, place: Place, path: Path) -> Params:
    params = _common(field, place, path)
    label = params.pop("label")
    text = label["text"] if isinstance(label, dict) else ""
    return params | {"idPrefix": html_id(path), "items": [{"value": "true", "text": text, "checked": value is True}]}


def _choice(field: ChoiceField, value: object, place: Place, path: Path) -> tuple[str, Params]:
    language = place.view.language
    chosen = {token(item) for item in (value if isinstance(value, list) else [] if value is None else [value])}
    mark = "selected" if field.type == "select" else "checked"
    items: list[Params] = []
    for option in options_of(field, place.scope, place.view.evaluator):
        label = option.label_en if language == "en" and option.label_en else option.label
        items.append({"value": token(option.value), "text": label, mark: token(option.value) in chosen})
    params = _common(field, place, path)
    if field.type == "select":
        return "select", params | {"items": [{"value": "", "text": word("choose", language)}, *items]}
    params["items"] = items
    if not items:
        params["hint"] = {"text": word("no_options", language)}
    return "checkboxes" if field.multiple else "radios", _in_fieldset(params)


def _in_fieldset(params: Params) -> Params:
    """Return the parameters with the label as the legend of a fieldset around several controls."""
    label = params.pop("label")
    text = label["text"] if isinstance(label, dict) else ""
    return params | {"idPrefix": params["id"], "fieldset": {"legend": {"text": text, "classes": "govuk-fieldset__legend--s"}}}


def _file(field: FileField, value: object, place: Place, path: Path) -> Params:
    language, name, view = place.view.language, format_path(path), place.view
    limit = word("file_hint", language, limit=field.max_size_bytes // 1_000_000)
    kinds = word("file_kinds", language, kinds=", ".join(field.accept)) if field.accept else ""
    hint = " · ".join(text for text in (place.text(field.description), limit + kinds) if text)
    references = [item for item in value if is_document_reference(item)] if isinstance(value, list) else []
    kept = [
        {
            "reference": item,
            "name": file_name(item),
            "link": file_link(item, view.presentation.document_url),
            "remove": f"__remove:{name}:{number}",
        }
        for number, item in enumerate(references)
    ]
    attributes = {"accept": ",".join(field.accept)} if field.accept else {}
    return _common(field, place, path) | {
        "hint": {"text": hint},
        "multiple": field.multiple,
        "javascript": True,
        "attributes": attributes,
        "kept": kept,
        "max_bytes": field.max_size_bytes,
    }
