"""Object-centric event logs in OCEL 2.0 (JSON): cases, user tasks, documents and people as objects, in a stream."""

from __future__ import annotations

import json
import tempfile
from typing import IO, TYPE_CHECKING

from engine.history.event_log import LIFECYCLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.history.event_log import Log, LoggedCase, LoggedEvent

CASE, TASK, DOCUMENT, PERSON = "case", "user task", "document", "person"
CASE_FACTS = ("number", "process_id", "version", "state", "owner_unit", "province_code")
EVENT_FACTS = ("name", "lifecycle", "capacity")
OBJECT_TYPES = {CASE: CASE_FACTS, TASK: ("name",), DOCUMENT: (), PERSON: ()}


def write_ocel(out: IO[bytes], log: Log, notice: str | None = None) -> None:
    """Write a log to a file open for writing in binary; of the objects only the names of people are kept in memory.

    The notice, a member that the format does not know, says whose copy it is.
    """
    people: set[str] = set()
    with tempfile.TemporaryFile() as objects:
        spool = _Spool(objects)
        if notice is not None:
            _write(out, "{", "anumat:copy", notice)
        _write(out, "{" if notice is None else ",", "objectTypes", [_type(name, facts) for name, facts in OBJECT_TYPES.items()])
        _write(out, ",", "eventTypes", [_type(name, EVENT_FACTS) for name in LIFECYCLE])
        out.write(b',"events":[')
        separator = b""
        for case, events in log:
            tasks: dict[str, str] = {}
            spool.add(_case_object(case))
            for event in events:
                out.write(separator + _json(_event(case, event)))
                separator = b","
                people.add(event.actor)
                if event.user_task_key is not None:
                    tasks[event.user_task_key] = event.name
                if event.document_id is not None:
                    spool.add(_object(f"document:{event.document_id}", DOCUMENT))
            for key, name in tasks.items():
                spool.add(_object(f"user_task:{key}", TASK, [_attribute("name", name, case.started_at.isoformat())]))
        for person in sorted(people):
            spool.add(_object(f"person:{person}", PERSON))
        out.write(b'],"objects":[')
        for data in spool.parts():
            out.write(data)
        out.write(b"]}")


class _Spool:
    """Objects that come between the events and are written after them."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, value: object) -> None:
        self._file.write((b"," if self._file.tell() else b"") + _json(value))

    def parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        while data := self._file.read(1 << 16):
            yield data


def _event(case: LoggedCase, event: LoggedEvent) -> dict[str, object]:
    related = [_relation(f"case:{case.key}", "case"), _relation(f"person:{event.actor}", "performer")]
    if event.user_task_key is not None:
        related.append(_relation(f"user_task:{event.user_task_key}", "step"))
    if event.document_id is not None:
        related.append(_relation(f"document:{event.document_id}", "document"))
    attributes = [{"name": name, "value": str(getattr(event, name) or "")} for name in EVENT_FACTS]
    time = event.at.isoformat(timespec="microseconds")
    return {"id": event.id, "type": event.type, "time": time, "attributes": attributes, "relationships": related}


def _case_object(case: LoggedCase) -> dict[str, object]:
    time = case.started_at.isoformat()
    return _object(f"case:{case.key}", CASE, [_attribute(name, str(getattr(case, name) or ""), time) for name in CASE_FACTS])


def _object(name: str, kind: str, attributes: Iterable[dict[str, str]] = ()) -> dict[str, object]:
    return {"id": name, "type": kind, "attributes": list(attributes), "relationships": []}


def _attribute(name: str, value: str, time: str) -> dict[str, str]:
    return {"name": name, "value": value, "time": time}


def _relation(object_id: str, qualifier: str) -> dict[str, str]:
    return {"objectId": object_id, "qualifier": qualifier}


def _type(name: str, facts: Iterable[str]) -> dict[str, object]:
    return {"name": name, "attributes": [{"name": fact, "type": "string"} for fact in facts]}


def _write(out: IO[bytes], separator: str, name: str, value: object) -> None:
    out.write(f'{separator}"{name}":'.encode() + _json(value))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
