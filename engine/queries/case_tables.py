"""Cases and what happened in them as rows of a table, for files that a spreadsheet opens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from engine.history.event_hash import with_hashes
from engine.model.checkpoint import ChainKind
from engine.model.process_instance import process_instances
from engine.queries.event_log import AT_ONCE
from engine.queries.visibility import visible_case, visible_within
from engine.store import history_reading as reading
from forms.identifiers import without_national_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from engine.history.table_files import Cell
    from engine.identity.actor import Actor

_instance = process_instances.c
CASE_HEADINGS = {
    "th": ("เลขที่เรื่อง", "รหัส", "กระบวนการ", "เวอร์ชัน", "สถานะ", "เรื่อง", "ผู้เสนอเรื่อง", "หน่วยงาน", "จังหวัด", "เริ่ม", "สิ้นสุด"),
    "en": (
        "Case number", "Key", "Process", "Version", "Status", "Subject", "Requester", "Unit", "Province", "Started", "Ended",
    ),
}  # fmt: skip
TIMELINE_HEADINGS = {
    "th": ("เวลา", "รหัส", "ลำดับ", "เหตุการณ์", "ขั้นตอน", "ผู้ดำเนินการ", "ทำแทน", "ฐานะ", "ข้อเท็จจริง", "รายละเอียด", "แฮช"),
    "en": ("Time", "Key", "Number", "Event", "Step", "Person", "On behalf of", "Capacity", "Facts", "Details", "Hash"),
}


def case_table(connection: sa.Connection, actor: Actor, root_keys: Sequence[int], zone: str) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each of these cases that the actor sees, by key; what is inside a secret case, such as its subject, only for its team."""
    subject = sa.case((visible_within(actor, _instance.key), _instance.subject), else_=None)
    columns = (_instance.business_id, _instance.key, _instance.process_id, _instance.version, _instance.state, subject)
    times = (_instance.started_at, _instance.ended_at)
    query = sa.select(*columns, _instance.initiator, _instance.owner_unit, _instance.province_code, *times)
    query = query.where(_instance.parent_process_instance_key.is_(None), visible_case(actor))
    local = ZoneInfo(zone)
    for start in range(0, len(root_keys), AT_ONCE):
        batch = query.where(_instance.key.in_(root_keys[start : start + AT_ONCE])).order_by(_instance.key)
        for number, key, process, version, state, *others, started_at, ended_at in connection.execute(batch):
            times_of_case = _time(started_at, local), _time(ended_at, local)
            yield number, str(key), process, version, str(state), *map(_hidden, others), *times_of_case


def timeline_table(connection: sa.Connection, actor: Actor, root_key: int, zone: str) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each event of a case and those it called that the actor sees inside, in the order of the chains."""
    where = (_instance.root_process_instance_key == root_key, visible_within(actor, _instance.key))
    local = ZoneInfo(zone)
    for key in connection.execute(sa.select(_instance.key).where(*where).order_by(_instance.key)).scalars().all():
        for event, digest in with_hashes(reading.events_of(connection, ChainKind.CASE, [key]).get(key, [])):
            who = (event.actor, event.on_behalf_of, event.capacity)
            what = (event.type, event.element_id, *who, _hidden(event.facts), _hidden(event.details))
            yield _time(event.at, local), str(key), event.sequence, *what, digest


def _hidden(text: str | None) -> str | None:
    """Hide national IDs: a table is for people, and its reason is not one for these numbers."""
    return None if text is None else without_national_ids(text)


def _time(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
