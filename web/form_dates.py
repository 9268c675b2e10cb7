"""The inputs for dates and times: separate parts, in the era and with the words of the reader's language."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from forms.components import DateTimeKind
from forms.iso import read_iso
from forms.paths import format_path
from forms.texts import in_words
from web.form_values import moment_in_words
from web.form_view import html_id
from web.form_words import pattern, word
from web.presentation import formats

if TYPE_CHECKING:
    from forms import DateTimeField
    from forms.paths import Path
    from web.form_view import Place

DATE_PARTS = {
    DateTimeKind.DATE: ("day", "month", "year"),
    DateTimeKind.TIME: ("time",),
    DateTimeKind.DATE_TIME: ("day", "month", "year", "time"),
}
_WIDTHS = {"day": 2, "month": 2, "year": 4, "time": 5}


def date_parts(field: DateTimeField, value: object, place: Place, path: Path, *, has_hint: bool) -> dict[str, object]:
    """Return the inputs for day, month, year and time, the hint, and how scripts say what a typed date means."""
    language, name = place.view.language, format_path(path)
    shown = _parts(field.kind, value, language == "th")
    wrong = " govuk-input--error" if place.error(path) else ""
    items = [
        {
            "name": f"{name}:{part}",
            "id": html_id(path, part),
            "label": (place.text(field.time_label) if part == "time" else "") or word(part, language),
            "value": shown.get(part, ""),
            "classes": f"govuk-input--width-{_WIDTHS[part]}{wrong}",
        }
        for part in DATE_PARTS[field.kind]
    ]
    params: dict[str, object] = {"items": items}
    if not has_hint:
        hints = [word("date_hint", language)] if field.kind is not DateTimeKind.TIME else []
        hints += [word("time_hint", language)] if field.kind is not DateTimeKind.DATE else []
        params["hint"] = {"text": " · ".join(hints)}
    understood = moment_in_words(value, field.kind, language, full=True) if isinstance(value, str) else ""
    sentence = word("understood", language, date=understood) if understood else ""
    return params | {
        "echo": {"id": html_id(path, "echo"), "text": sentence, "pattern": pattern("understood", language), "kind": field.kind}
    }


def _parts(kind: DateTimeKind, value: object, is_thai: bool) -> dict[str, str]:  # noqa: FBT001  which era to write
    """Return what stands in each input: of a valid value its parts, of what could not be read what was typed."""
    if isinstance(value, dict):
        return {name: in_words(part) for name, part in value.items()}
    try:
        moment = read_iso(value if isinstance(value, str) else "", kind)
    except ValueError:
        return {}
    clock = {} if not isinstance(moment, datetime | time) else {"time": f"{moment:%H:%M}"}
    if isinstance(moment, time):
        return clock
    year = moment.year + formats.BUDDHIST_ERA_OFFSET if is_thai else moment.year
    return {"day": str(moment.day), "month": str(moment.month), "year": str(year)} | clock
