"""Reading a search request (filter, sort, page) of the REST API, and writing its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.body import Body, parse_time
from api.errors import BadRequest
from api.shapes import Shape, snake_case
from engine.queries import json_text
from engine.queries.search import Column, Condition, Kind, Operator, Page, SearchRequest, SortBy

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from engine.queries.search import Search

DEFAULT_LIMIT: Final = 100
LARGEST_LIMIT: Final = 10_000
MOST_CONDITIONS: Final = 200
MOST_VALUES: Final = 10_000
"""In a list that a filter compares with."""
ORDERED: Final = frozenset({Operator.GT, Operator.GTE, Operator.LT, Operator.LTE})

PAGE_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
        "from": {"type": "integer", "minimum": 0},
        "after": {"type": "string"},
        "before": {"type": "string"},
    },
}
SORT_SCHEMA: Final[dict[str, Any]] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"field": {"type": "string"}, "order": {"type": "string", "enum": ["ASC", "DESC"]}},
        "required": ["field"],
    },
}
SEARCH_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"filter": {"type": "object"}, "sort": SORT_SCHEMA, "page": PAGE_SCHEMA},
}


def page_schema(shape: Shape) -> dict[str, Any]:
    """Return the JSON schema of a page of `shape`."""
    page = {
        "type": "object",
        "properties": {
            "totalItems": {"type": "integer"},
            "hasMoreTotalItems": {"type": "boolean"},
            "startCursor": {"type": ["string", "null"]},
            "endCursor": {"type": ["string", "null"]},
        },
    }
    return {
        "type": "object",
        "properties": {"items": {"type": "array", "items": shape.schema()}, "page": page},
        "required": ["items", "page"],
    }


def read_search(body: Body, search: Search[Any], besides: Collection[str] = ()) -> SearchRequest:
    """Return what is asked of `search`; filter properties named in `besides` are the caller's. Raises BadRequest."""
    filters = body.child("filter")
    page = body.child("page")
    conditions = _conditions(filters, search, {*besides, "$or"})
    alternatives = tuple(_conditions(group, search) for group in filters.objects("$or"))
    if sum(map(len, alternatives), len(conditions) + len(alternatives)) > MOST_CONDITIONS:
        raise BadRequest(f"Request property [filter] has too many conditions; give {MOST_CONDITIONS} at most.")
    return SearchRequest(
        conditions=conditions,
        alternatives=alternatives,
        sort=tuple(_sort_by(item) for item in body.objects("sort")),
        limit=page.integer("limit", DEFAULT_LIMIT, least=1, most=LARGEST_LIMIT) or DEFAULT_LIMIT,
        offset=page.integer("from", 0, least=0) or 0,
        after=page.text("after"),
        before=page.text("before"),
    )


def write_page(page: Page[Any], shape: Shape, write: Callable[[Any], Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """Return the answer of a search; `write` replaces the shape's own rendering of a row."""
    render = write or shape.render
    return {
        "items": [render(row) for row in page.items],
        "page": {
            "totalItems": page.total,
            "hasMoreTotalItems": page.has_more_total,
            "startCursor": page.start_cursor,
            "endCursor": page.end_cursor,
        },
    }


def _conditions(filters: Body, search: Search[Any], besides: Collection[str] = ()) -> tuple[Condition, ...]:
    conditions: list[Condition] = []
    for name, value in filters.values.items():
        if value is None or name in besides:
            continue
        column = search.column(snake_case(name))
        if column is None:
            known = sorted({json_text.camel_case(known) for known in search.columns} | set(besides) | {"tenantId"})
            raise BadRequest(f"Request property [{filters.path}{name}] is not known here; use one of {', '.join(known)}.")
        conditions += _comparisons(name, value, column)
    return tuple(conditions)


def _comparisons(name: str, value: Any, column: Column) -> list[Condition]:
    if column.kind is Kind.TEXTS:
        wanted = Body({name: value}, "filter.").texts(name) or []
        return [Condition(snake_case(name), Operator.LIKE, f"*{_plain(json_text.dumps(text))}*") for text in wanted]
    if not isinstance(value, dict):
        return [Condition(snake_case(name), Operator.EQ, _typed(value, column.kind, f"filter.{name}"))]
    return [Condition(snake_case(name), *found) for found in comparisons(name, value, column.kind)]


def comparisons(name: str, value: Mapping[str, Any], kind: Kind) -> tuple[tuple[Operator, Any], ...]:
    """Return the operators and typed operands of {"$like": "a*", ...} in the filter's property `name`. Raises BadRequest."""
    return tuple(_comparison(name, word, operand, kind) for word, operand in value.items() if operand is not None)


def _comparison(name: str, word: str, operand: Any, kind: Kind) -> tuple[Operator, Any]:
    try:
        operator = Operator(word)
    except ValueError:
        raise BadRequest(f"Request property [filter.{name}.{word}] is not an operator; use {', '.join(Operator)}.") from None
    path = f"filter.{name}.{word}"
    if operator in ORDERED and kind is Kind.BOOLEAN:
        raise BadRequest(f"Request property [{path}] compares true and false, which have no order; use $eq or $neq.")
    match operator:
        case Operator.EXISTS:
            typed = _typed(operand, Kind.BOOLEAN, path)
        case Operator.LIKE:
            typed = _typed(operand, Kind.TEXT, path)
        case Operator.IN | Operator.NOT_IN:
            if not isinstance(operand, list) or len(operand) > MOST_VALUES:
                raise BadRequest(f"Request property [{path}] cannot be parsed; give a list of at most {MOST_VALUES} values.")
            typed = [_typed(item, kind, path) for item in operand]
        case _:
            typed = _typed(operand, kind, path)
    return operator, typed


def _typed(value: Any, kind: Kind, path: str) -> Any:
    """Return the value as the column's kind; raise BadRequest naming the path."""
    one = Body({"value": value}, path)
    try:
        match kind:
            case Kind.KEY:
                return one.key("value")
            case Kind.INTEGER:
                return one.integer("value", least=-(2**53))
            case Kind.BOOLEAN:
                return one.boolean("value")
            case Kind.TIME:
                return parse_time(one.required_text("value"), path)
            case _:
                return one.text("value", "")
    except BadRequest as error:
        raise BadRequest(str(error).replace(f"{path}value", path)) from None


def _plain(text: str) -> str:
    """Return a pattern of LIKE that only `text` itself fits."""
    return "".join(f"\\{letter}" if letter in "\\*?" else letter for letter in text)


def _sort_by(item: Body) -> SortBy:
    order = (item.text("order") or "ASC").upper()
    if order not in {"ASC", "DESC"}:
        raise BadRequest("Request property [sort.order] cannot be parsed; give ASC or DESC.")
    return SortBy(snake_case(item.required_text("field")), is_descending=order == "DESC")
