"""Reading the JSON properties of one component, noting whatever is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import feel
from forms.errors import Finding
from forms.texts import Text, parse_template

if TYPE_CHECKING:
    from forms.components import Bound, Switch
    from forms.texts import Template

_MISSING = object()


class Properties:
    """The properties of one component. A getter returns a harmless value where it notes a finding."""

    def __init__(self, json: Mapping[str, object], component_id: str, findings: list[Finding]) -> None:
        self.json = json
        self.component_id = component_id
        self.findings = findings

    def refuse(self, message: str) -> None:
        """Note that something is wrong with the component."""
        self.findings.append(Finding(self.component_id, message))

    def value(self, name: str) -> object:
        """Return the JSON value at a dotted name such as `validate.required`; null where it is missing."""
        value: object = self.json
        for part in name.split(".") if name not in self.json else (name,):
            value = value.get(part, _MISSING) if isinstance(value, Mapping) else _MISSING
        return None if value is _MISSING else value

    def own(self, name: str) -> object:
        """Return one of our own properties, which form-js keeps under `properties`; null where it is missing."""
        own = self.json.get("properties")
        return own.get(name) if isinstance(own, Mapping) else None

    def own_word(self, name: str) -> str:
        """Return one of our own properties as a word; empty where it is missing."""
        value = self.own(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.refuse(f"properties.{name} must be a text")
        return ""

    def word(self, name: str) -> str:
        """Return a constant text; empty where it is missing."""
        value = self.value(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.refuse(f"{name} must be a text")
        return ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a constant true or false."""
        value = self.value(name)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.refuse(f"{name} must be true or false")
        return default

    def switch(self, name: str) -> Switch:
        """Return true, false or a FEEL condition."""
        value = self.value(name)
        if isinstance(value, str) and value.strip():
            return self.compile(name, value) or False
        return self.flag(name) if not isinstance(value, str) else False

    def expression(self, name: str) -> feel.Expression | None:
        """Return a FEEL expression, with or without the leading `=`; null where it is missing."""
        value = self.word(name)
        return self.compile(name, value) if value else None

    def compile(self, name: str, text: str) -> feel.Expression | None:
        """Compile FEEL, noting where its syntax is wrong."""
        try:
            return feel.compile(text.strip().removeprefix("="))
        except feel.FeelSyntaxError as error:
            self.refuse(f"{name}: {error}")
            return None

    def bound(self, name: str) -> Bound:
        """Return a number or a FEEL expression for one; null where it is missing."""
        value = self.value(name)
        if isinstance(value, str) and value.strip().startswith("="):
            return self.compile(name, value)
        return self.number(name)

    def number(self, name: str) -> Decimal | None:
        """Return a constant number, which form-js may write as text; null where it is missing."""
        return self._number(name, self.value(name))

    def whole(self, name: str, default: int, highest: int) -> int:
        """Return a whole number from 0 to `highest`, from the component or from `properties`."""
        value = self.value(name)
        number = self._number(name, self.own(name) if value is None else value)
        if number is None:
            return default
        if number != number.to_integral_value() or not 0 <= number <= highest:
            self.refuse(f"{name} must be a whole number from 0 to {highest}")
            return default
        return int(number)

    def _number(self, name: str, value: object) -> Decimal | None:
        if value is None or value == "":
            return None
        if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
            try:
                number = Decimal(value)
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        self.refuse(f"{name} must be a number")
        return None

    def text(self, name: str) -> Text | None:
        """Return a text with its translation (`properties: {"<name>.en"}`); null where it is missing or empty."""
        return self.translated(name, self.word(name), self.own_word(f"{name}.en"))

    def message(self, rule: str, built_in: str = "") -> Text | None:
        """Return the form's own message for a rule: `properties: {"<rule>.message", "<rule>.message.en"}`."""
        name = f"{rule}.message"
        thai = self.own_word(name) or (self.word(built_in) if built_in else "")
        return self.translated(name, thai, self.own_word(f"{name}.en"))

    def translated(self, name: str, thai: str, english: str) -> Text | None:
        """Compile a text and its translation; null where the text is empty."""
        th = self._template(name, thai)
        return Text(th, self._template(f"{name}.en", english)) if th else None

    def _template(self, name: str, text: str) -> Template | None:
        if not text:
            return None
        try:
            return parse_template(text)
        except (feel.FeelSyntaxError, ValueError) as error:
            self.refuse(f"{name}: {error}")
            return None
