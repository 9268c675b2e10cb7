"""What is needed to show one form: its data, its errors, its language and how expressions are evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms import prefill
from forms.paths import Path, format_path
from forms.reading import Reader
from forms.scope import Scope
from forms.settling import settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms import Form, Language
    from forms.components import Switch
    from forms.scope import Evaluator
    from forms.texts import Text
    from web.form_values import Presentation

# The position of the row that scripts copy: they write the row's own position in its place.
PATTERN_ROW = 987_654


@dataclass(frozen=True, slots=True)
class FormView:
    """A form at the moment it is shown. `shown` are all values, `settled` those of visible components."""

    shown: Mapping[str, object]
    settled: Mapping[str, object]
    variables: Mapping[str, object]
    errors: Mapping[str, str]
    presentation: Presentation

    @property
    def language(self) -> Language:
        """Return the reader's language."""
        return self.presentation.language

    @property
    def evaluator(self) -> Evaluator:
        """Return what evaluates the form's expressions."""
        return self.presentation.evaluator


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the form a component stands: its path, the raw values around it and the names its expressions see."""

    view: FormView
    at: Path
    values: object
    scope: Scope

    def text(self, text: Text | None) -> str:
        """Return a text of the form in the reader's language; empty where there is none."""
        return text.render(self.view.language, self.scope, self.view.evaluator) if text else ""

    def is_on(self, switch: Switch | None) -> bool:
        """Tell whether a condition of the form holds here."""
        return self.view.evaluator.is_true(switch, self.scope)

    def error(self, path: Path) -> str | None:
        """Return what is wrong with the value at `path`."""
        return self.view.errors.get(format_path(path))

    def inside(self, path: Path, values: object, scope: Scope | None = None) -> Place:
        """Return the place of what a container or row at `path` holds."""
        return Place(self.view, path, values, scope or self.scope)


def view_of(
    form: Form,
    data: Mapping[str, object],
    errors: Mapping[str, str],
    variables: Mapping[str, object],
    presentation: Presentation,
) -> FormView:
    """Complete `data` with variables and defaults and evaluate the form's conditions once."""
    shown = prefill(form, data, variables)
    clean = Reader(presentation.evaluator).read(form.components, shown, Scope(shown, variables))
    settled = settle(form, clean, variables, presentation.evaluator)
    return FormView(shown, settled.values, variables, errors, presentation)


def top_of(view: FormView) -> Place:
    """Return the place of the form's own components."""
    return Place(view, (), view.shown, Scope(view.settled, view.variables))


def html_id(path: Path, part: str = "") -> str:
    """Return the id of the control for a path: letters, digits and dashes, so that links and styles can name it."""
    name = "-".join(str(step) for step in path)
    return f"f-{name}-{part}" if part else f"f-{name}"
