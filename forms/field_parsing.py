"""Reading the components that hold a value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

import feel
from forms.components import (
    CalculatedField,
    CheckboxField,
    ChoiceField,
    DateTimeField,
    DateTimeKind,
    Field,
    FileField,
    Mask,
    NumberField,
    Option,
    Switch,
    TextField,
)
from forms.patterns import is_pattern
from forms.texts import Text, parse_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.properties import Properties

VALIDATION_TYPES = frozenset({"", "custom", "email", "phone", "national-id"})
RULES = ("required", "type", "min", "max", "minLength", "maxLength", "pattern", "validationType", "validate")
_BUILT_IN_MESSAGES = {"pattern": "validate.patternErrorMessage"}


class _Common(TypedDict):
    """What every field has."""

    id: str
    type: str
    hide: feel.Expression | None
    path: tuple[str, ...]
    label: Text
    description: Text | None
    default: object
    required: bool
    disabled: Switch
    readonly: Switch
    rule: feel.Expression | None
    messages: Mapping[str, Text]
    mask: Mask | None
    autocomplete: str


def _common(properties: Properties, path: tuple[str, ...]) -> _Common:
    rule = properties.own_word("validate")
    messages = {name: properties.message(name, _BUILT_IN_MESSAGES.get(name, "")) for name in RULES}
    return {
        "id": properties.component_id,
        "type": str(properties.value("type")),
        "hide": properties.expression("conditional.hide"),
        "path": path,
        "label": properties.text("label") or Text(parse_template(path[-1])),
        "description": properties.text("description"),
        "default": properties.value("defaultValue"),
        "required": properties.flag("validate.required"),
        "disabled": properties.switch("disabled"),
        "readonly": properties.switch("readonly"),
        "rule": properties.compile("properties.validate", rule) if rule else None,
        "messages": {name: message for name, message in messages.items() if message},
        "mask": _mask(properties),
        "autocomplete": properties.own_word("autocomplete"),
    }


def _mask(properties: Properties) -> Mask | None:
    word = properties.own_word("mask")
    try:
        return Mask(word) if word else None
    except ValueError:
        properties.refuse(f"properties.mask {word!r} is not one of {', '.join(Mask)}")
        return None


def _text(properties: Properties, path: tuple[str, ...]) -> Field:
    pattern = properties.word("validate.pattern")
    if pattern and not is_pattern(pattern):
        properties.refuse(f"validate.pattern {pattern!r} is no regular expression that FEEL's matches() knows")
    validation_type = properties.own_word("validationType") or properties.word("validate.validationType")
    if validation_type not in VALIDATION_TYPES:
        properties.refuse(f"validationType {validation_type!r} is not one of email, phone, national-id")
    return TextField(
        **_common(properties, path),
        min_length=properties.bound("validate.minLength"),
        max_length=properties.bound("validate.maxLength"),
        pattern=pattern,
        validation_type="" if validation_type == "custom" else validation_type,
        prefix=properties.text("appearance.prefixAdorner"),
        suffix=properties.text("appearance.suffixAdorner"),
    )


def _number(properties: Properties, path: tuple[str, ...]) -> Field:
    increment = properties.number("increment")
    if increment is not None and increment <= 0:
        properties.refuse("increment must be greater than 0")
    return NumberField(
        **_common(properties, path),
        minimum=properties.bound("validate.min"),
        maximum=properties.bound("validate.max"),
        decimal_digits=None if properties.value("decimalDigits") is None else properties.whole("decimalDigits", 0, 30),
        increment=increment,
        as_text=properties.flag("serializeToString"),
        prefix=properties.text("appearance.prefixAdorner"),
        suffix=properties.text("appearance.suffixAdorner"),
    )


def _checkbox(properties: Properties, path: tuple[str, ...]) -> Field:
    return CheckboxField(**_common(properties, path))


def _choice(properties: Properties, path: tuple[str, ...]) -> Field:
    key, expression = properties.word("valuesKey"), properties.expression("valuesExpression")
    options = () if key or expression else _options(properties)
    return ChoiceField(
        **_common(properties, path),
        multiple=properties.value("type") in {"checklist", "taglist"},
        options=options,
        options_key=key,
        options_expression=expression,
    )


def _options(properties: Properties) -> tuple[Option, ...]:
    content = properties.value("values")
    options: list[Option] = []
    for item in content if isinstance(content, list) else []:
        if not isinstance(item, Mapping) or item.get("value") is None:
            properties.refuse("every option needs a value")
            continue
        options.append(Option(item["value"], str(item.get("label") or item["value"]), str(item.get("label.en") or "")))
    if not options:
        properties.refuse("the field needs values, a valuesKey or a valuesExpression")
    if len({json.dumps(option.value, sort_keys=True, default=str) for option in options}) < len(options):
        properties.refuse("two options have the same value")
    return tuple(options)


def _date_time(properties: Properties, path: tuple[str, ...]) -> Field:
    common = _common(properties, path)
    kind = _date_time_kind(properties)
    own_label = "timeLabel" if kind is DateTimeKind.TIME else "dateLabel"
    thai = properties.word("label") or properties.word(own_label)
    english = properties.own_word("label.en") or properties.own_word(f"{own_label}.en")
    common["label"] = properties.translated("label", thai, english) or common["label"]
    time_label = properties.text("timeLabel") if kind is DateTimeKind.DATE_TIME else None
    return DateTimeField(**common, kind=kind, time_label=time_label, refuses_past=properties.flag("disallowPassedDates"))


def _date_time_kind(properties: Properties) -> DateTimeKind:
    word = properties.word("subtype") or "date"
    try:
        return DateTimeKind(word)
    except ValueError:
        properties.refuse(f"the subtype {word!r} is not one of date, time, datetime")
        return DateTimeKind.DATE


def _file(properties: Properties, path: tuple[str, ...]) -> Field:
    accept = tuple(part.strip().lower() for part in properties.word("accept").split(",") if part.strip())
    return FileField(
        **_common(properties, path),
        accept=accept,
        multiple=properties.flag("multiple"),
        max_size_bytes=properties.whole("maxSizeMB", 50, 500) * 1_000_000,
    )


def _calculated(properties: Properties, path: tuple[str, ...]) -> Field:
    expression = properties.expression("expression")
    if expression is None:
        properties.refuse("the expression field needs an expression")
    common = _common(properties, path)
    if not properties.word("label"):
        common["label"] = Text(parse_template(""))
    return CalculatedField(**common, expression=expression or feel.compile("null"))


FIELD_PARSERS: Mapping[str, Callable[[Properties, tuple[str, ...]], Field]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "checkbox": _checkbox,
    "select": _choice,
    "radio": _choice,
    "checklist": _choice,
    "taglist": _choice,
    "datetime": _date_time,
    "filepicker": _file,
    "expression": _calculated,
}
