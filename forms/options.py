"""The options of a choice: constants of the form, a variable, or the value of an expression."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from forms.components import ChoiceField, Option
from forms.texts import in_words

if TYPE_CHECKING:
    from forms.scope import Evaluator, Scope
    from forms.texts import Language

MAX_OPTIONS = 10_000


def options_of(field: ChoiceField, scope: Scope, evaluator: Evaluator) -> tuple[Option, ...]:
    """Return the options as they are now; an item is {value, label, "label.en"} or a plain value that labels itself."""
    if field.options_expression is not None:
        content = evaluator.value(field.options_expression, scope)
    elif field.options_key:
        content = scope.get(field.options_key)
    else:
        return field.options
    options = [_option(item) for item in content[:MAX_OPTIONS]] if isinstance(content, list) else []
    return tuple(option for option in options if option)


def token(value: object) -> str:
    """Return the text that stands for an option's value in HTML: itself, or its JSON where it is no text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def label_of(options: tuple[Option, ...], value: object, language: Language) -> str:
    """Return the label of a chosen value; the value itself where the options no longer have it."""
    for option in options:
        if option.value == value:
            return option.label_en if language == "en" and option.label_en else option.label
    return in_words(value)


def _option(item: object) -> Option | None:
    if isinstance(item, Mapping):
        value = item.get("value")
        return (
            None
            if value is None
            else Option(value, in_words(item.get("label")) or in_words(value), in_words(item.get("label.en")))
        )
    return None if item is None or isinstance(item, list) else Option(item, in_words(item))
