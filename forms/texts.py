"""Texts of a form in Thai and English: constants, FEEL expressions and `{{ FEEL }}` templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

import feel

if TYPE_CHECKING:
    from forms.scope import Evaluator, Scope

Language: TypeAlias = Literal["th", "en"]

_INSERT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """A text whose expressions are filled in when it is shown."""

    parts: tuple[str | feel.Expression, ...]

    def render(self, scope: Scope, evaluator: Evaluator) -> str:
        """Return the text with the value of every expression in its place (null: nothing)."""
        return "".join(part if isinstance(part, str) else in_words(evaluator.value(part, scope)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Text:
    """A Thai text and, where the form gives one, its English translation."""

    th: Template
    en: Template | None = None

    def render(self, language: Language, scope: Scope, evaluator: Evaluator) -> str:
        """Return the text in `language`; Thai where there is no translation."""
        template = self.en if language == "en" and self.en else self.th
        return template.render(scope, evaluator)


def parse_template(text: str) -> Template:
    """Compile a text; raise feel.FeelSyntaxError for a bad expression, ValueError for a block such as `{{#if}}`."""
    if text.startswith("="):
        return Template((feel.compile(text[1:]),))
    parts: list[str | feel.Expression] = []
    end = 0
    for insert in _INSERT.finditer(text):
        inner = insert.group(1).strip().removeprefix("=").strip()
        if inner.startswith(("#", "/")):
            raise ValueError(f"the template block {{{{{inner}}}}} is not supported; use {{{{ expression }}}} with FEEL's `if`")
        parts += [text[end : insert.start()], feel.compile(inner)]
        end = insert.end()
    return Template(tuple(part for part in (*parts, text[end:]) if part != ""))


def in_words(value: object) -> str:
    """Write a JSON value as plain text: null is nothing, a list is joined by commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    return str(value)
