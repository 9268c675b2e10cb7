"""Variables as people read them: contexts as names and values, lists as lists, codes as words, files as links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from forms.field_values import is_document_reference
from forms.identifiers import without_national_ids
from forms.scope import Scope
from web.form_values import file_link, file_links, value_in_words
from web.presentation.fact_words import code_in_words, same_name, word_for
from web.presentation.formats import BANGKOK, date_time_text, iso_duration_text
from web.translations import gettext

if TYPE_CHECKING:
    from forms import Field
    from web.form_values import Presentation

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:(Z|[+-]\d\d:\d\d)|@[\w/]+)?")
_DURATION = re.compile(r"P(?=.)[0-9YMWDTHS]+")
PEOPLE = frozenset({"initiator", "requester", "member", "approver"})
"""Names whose value is a user name."""


@dataclass(frozen=True, slots=True)
class FactWriter:
    """Writes the variables of one case; `fields` are those of its forms by `same_name`, `people` names by user name."""

    fields: Mapping[str, Field]
    people: Mapping[str, str]
    presentation: Presentation
    variables: Mapping[str, object]

    def label(self, name: str) -> str | None:
        """Return what a variable or a part of one is called; None when nobody has said."""
        word = word_for(name)
        field = self.fields.get(same_name(name))
        if word or field is None or field.label is None:
            return word
        return field.label.render(self.presentation.language, self._scope(), self.presentation.evaluator) or None

    def value(self, name: str, value: object) -> str | Markup:
        """Return a value in words."""
        if value is None or value in ("", [], {}):
            return ""
        if is_document_reference(value):
            return file_link(value, self.presentation.document_url)
        if isinstance(value, Mapping):
            return self._context(value)
        if isinstance(value, list):
            return self._list(name, value)
        field = self.fields.get(same_name(name))
        if field is not None:
            return value_in_words(field, value, self._scope(), self.presentation)
        return self._plain(name, value)

    def _plain(self, name: str, value: object) -> str:
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if not isinstance(value, str):
            return str(value)
        value = without_national_ids(value)
        if name in PEOPLE:
            return self.people.get(value, value)
        language = self.presentation.language
        moment = _MOMENT.fullmatch(value)
        if moment:
            at = datetime.fromisoformat(moment[1] + (moment[2] or ""))
            return date_time_text(at if at.tzinfo else at.replace(tzinfo=BANGKOK), language)
        if _DURATION.fullmatch(value):
            return iso_duration_text(value, language) or value
        return code_in_words(value)

    def _context(self, value: Mapping[str, object]) -> Markup:
        """Return the parts that have a name; the others are for programs."""
        parts = [(self.label(name), self.value(name, part)) for name, part in value.items()]
        lines = [Markup("<li>{}: {}</li>").format(label, text) for label, text in parts if label and text]
        return Markup('<ul class="an-parts">{}</ul>').format(Markup().join(lines)) if lines else Markup()

    def _list(self, name: str, value: list[object]) -> str | Markup:
        if is_document_reference(value[0]):
            return file_links(value, self.presentation.document_url)
        if not any(isinstance(item, Mapping) for item in value):
            field = self.fields.get(same_name(name))
            if field is not None:
                return value_in_words(field, value, self._scope(), self.presentation)
            return ", ".join(str(self._plain(name, item)) for item in value)
        lines = [Markup("<li>{}</li>").format(text) for item in value if (text := self.value(name, item))]
        return Markup('<ol class="an-items">{}</ol>').format(Markup().join(lines))

    def _scope(self) -> Scope:
        return Scope(self.variables, self.variables)


def row(label: str, value: str | Markup) -> dict[str, object]:
    """Return a row of `govukSummaryList`; line breaks of plain text are kept."""
    html = value if isinstance(value, Markup) else Markup("<br>").join(escape(line) for line in value.splitlines())
    return {"key": {"text": label}, "value": {"html": html}}
