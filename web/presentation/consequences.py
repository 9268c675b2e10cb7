"""What sending a user task leads to, said before it is sent: for each choice of the deciding field, or for the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import feel
from forms import ChoiceField
from forms.options import label_of, options_of, token
from forms.scope import Evaluator, Scope
from web.presentation.elements import name_of, process_model
from web.presentation.groups import names_of_groups
from web.presentation.next_steps import NotForeseeable, outputs_of, waiting_after
from web.site import engine, language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.commands import Element, ProcessModel
    from forms import Form

MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class Consequence:
    """One choice and what follows; `token` is the choice's value in HTML."""

    choice: str
    token: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """By the choices of the field at `path` in the form; or, when no choice matters, `always`."""

    path: str = ""
    choices: tuple[Consequence, ...] = ()
    always: str | None = None


def consequences_of(
    connection: Any, process_definition_key: int, element_id: str, form: Form | None, variables: Mapping[str, object]
) -> Consequences:
    """Foresee what follows a user task; `connection` is an open read. Empty where it depends on others, as in a vote."""
    model = process_model(process_definition_key)
    element = model.elements.get(element_id)
    if element is None or element.loop is not None:
        return Consequences()
    for field in _choices(form):
        found = {
            option: _outcome(model, element, {**variables, field.path[0]: option}) for option, _ in _options(field, variables)
        }
        if len({_ids(elements) for elements in found.values()}) > 1:
            return Consequences(field.path[0], tuple(_named(connection, field, variables, found)))
    return Consequences(always=_sentence(connection, _outcome(model, element, variables), variables))


def _choices(form: Form | None) -> Sequence[ChoiceField]:
    fields = form.fields() if form else ()
    return [field for field in fields if isinstance(field, ChoiceField) and not field.multiple and len(field.path) == 1]


def _options(field: ChoiceField, variables: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return (value, label) of a field's options; texts only, for those are what decisions are made of."""
    options = options_of(field, Scope(variables, variables), Evaluator(engine().now()))
    if len(options) > MOST_OPTIONS:
        return []
    return [(option.value, label_of(options, option.value, language())) for option in options if isinstance(option.value, str)]


def _outcome(model: ProcessModel, element: Element, seen: Mapping[str, object]) -> list[Element] | None:
    now = engine().now()
    try:
        return waiting_after(model, element, outputs_of(element, seen, now), now)
    except (NotForeseeable, feel.FeelError):
        return None


def _ids(elements: list[Element] | None) -> tuple[str, ...] | None:
    return None if elements is None else tuple(element.id for element in elements)


def _named(
    connection: Any, field: ChoiceField, variables: Mapping[str, object], found: Mapping[str, list[Element] | None]
) -> Sequence[Consequence]:
    labels = dict(_options(field, variables))
    unforeseen = gettext("The system decides the next step from what you send.")
    return [
        Consequence(labels[value], token(value), _sentence(connection, elements, variables) or unforeseen)
        for value, elements in found.items()
    ]


def _sentence(connection: Any, elements: list[Element] | None, variables: Mapping[str, object]) -> str | None:
    if not elements:
        return None
    return ", ".join(_described(connection, element, variables) for element in elements)


def _described(connection: Any, element: Element, variables: Mapping[str, object]) -> str:
    if element.type == "END_EVENT":
        return gettext("The case ends: %(name)s", name=name_of(element)) if element.name else gettext("The case ends")
    groups = _groups(element, variables)
    names = names_of_groups(connection, groups)
    who = ", ".join(names[group] for group in groups)
    return gettext("%(step)s (%(who)s)", step=name_of(element), who=who) if who else name_of(element)


def _groups(element: Element, variables: Mapping[str, object]) -> list[str]:
    value = element.user_task.candidate_groups if element.user_task else None
    if value is None:
        return []
    if value.expression is None:
        return [name.strip() for name in value.text.split(",") if name.strip()]
    found = value.expression.evaluate(variables, feel.Evaluation(now=engine().now))
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
