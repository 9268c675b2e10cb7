"""Values from XML Schema text (DMN 1.5 §10.3.3.2, table 71)."""

from __future__ import annotations

from feel.values.number import number_from_text
from feel.values.temporal_text import date_from_text, date_time_from_text, duration_from_text, time_from_text

_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


def value_from_xml(datatype: str, text: str) -> object:
    """Return the value that `text` has in an XML Schema datatype: string, boolean, decimal, date, time, dateTime, duration.

    None when the text is outside the datatype's lexical space; raise ValueError for another datatype.
    """
    if datatype == "string":
        return text
    trimmed = text.strip()
    match datatype:
        case "boolean":
            return True if trimmed in _TRUE else False if trimmed in _FALSE else None
        case "decimal" | "integer" | "int" | "long" | "double" | "float":
            try:
                return number_from_text(trimmed)
            except ArithmeticError:
                return None
        case "date":
            return date_from_text(trimmed)
        case "time":
            return time_from_text(trimmed)
        case "dateTime":
            return date_time_from_text(trimmed)
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return duration_from_text(trimmed)
        case _:
            raise ValueError(f"There is no value for the XML Schema datatype '{datatype}'.")
