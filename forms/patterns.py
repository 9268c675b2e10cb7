"""Regular expressions of a form, matched by FEEL's own engine, which cannot be made to run for long."""

from __future__ import annotations

import functools

import feel
from forms.scope import Evaluator


def is_pattern(pattern: str) -> bool:
    """Tell whether `pattern` is a regular expression that FEEL's `matches` understands."""
    return _matches("", pattern, Evaluator()) is not None


def matches(text: str, pattern: str, evaluator: Evaluator) -> bool:
    """Tell whether `pattern` is found anywhere in `text` (anchors ^ and $ as in form-js)."""
    return _matches(text, pattern, evaluator) is True


def _matches(text: str, pattern: str, evaluator: Evaluator) -> bool | None:
    result = evaluator.raw(_expression(), {"subject": text, "expected": pattern})
    return result if isinstance(result, bool) else None


@functools.cache
def _expression() -> feel.Expression:
    return feel.compile("matches(subject, expected)")
