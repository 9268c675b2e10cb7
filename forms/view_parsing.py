"""Reading the components that only show something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import feel
from forms.components import Column, Component, Divider, DocumentPreview, Table, TextView
from forms.texts import Template, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.properties import Properties

# The page has its own buttons: sending and keeping a draft is not the form's business.
IGNORED_TYPES = frozenset({"button"})


def _text(properties: Properties) -> Component:
    text = properties.text("text") or Text(Template(()))
    return TextView(id=properties.component_id, type="text", hide=_hide(properties), text=text)


def _divider(properties: Properties) -> Component:
    kind = "separator" if properties.value("type") == "separator" else "spacer"
    return Divider(id=properties.component_id, type=kind, hide=_hide(properties), height=properties.whole("height", 0, 1_000))


def _table(properties: Properties) -> Component:
    columns_source = properties.expression("columnsExpression")
    columns = () if columns_source else _columns(properties)
    if not columns and not columns_source:
        properties.refuse("the table needs columns or a columnsExpression")
    return Table(
        id=properties.component_id,
        type="table",
        hide=_hide(properties),
        label=properties.text("label"),
        source=_source(properties),
        columns=columns,
        columns_source=columns_source,
    )


def _document_preview(properties: Properties) -> Component:
    return DocumentPreview(
        id=properties.component_id,
        type="documentPreview",
        hide=_hide(properties),
        label=properties.text("label") or properties.text("title"),
        source=_source(properties),
    )


VIEW_PARSERS: Mapping[str, Callable[[Properties], Component]] = {
    "text": _text,
    "separator": _divider,
    "spacer": _divider,
    "table": _table,
    "documentPreview": _document_preview,
}


def _hide(properties: Properties) -> feel.Expression | None:
    return properties.expression("conditional.hide")


def _source(properties: Properties) -> feel.Expression:
    """Return the expression for the rows to show; null, thus no rows, where it is missing."""
    return properties.expression("dataSource") or feel.compile("null")


def _columns(properties: Properties) -> tuple[Column, ...]:
    content = properties.value("columns")
    columns = []
    for item in content if isinstance(content, list) else []:
        key = item.get("key") if isinstance(item, Mapping) else None
        if not isinstance(key, str) or not key:
            properties.refuse("every column needs a key")
            continue
        label = properties.translated("column", str(item.get("label") or key), str(item.get("label.en") or ""))
        columns.append(Column(key, label or Text(Template((key,)))))
    return tuple(columns)
