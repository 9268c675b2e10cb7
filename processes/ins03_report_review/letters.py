"""What the documents of INS-03 say; none of them names a witness or what was reported about a person's identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from processes.letter import Letter
from processes.reading import mapping, members, part, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.commands.job_handlers import JobContext

CONFIDENTIAL = "ลับ"


def receipt(job: JobContext) -> Letter:
    """Return the receipt for the reporter (ใบรับรายงาน)."""
    facts = [
        *_case_facts(job),
        ("สถานที่เกิดเหตุ", text(job, "place")),
        ("วันเวลาเกิดเหตุ", text(job, "occurred_at")),
        ("จำนวนไฟล์หลักฐาน", str(len(members(job, "evidence")))),
        ("ค่าแฮชของหลักฐาน (SHA-256)", part(mapping(job, "evidenceSeal"), "sha256")),
    ]
    return Letter(
        "ใบรับรายงาน", "รับรายงานเหตุจากผู้ตรวจการเลือกตั้ง", job.now, text(job, "receiptNumber"), facts, secrecy=CONFIDENTIAL
    )


def warning(job: JobContext) -> Letter:
    """Return the note of the warning to a state official (บันทึกแจ้งเตือน, ม.19)."""
    given = mapping(job, "warning")
    facts = [
        *_case_facts(job),
        ("แจ้งเตือน", part(given, "official")),
        ("สังกัด", part(given, "agency")),
        ("เมื่อ", part(given, "warnedAt")),
        ("ให้แก้ไขภายใน", part(given, "deadline")),
    ]
    paragraphs = (part(given, "content"), part(given, "response"))
    return Letter(
        "บันทึกแจ้งเตือน", "แจ้งเตือนให้แก้ไขการกระทำ (ม.19)", job.now, facts=facts, paragraphs=paragraphs, secrecy=CONFIDENTIAL
    )


def document_request(job: JobContext) -> Letter:
    """Return the letter that asks an agency for documents."""
    request = mapping(job, "request")
    facts = [("เรียน", part(request, "agency")), ("เรื่องเลขที่", job.business_id or "")]
    asked = f"ขอให้ส่งเอกสารดังต่อไปนี้เพื่อประกอบการสืบสวน: {part(request, 'documents')}"
    return Letter("หนังสือขอเอกสาร", "ขอเอกสารประกอบการสืบสวน", job.now, facts=facts, paragraphs=(asked,), secrecy=CONFIDENTIAL)


def allegation(job: JobContext) -> Letter:
    """Return the letter to the accused person, with the right to answer (หนังสือแจ้งข้อกล่าวหา)."""
    made = mapping(job, "allegation")
    facts = [
        ("เรียน", part(made, "accused")),
        ("ที่อยู่", part(made, "address")),
        ("เรื่องเลขที่", job.business_id or ""),
        ("ฐานกฎหมาย", part(made, "legalBasis")),
    ]
    right = "ท่านมีสิทธิชี้แจงข้อกล่าวหาและยื่นพยานหลักฐานภายในกำหนดเวลา"
    return Letter(
        "หนังสือแจ้งข้อกล่าวหา", "แจ้งข้อกล่าวหา", job.now, facts=facts, paragraphs=(part(made, "charge"), right), secrecy=CONFIDENTIAL
    )


def dossier(job: JobContext) -> Letter:
    """Return the cover of the dossier (สำนวน)."""
    compiled = mapping(job, "dossier")
    listed = compiled.get("evidenceList")
    facts = [
        *_case_facts(job),
        ("ความเห็น", part(compiled, "opinion")),
        ("ฐานกฎหมาย", part(compiled, "legalBasis")),
        ("รายการพยานหลักฐาน", str(len(listed) if isinstance(listed, list) else 0)),
    ]
    paragraphs = (part(compiled, "reasoning"),)
    return Letter("สำนวนการสืบสวน", "สำนวนและความเห็น", job.now, facts=facts, paragraphs=paragraphs, secrecy=CONFIDENTIAL)


def opinion(job: JobContext) -> Letter:
    """Return the memorandum with the opinions up to the Secretary-General's (บันทึกความเห็น)."""
    paragraphs = (
        f"ผลการวิเคราะห์: {text(job, 'findings')}",
        f"ความเห็นทางกฎหมาย: {part(mapping(job, 'legalOpinion'), 'opinion')}",
        f"ความเห็นเลขาธิการ: {part(mapping(job, 'secretaryGeneralOpinion'), 'opinion')}",
    )
    return Letter(
        "บันทึกความเห็น", "ความเห็นประกอบการพิจารณา", job.now, facts=_case_facts(job), paragraphs=paragraphs, secrecy=CONFIDENTIAL
    )


def result(job: JobContext) -> Letter:
    """Return the letter that tells the reporter the result (หนังสือแจ้งผลผู้ตรวจการ)."""
    rule = mapping(job, "outcomeRule")
    facts = [
        *_case_facts(job),
        ("ผลการพิจารณา", part(rule, "name")),
        ("ฐานกฎหมาย", part(rule, "legalBasis")),
        ("เลขที่คำวินิจฉัย", part(mapping(job, "decision_document"), "number")),
    ]
    reason = text(job, "directorReason") if text(job, "outcome") == "NOT_ACCEPTED" else ""
    return Letter("หนังสือแจ้งผล", "แจ้งผลการพิจารณารายงานของท่าน", job.now, facts=facts, paragraphs=(reason,), secrecy=CONFIDENTIAL)


LETTERS: Mapping[str, Callable[[JobContext], Letter]] = {
    "warning": warning,
    "document-request": document_request,
    "allegation": allegation,
    "dossier": dossier,
    "opinion": opinion,
    "result": result,
}


def _case_facts(job: JobContext) -> list[tuple[str, str]]:
    return [("เรื่องเลขที่", job.business_id or ""), ("เลขรับ", text(job, "receiptNumber"))]
