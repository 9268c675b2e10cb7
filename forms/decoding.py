"""Turning the fields of a posted HTML form into the JSON data that `validate` takes.

Names in HTML: a field is posted under its path (`witnesses[0].phone`); the parts of a date under `<path>:day`, `:month`,
`:year` and `:time`; every row of a dynamic list has `<list>:row` with its position; every file that was uploaded before
has `<path>:file` with its document reference as JSON.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

from forms.components import (
    CalculatedField,
    CheckboxField,
    ChoiceField,
    Component,
    Container,
    DateTimeField,
    DateTimeKind,
    DynamicList,
    Field,
    FileField,
    NumberField,
)
from forms.dates import BANGKOK, read_date, read_time
from forms.field_values import MAX_FILE_REFERENCE
from forms.iso import write_iso
from forms.numbers import read_number
from forms.paths import Path, format_path, store
from forms.settling import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from forms.form import Form

_NO_FILES: Mapping[str, list[dict[str, object]]] = {}


def decode(
    form: Form, posted: Iterable[tuple[str, str]], files: Mapping[str, list[dict[str, object]]] = _NO_FILES
) -> dict[str, object]:
    """Return the JSON data of a posted form; `files` are the references of files uploaded with it, by path.

    What cannot be read (a date that does not exist, a number with letters) stays as it was typed, for `validate` to
    refuse and the page to show again. Blank fields are null. Names that the form does not have are left out.
    """
    values: dict[str, list[str]] = {}
    for name, value in posted:
        values.setdefault(name, []).append(value)
    return _Decoding(values, files).components(form.components, ())


class _Decoding:
    """Reads posted values by name."""

    def __init__(self, posted: Mapping[str, list[str]], files: Mapping[str, list[dict[str, object]]]) -> None:
        self.posted = posted
        self.files = files

    def components(self, components: tuple[Component, ...], at: Path) -> dict[str, object]:
        """Return the data of `components`, which lie at the posted path `at`."""
        result: dict[str, object] = {}
        for component in components:
            match component:
                case DynamicList():
                    store(result, component.path, self._rows(component, (*at, *component.path)))
                case Container():
                    merge(result, component.path, self.components(component.components, (*at, *component.path)))
                case CalculatedField():
                    pass
                case Field():
                    store(result, component.path, self._field(component, format_path((*at, *component.path))))
        return result

    def _rows(self, component: DynamicList, at: Path) -> list[object]:
        """Read the rows in the order of their positions; gaps, which removed rows leave, close."""
        marks = self.posted.get(f"{format_path(at)}:row", [])
        positions = sorted({int(mark) for mark in marks if re.fullmatch(r"[0-9]{1,6}", mark)})
        return [self.components(component.components, (*at, position)) for position in positions[: component.max_rows + 1]]

    def _field(self, field: Field, name: str) -> object:
        match field:
            case CheckboxField():
                return name in self.posted
            case ChoiceField(multiple=True):
                return [value for value in self.posted.get(name, []) if value]
            case DateTimeField():
                return self._date_time(field, name)
            case FileField():
                return [*self._kept_files(name), *self.files.get(name, [])]
        text = self._last(name)
        if not text.strip():
            return None
        return read_number(text) if isinstance(field, NumberField) else text

    def _last(self, name: str) -> str:
        return (self.posted.get(name) or [""])[-1]

    def _date_time(self, field: DateTimeField, name: str) -> object:
        parts = {part: self._last(f"{name}:{part}").strip() for part in ("day", "month", "year", "time")}
        if not any(parts.values()):
            return None
        try:
            if field.kind is DateTimeKind.TIME:
                return write_iso(read_time(parts["time"]))
            day = read_date(parts["day"], parts["month"], parts["year"])
            if field.kind is DateTimeKind.DATE:
                return write_iso(day)
            return write_iso(datetime.combine(day, read_time(parts["time"]), BANGKOK))
        except ValueError:
            return parts

    def _kept_files(self, name: str) -> list[object]:
        kept = []
        for text in self.posted.get(f"{name}:file", []):
            try:
                kept.append(json.loads(text) if len(text) <= MAX_FILE_REFERENCE else None)
            except (ValueError, RecursionError):
                kept.append(None)
        return kept
