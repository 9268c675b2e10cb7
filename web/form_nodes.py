"""The tree that the templates of a form walk: one node for each component, with what its macro needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import Markup

from forms import (
    CalculatedField,
    ChoiceField,
    Component,
    Container,
    Divider,
    DocumentPreview,
    DynamicList,
    Field,
    Table,
    TextView,
)
from forms.options import options_of
from forms.paths import format_path, lookup
from forms.prefilling import prefill_components
from forms.texts import in_words
from web.form_controls import control
from web.form_markdown import render_markdown
from web.form_values import file_links, value_in_words
from web.form_view import PATTERN_ROW, html_id
from web.form_words import word

if TYPE_CHECKING:
    from web.form_view import Place

Node: TypeAlias = dict[str, object]

MAX_TABLE_ROWS = 500


def nodes(components: tuple[Component, ...], place: Place) -> list[Node]:
    """Return the nodes of components that stand at `place`."""
    return [_node(component, place) | _condition(component, place) for component in components]


def _condition(component: Component, place: Place) -> Node:
    """Return whether a component is hidden now, and the condition by which scripts decide later."""
    if component.hide is None:
        return {}
    return {"hide": component.hide.text, "hidden": place.is_on(component.hide)}


def _node(component: Component, place: Place) -> Node:
    match component:
        case CalculatedField():
            return _calculated(component, place)
        case Field():
            return _field(component, place)
        case DynamicList():
            return _list(component, place)
        case Container():
            inner = place.inside((*place.at, *component.path), lookup(place.values, component.path))
            legend, hint = place.text(component.label), place.text(component.description)
            return {"kind": "group", "legend": legend, "hint": hint, "nodes": nodes(component.components, inner)}
    return _view(component, place)


def _view(component: Component, place: Place) -> Node:
    match component:
        case TextView():
            return {"kind": "text", "html": render_markdown(place.text(component.text))}
        case Divider():
            return {"kind": component.type}
        case Table():
            return _table(component, place)
        case DocumentPreview():
            html = file_links(place.view.evaluator.value(component.source, place.scope), place.view.presentation.document_url)
            return {"kind": "documents", "label": place.text(component.label), "html": html}
    raise TypeError(f"nothing shows a {component.type}")


def _field(field: Field, place: Place) -> Node:
    path = (*place.at, *field.path)
    common: Node = {"path": format_path(path), "type": field.type}
    if place.is_on(field.disabled) or place.is_on(field.readonly):
        kept = lookup(place.view.variables, path, field.default)
        shown = value_in_words(field, kept, place.scope, place.view.presentation)
        known = {} if field.mask else {"value": kept}
        return common | known | {"kind": "answer", "label": place.text(field.label), "text": shown}
    macro, params = control(field, lookup(place.values, field.path), place, path)
    options = options_of(field, place.scope, place.view.evaluator) if isinstance(field, ChoiceField) else ()
    # Scripts must know when options are no texts, since in HTML they are their JSON.
    return common | {"kind": macro, "params": params, "json": not all(isinstance(option.value, str) for option in options)}


def _calculated(field: CalculatedField, place: Place) -> Node:
    value = place.view.evaluator.value(field.expression, place.scope)
    shown = value_in_words(field, value, place.scope, place.view.presentation)
    label = place.text(field.label)
    path = format_path((*place.at, *field.path))
    return {
        "kind": "calculated",
        "path": path,
        "type": field.type,
        "formula": field.expression.text,
        "label": label,
        "text": shown,
    }


def _list(component: DynamicList, place: Place) -> Node:
    path, language = (*place.at, *component.path), place.view.language
    found = lookup(place.values, component.path)
    rows = found if isinstance(found, list) else []
    label = place.text(component.label)
    can_remove = component.may_change_rows and len(rows) > component.min_rows
    return {
        "kind": "list",
        "id": html_id(path),
        "path": format_path(path),
        "legend": label,
        "hint": place.text(component.description),
        "error": place.error(path),
        "least": component.min_rows,
        "most": component.max_rows,
        "may_change": component.may_change_rows,
        "may_add": component.may_change_rows and len(rows) < component.max_rows,
        "add_text": word("add", language, label=label),
        "rows": [_row(component, place, row, number, label) | {"may_remove": can_remove} for number, row in enumerate(rows)],
        "pattern_row": _row(component, place, prefill_components(component.components), PATTERN_ROW, label)
        | {"may_remove": True},
    }


def _row(component: DynamicList, place: Place, row: object, number: int, label: str) -> Node:
    path = (*place.at, *component.path, number)
    settled = lookup(place.view.settled, path)
    names = settled if isinstance(settled, Mapping) else row if isinstance(row, Mapping) else {}
    inner = place.inside(path, row, place.scope.enter(names, number))
    language = place.view.language
    return {
        "id": html_id(path),
        "number": number,
        "path": format_path(path),
        "label": label,
        "remove_html": Markup(word("remove", language, what="{}")).format(_numbered(label, number)),  # noqa: S704  a word of ours
        "error": place.error(path),
        "nodes": nodes(component.components, inner),
    }


def _numbered(label: str, number: int) -> Markup:
    """Return the name of a row; scripts write its number anew when rows before it go."""
    return Markup("{} <span data-row-number>{}</span>").format(label, number + 1)


def _table(table: Table, place: Place) -> Node:
    view = place.view
    content = view.evaluator.value(table.source, place.scope)
    rows = [row for row in content if isinstance(row, Mapping)] if isinstance(content, list) else []
    columns = [(column.key, place.text(column.label)) for column in table.columns]
    if table.columns_source is not None:
        found = view.evaluator.value(table.columns_source, place.scope)
        columns = [
            (in_words(item.get("key")), in_words(item.get("label") or item.get("key")))
            for item in (found if isinstance(found, list) else [])
            if isinstance(item, Mapping)
        ]
    head = [{"text": heading} for _, heading in columns]
    cells = [[{"text": in_words(row.get(key))} for key, _ in columns] for row in rows[:MAX_TABLE_ROWS]]
    params = {"caption": place.text(table.label), "captionClasses": "govuk-table__caption--s", "head": head, "rows": cells}
    return {"kind": "table", "params": params}
