"""How the values of a form are written for people to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from markupsafe import Markup

from forms import CalculatedField, CheckboxField, ChoiceField, DateTimeField, Field, FileField, NumberField
from forms.components import DateTimeKind, Mask
from forms.field_values import is_document_reference
from forms.identifiers import without_national_ids
from forms.iso import read_iso
from forms.options import label_of, options_of
from forms.texts import in_words
from web.form_words import word
from web.presentation import formats

if TYPE_CHECKING:
    from datetime import date

    from forms import Language
    from forms.scope import Evaluator, Scope

DocumentUrl: TypeAlias = Callable[[Mapping[str, object]], str]

_WEEKDAYS = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SIZES = ((1_000_000, "MB"), (1_000, "kB"))


@dataclass(frozen=True, slots=True)
class Presentation:
    """For whom values are written: the language, how expressions are evaluated, where documents are."""

    language: Language
    evaluator: Evaluator
    document_url: DocumentUrl


def default_document_url(reference: Mapping[str, object]) -> str:
    """Return where the REST API serves a document."""
    address = f"/v2/documents/{quote(str(reference.get('documentId', '')), safe='')}"
    content_hash = reference.get("contentHash")
    return f"{address}?contentHash={quote(str(content_hash), safe='')}" if content_hash else address


def value_in_words(field: Field, value: object, scope: Scope, presentation: Presentation) -> str | Markup:
    """Return a value as people read it: labels of options, dates of the Buddhist era, files as links, masked numbers.

    Empty for a value that is not given.
    """
    language = presentation.language
    if value is None or value in ("", []):
        return ""
    if field.mask is not None:
        return masked(in_words(value), field.mask, language)
    text: str | Markup
    match field:
        case CalculatedField() if isinstance(value, str):
            text = without_national_ids(moment_in_words(value, DateTimeKind.DATE, language, full=True))
        case CheckboxField():
            text = word("yes" if value is True else "no", language)
        case ChoiceField():
            options = options_of(field, scope, presentation.evaluator)
            text = ", ".join(label_of(options, item, language) for item in (value if isinstance(value, list) else [value]))
        case DateTimeField():
            text = moment_in_words(value, field.kind, language)
        case FileField():
            text = file_links(value, presentation.document_url)
        case NumberField() if isinstance(value, int | Decimal):
            covered = without_national_ids(f"{value:f}" if isinstance(value, Decimal) else str(value))
            text = covered if covered.startswith("x-") else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        case _:
            text = without_national_ids(in_words(value))
    return text


def moment_in_words(value: object, kind: DateTimeKind, language: Language, *, full: bool = False) -> str:
    """Write a stored date, time or date-time; what is none comes back as text. In full: with weekday, month and both eras."""
    try:
        moment = read_iso(value if isinstance(value, str) else "", kind)
    except ValueError:
        return in_words(value) if isinstance(value, str) else ""
    if isinstance(moment, time):
        return f"{moment:%H:%M} น." if language == "th" else f"{moment:%H:%M}"
    if not full:
        return formats.date_time_text(moment, language) if isinstance(moment, datetime) else formats.date_text(moment, language)
    separator = " " if language == "th" else ", "
    clock = f"{separator}{formats.time_text(moment, language)}" if isinstance(moment, datetime) else ""
    return _full_date(moment, language) + clock


def _full_date(day: date, language: Language) -> str:
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "th":
        return f"วัน{weekday}ที่ {formats.long_date_text(day, language)} (ค.ศ. {day.year})"
    return f"{weekday} {formats.long_date_text(day, language)} (B.E. {day.year + formats.BUDDHIST_ERA_OFFSET})"


def masked(text: str, mask: Mask, language: Language) -> str:
    """Cover a value: of a national ID the last three digits stay, of a phone number the last four, else nothing."""
    match mask:
        case Mask.NATIONAL_ID:
            return formats.masked_national_id(text)
        case Mask.PHONE if len(text) >= 8:
            return "x" * (len(text) - 4) + text[-4:]
    return word("masked", language)


def file_links(value: object, document_url: DocumentUrl) -> Markup:
    """Return links to the documents of a list of references, one a line."""
    references = value if isinstance(value, list) else []
    links = [file_link(item, document_url) for item in references if is_document_reference(item)]
    return Markup("<br>").join(links)


def file_link(reference: Mapping[str, object], document_url: DocumentUrl) -> Markup:
    """Return the link to one document, with its size."""
    name, size = file_name(reference), _metadata(reference).get("size")
    shown = f" ({_size_in_words(size)})" if isinstance(size, int) else ""
    return Markup('<a class="govuk-link" href="{}">{}</a>{}').format(document_url(reference), name, shown)


def file_name(reference: Mapping[str, object]) -> str:
    """Return the name that a document was uploaded with."""
    return str(_metadata(reference).get("fileName") or reference.get("documentId") or "")


def _metadata(reference: Mapping[str, object]) -> Mapping[str, object]:
    content = reference.get("metadata")
    return content if isinstance(content, Mapping) else {}


def _size_in_words(size: int) -> str:
    for unit, name in _SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"
