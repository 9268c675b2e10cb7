"""The jobs of SUB-01: the requester's position, who may decide a level, and the record of a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.commands.job_handlers import HandlerRegistry
from processes.reading import mapping, members, part, text
from processes.sealing import digest

if TYPE_CHECKING:
    from engine.commands.job_handlers import JobContext

handlers = HandlerRegistry()

SKIP_REQUESTER = "ข้ามเพราะเป็นผู้เสนอ"
SKIP_DECIDED = "ข้ามเพราะพิจารณาแล้วในลำดับก่อน"
SKIP_VACANT = "ข้ามเพราะไม่มีผู้ครองตำแหน่ง"
SKIPPED = "skip"


@handlers.handler("approval-chain.requester-position")
def requester_position(job: JobContext) -> Mapping[str, object]:
    """Find the highest position that the requester holds: secretaryGeneral, deputy, director or staff."""
    requester = text(job, "requester")
    positions = (
        ("secretaryGeneral", "secretary.general"),
        ("deputy", "deputy.sg"),
        ("director", f"prov.director.{text(job, 'provinceCode')}"),
        ("director", f"unit.head.{text(job, 'ownerUnit')}"),
    )
    held = (position for position, group in positions if requester in job.tools.group_members(group))
    return {"requesterPosition": next(held, "staff")}


@handlers.handler("approval-chain.holders")
def holders(job: JobContext) -> Mapping[str, object]:
    """Find who may decide this level; say why it is skipped when nobody may. The last level is never skipped."""
    everyone = job.tools.group_members(part(mapping(job, "level"), "group"))
    requester, decided = text(job, "requester"), _deciders_of_round(job)
    able = [person for person in everyone if person != requester and person not in decided]
    is_last = job.variables.get("isLastLevel") is True
    reason = None if able or is_last else _skip_reason(everyone, requester)
    return {"holders": able, "skipReason": reason}


@handlers.handler("approval-chain.record")
def record(job: JobContext) -> Mapping[str, object]:
    """Return the approval of this level with a SHA-256 over it and over the one before, so that the list is a chain."""
    skip_reason = job.variables.get("skipReason")
    entry: dict[str, object] = {
        "case": job.business_id,
        "position": part(mapping(job, "level"), "position"),
        "decision": SKIPPED if skip_reason else text(job, "decision"),
        "reason": skip_reason or job.variables.get("reason"),
        "who": None if skip_reason else job.variables.get("approver"),
        "at": job.now.isoformat() if skip_reason else text(job, "decidedAt", job.now.isoformat()),
        "capacity": job.variables.get("approverCapacity") or "ปกติ",
    }
    former = members(job, "approvals")
    before = former[-1] if former else None
    entry["previous"] = before.get("hash") if isinstance(before, Mapping) else None
    return {"approval": {**entry, "hash": digest(entry)}}


def _deciders_of_round(job: JobContext) -> set[str]:
    """Return who has decided since the request was last returned."""
    deciders: set[str] = set()
    for entry in members(job, "approvals"):
        if isinstance(entry, Mapping):
            deciders = set() if entry.get("decision") == "return" else deciders | {part(entry, "who")}
    return deciders


def _skip_reason(everyone: tuple[str, ...], requester: str) -> str:
    if not everyone:
        return SKIP_VACANT
    return SKIP_REQUESTER if requester in everyone else SKIP_DECIDED
