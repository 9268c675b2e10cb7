"""Recorded values in one line, as an auditor reads them: texts without quotes, files by name, parts by the names of their program."""

from __future__ import annotations

from collections.abc import Mapping

from forms.field_values import is_document_reference
from forms.identifiers import without_national_ids
from web.translations import gettext


def plain_text(value: object) -> str:
    """Return a JSON value in words; national IDs are hidden but for three digits."""
    return without_national_ids(_text(value))


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if is_document_reference(value):
        return _file_name(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(part)}" for name, part in value.items()) or "–"
    if isinstance(value, list):
        return (" | " if any(isinstance(item, Mapping | list) for item in value) else ", ").join(map(_text, value)) or "–"
    return str(value)


def _file_name(reference: Mapping[str, object]) -> str:
    metadata = reference.get("metadata")
    name = metadata.get("fileName") if isinstance(metadata, Mapping) else None
    return str(name or reference.get("documentId"))
