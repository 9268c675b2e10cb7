"""Event logs in XES (IEEE 1849): a trace for each case, written as it is read."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.history.event_log import Log, LoggedCase, LoggedEvent

NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"))
CLASSIFIERS = (("Activity", "concept:name"), ("Activity and lifecycle", "concept:name lifecycle:transition"))
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CASE_FACTS = ("process_id", "version", "state", "initiator", "owner_unit", "province_code")
GLOBALS = {
    "trace": (("string", "concept:name", "-"),),
    "event": (
        ("string", "concept:name", "-"),
        ("string", "lifecycle:transition", "complete"),
        ("string", "org:resource", "-"),
        ("date", "time:timestamp", "1970-01-01T00:00:00.000000+00:00"),
    ),
}


Attribute = tuple[str, str, str]
"""Type, key, value."""


def write_xes(out: IO[bytes], log: Log, notice: str | None = None) -> None:
    """Write a log to a file open for writing in binary; a case at a time is in memory. The notice says whose copy it is."""
    with etree.xmlfile(out, encoding="utf-8") as document:
        document.write_declaration()
        with document.element("log", {"xes.version": "1849-2016", "xes.features": ""}, nsmap={None: NAMESPACE}):
            for name, prefix in EXTENSIONS:
                uri = f"{NAMESPACE}{prefix}.xesext"
                document.write(etree.Element("extension", {"name": name, "prefix": prefix, "uri": uri}))
            for scope, attributes in GLOBALS.items():
                document.write(_with_attributes(etree.Element("global", {"scope": scope}), attributes))
            for name, keys in CLASSIFIERS:
                document.write(etree.Element("classifier", {"name": name, "keys": keys}))
            for attribute in _with_attributes(etree.Element("log"), [("string", "copy", notice)] if notice else []):
                document.write(attribute)
            for case, events in log:
                document.write(_trace(case, events))


def _trace(case: LoggedCase, events: Iterable[LoggedEvent]) -> etree._Element:
    trace = _with_attributes(etree.Element("trace"), _case_attributes(case))
    for event in events:
        trace.append(_with_attributes(etree.Element("event"), _event_attributes(event)))
    return trace


def _case_attributes(case: LoggedCase) -> Iterator[Attribute]:
    yield "string", "concept:name", case.number or str(case.key)
    yield "string", "key", str(case.key)
    for name in CASE_FACTS:
        value = getattr(case, name)
        if value is not None:
            yield "int" if isinstance(value, int) else "string", name, str(value)


def _event_attributes(event: LoggedEvent) -> Iterator[Attribute]:
    yield "string", "concept:name", event.name
    yield "string", "lifecycle:transition", event.lifecycle
    yield "date", "time:timestamp", event.at.isoformat(timespec="microseconds")
    for key, name in (("org:resource", "actor"), ("org:role", "capacity"), ("onBehalfOf", "on_behalf_of"), ("type", "type")):
        value = getattr(event, name)
        if value is not None:
            yield "string", key, value
    yield "id", "identity:id", event.id


def _with_attributes(element: etree._Element, attributes: Iterable[Attribute]) -> etree._Element:
    for kind, key, value in attributes:
        element.append(etree.Element(kind, {"key": key, "value": NOT_IN_XML.sub("\ufffd", value)}))
    return element
