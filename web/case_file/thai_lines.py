"""Where a line of Thai may end: between words, never inside a cluster of consonant, vowels and tone marks."""

from __future__ import annotations

import re
from functools import cache

import budoux

MAY_BREAK = "\u200b"
THAI = re.compile(r"[\u0e01-\u0e5b]{2,}")
FOLLOWS = re.compile(r"[\u0e30-\u0e3a\u0e45-\u0e4e\u0e2f]")
"""Vowels after, above and below a consonant, tone marks, and signs that belong to the word before."""
LEADS = re.compile(r"[\u0e40-\u0e44]$")
"""Vowels written before their consonant."""


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_thai_parser()


def breakable(text: str) -> str:
    """Return the text with marks of no width where a line may end."""
    return THAI.sub(lambda found: _marked(found[0]), text)


@cache
def _marked(run: str) -> str:
    parts: list[str] = []
    for part in _parser().parse(run):
        if parts and (FOLLOWS.match(part) or LEADS.search(parts[-1])):
            parts[-1] += part
        else:
            parts.append(part)
    return MAY_BREAK.join(parts)
