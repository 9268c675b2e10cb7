"""A small, safe part of Markdown as HTML: headings, paragraphs, lists, emphasis and links; everything else is text."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_ITALIC = re.compile(r"(?<![*\w])[*_](?=\S)([^*_\n]+)(?<=\S)[*_](?![*\w])")
_CODE = re.compile(r"`([^`\n]+)`")
# Links go to web pages, addresses and places of this site; never to scripts.
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(((?:https?://|mailto:|/(?!/)|#)[^\s()<>\"]{0,2000})\)")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s*[0-9]{1,9}[.)]\s+(.*)")
_SIZES = {1: "l", 2: "m"}


def render_markdown(text: str, first_heading: int = 2) -> Markup:
    """Return `text` as HTML; headings begin at the level `first_heading`, since the page has the first one."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return Markup("\n").join(_block(block.split("\n"), first_heading) for block in blocks if block.strip())


def _block(lines: list[str], first_heading: int) -> Markup:
    parts = [_part(kind, list(group), first_heading) for kind, group in groupby(lines, key=_kind)]
    return Markup("\n").join(parts)


def _kind(line: str) -> str:
    for kind, pattern in (("heading", _HEADING), ("bullet", _BULLET), ("number", _NUMBERED)):
        if pattern.fullmatch(line):
            return kind
    return "rule" if re.fullmatch(r"\s*([-*_])(\s*\1){2,}\s*", line) else "text"


def _part(kind: str, lines: list[str], first_heading: int) -> Markup:
    match kind:
        case "heading":
            return Markup("\n").join(_heading(line, first_heading) for line in lines)
        case "bullet":
            return Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(_items(_BULLET, lines))
        case "number":
            return Markup('<ol class="govuk-list govuk-list--number">{}</ol>').format(_items(_NUMBERED, lines))
        case "rule":
            return Markup('<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">')
    return Markup('<p class="govuk-body">{}</p>').format(Markup("<br>").join(_inline(line.strip()) for line in lines))


def _heading(line: str, first_heading: int) -> Markup:
    marks, text = _HEADING.fullmatch(line).groups()  # type: ignore[union-attr]  # `_kind` matched it
    level = min(6, len(marks) - 1 + first_heading)
    size = _SIZES.get(len(marks), "s")
    return Markup('<h{0} class="govuk-heading-{1}">{2}</h{0}>').format(level, size, _inline(text))


def _items(pattern: re.Pattern[str], lines: Iterable[str]) -> Markup:
    texts = [match[1] for match in map(pattern.fullmatch, lines) if match]
    return Markup("").join(Markup("<li>{}</li>").format(_inline(text)) for text in texts)


def _inline(text: str) -> Markup:
    """Escape the text first, so that only tags written here are tags; links are made last, around escaped addresses."""
    html = str(escape(text))
    html = _CODE.sub(r"<code>\1</code>", html)
    html = _BOLD.sub(r"<strong>\1</strong>", html)
    html = _ITALIC.sub(r"<em>\1</em>", html)
    return Markup(_LINK.sub(r'<a class="govuk-link" href="\2">\1</a>', html))  # noqa: S704  escaped above
