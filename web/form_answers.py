"""A completed form as rows of a summary list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from forms import Component, Container, DynamicList, Field
from forms.paths import lookup
from forms.scope import Scope
from web.form_values import value_in_words
from web.form_words import word

if TYPE_CHECKING:
    from forms import Form
    from forms.texts import Text
    from web.form_values import Presentation


def answers(
    form: Form, data: Mapping[str, object], variables: Mapping[str, object], presentation: Presentation
) -> list[dict[str, object]]:
    """Return one row for each visible field, in the order of the form."""
    writing = _Writing(presentation)
    writing.add(form.components, data, Scope(data, variables), "")
    return writing.rows


class _Writing:
    """Collects the rows."""

    def __init__(self, presentation: Presentation) -> None:
        self.presentation = presentation
        self.evaluator = presentation.evaluator
        self.language = presentation.language
        self.rows: list[dict[str, object]] = []

    def add(self, components: tuple[Component, ...], values: object, scope: Scope, around: str) -> None:
        """Add the rows of components whose values lie in `values`; `around` names the row of a list they are in."""
        for component in components:
            if self.evaluator.is_true(component.hide, scope):
                continue
            match component:
                case Field():
                    self._field(component, lookup(values, component.path), scope, around)
                case DynamicList():
                    self._list(component, lookup(values, component.path), scope, around)
                case Container():
                    self.add(component.components, lookup(values, component.path), scope, around)

    def _field(self, field: Field, value: object, scope: Scope, around: str) -> None:
        label = self._text(field.label, scope)
        if not label:
            return
        text = value_in_words(field, value, scope, self.presentation)
        self._row(f"{around}: {label}" if around else label, text)

    def _list(self, component: DynamicList, value: object, scope: Scope, around: str) -> None:
        label = self._text(component.label, scope)
        rows = value if isinstance(value, list) else []
        if not rows:
            self._row(f"{around}: {label}" if around else label, word("no_rows", self.language))
        for position, row in enumerate(rows):
            name = word("row", self.language, label=label, number=position + 1)
            inner = scope.enter(row if isinstance(row, Mapping) else {}, position)
            self.add(component.components, row, inner, f"{around}: {name}" if around else name)

    def _text(self, text: Text | None, scope: Scope) -> str:
        return text.render(self.language, scope, self.evaluator) if text else ""

    def _row(self, label: str, text: str | Markup) -> None:
        shown = text or word("unanswered", self.language)
        content = {"html": shown} if isinstance(shown, Markup) else {"text": shown, "classes": "form-answer"}
        self.rows.append({"key": {"text": label}, "value": content})
