"""Showing a form as plain accessible HTML, to fill in or to read."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from jinja2 import Environment

from forms.scope import Evaluator
from web.form_answers import answers
from web.form_nodes import nodes
from web.form_overview import client_variables, error_links, has_buttons
from web.form_values import Presentation, default_document_url
from web.form_view import top_of, view_of
from web.form_words import pattern, word
from web.templating import template_loader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from markupsafe import Markup

    from forms import Form, Language
    from web.form_values import DocumentUrl

_NOTHING: Mapping[str, object] = MappingProxyType({})

__all__ = ["render_answers", "render_form"]


def render_form(
    form: Form,
    data: Mapping[str, object],
    errors: Mapping[str, str],
    *,
    language: Language,
    variables: Mapping[str, object],
    now: datetime,
    upload_url: str = "",
    document_url: DocumentUrl = default_document_url,
) -> Markup:
    """Return the controls of `form` with `data` in them, below a summary of `errors` (by path, as `validate` gives them).

    The page puts them in its own `<form method="post" enctype="multipart/form-data">`, with its buttons. Fields that `data`
    does not have show their variable or default. What was typed is shown again, also where it is wrong. With `upload_url`
    scripts upload chosen files at once (POST, one file, answering its document reference); without one, and without
    scripts, files come with the form.
    """
    view = view_of(form, data, errors, variables, Presentation(language, Evaluator(now), document_url))
    content = {
        "nodes": nodes(form.components, top_of(view)),
        "errors": error_links(form.components, errors),
        "variables": client_variables(form.components, variables),
        "language": language,
        "upload_url": upload_url,
        "has_buttons": has_buttons(form.components),
        "word": lambda name, **figures: word(name, language, **figures),
        "pattern": lambda name: pattern(name, language),
    }
    html: Markup = _environment().get_template("forms/form.html").module.form(content)  # type: ignore[attr-defined]  # its macro
    return html


def render_answers(
    form: Form,
    data: Mapping[str, object],
    *,
    language: Language,
    variables: Mapping[str, object] = _NOTHING,
    now: datetime | None = None,
    document_url: DocumentUrl = default_document_url,
) -> list[dict[str, object]]:
    """Return a completed form as rows for `govukSummaryList`: what was asked, and the answer as people read it.

    Labels stand in place of codes, dates are of the Buddhist era, files are links, masked fields are covered; hidden
    fields are left out. `variables` are those of the case, which options and conditions may read; `now` is for conditions
    that compare with the present.
    """
    return answers(form, data, variables, Presentation(language, Evaluator(now), document_url))


@cache
def _environment() -> Environment:
    environment = Environment(loader=template_loader(), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=False, default=_number)
    return environment


def _number(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite():
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
