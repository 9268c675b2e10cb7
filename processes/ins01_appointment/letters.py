"""What the documents of INS-01 say; identity numbers are masked in all of them but the letters to agencies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from processes.letter import Letter
from processes.reading import mapping, members, part, text

if TYPE_CHECKING:
    from engine.commands.job_handlers import JobContext

_NOTICES: Mapping[str, tuple[str, str]] = {
    "outside-round": ("แจ้งว่าใบสมัครอยู่นอกรอบรับสมัคร", "ใบสมัครของท่านยื่นนอกรอบรับสมัคร จึงไม่อาจรับไว้พิจารณาได้"),
    "incomplete": ("แจ้งไม่รับใบสมัคร", "เอกสารประกอบใบสมัครยังไม่ครบถ้วนเมื่อให้แก้ไขครบจำนวนครั้งแล้ว"),
    "lapsed": ("แจ้งว่าใบสมัครพ้นกำหนด", "ท่านไม่ได้แก้ไขใบสมัครภายในกำหนด ใบสมัครจึงตกไป"),
    "disqualified": ("แจ้งผลการตรวจคุณสมบัติ", "ท่านขาดคุณสมบัติหรือมีลักษณะต้องห้าม"),
    "appointed": ("แจ้งผลการแต่งตั้ง", "คณะกรรมการการเลือกตั้งมีมติแต่งตั้งท่านเป็นผู้ตรวจการเลือกตั้ง"),
    "reserve": ("แจ้งผลการคัดเลือก", "คณะกรรมการการเลือกตั้งมีมติขึ้นบัญชีสำรองให้ท่าน"),
    "withdrawn": ("ยืนยันการถอนตัว", "สำนักงานรับทราบการถอนตัวของท่านแล้ว"),
    "rejected": ("แจ้งผลการคัดเลือก", "คณะกรรมการการเลือกตั้งมีมติไม่แต่งตั้งท่าน"),
}


def application(job: JobContext, known: Mapping[str, object]) -> Letter:
    """Return the application (ใบสมัคร) with what `known` holds of it: number, name and masked identity."""
    facts = [
        ("ผู้สมัคร", str(known["applicantName"])),
        ("เลขประจำตัวประชาชน", str(known["nationalIdMasked"])),
        ("รอบรับสมัคร", text(job, "roundId")),
        ("จังหวัดที่สมัคร", text(job, "provinceCode")),
        ("วุฒิการศึกษา", text(job, "education")),
        ("อาชีพ", text(job, "occupation")),
    ]
    return Letter("ใบสมัคร", "สมัครเป็นผู้ตรวจการเลือกตั้ง", job.now, str(known["applicationNumber"]), facts)


def enquiry(job: JobContext, *, is_reminder: bool = False) -> Letter:
    """Return the letter that asks an agency for its records (หนังสือขอตรวจสอบประวัติ), or reminds it."""
    agency = mapping(job, "agency")
    facts = [
        ("เรียน", part(agency, "name")),
        ("เรื่องที่ขอตรวจสอบ", part(agency, "subject")),
        ("ผู้ถูกตรวจสอบ", text(job, "applicantName")),
        ("เลขประจำตัวประชาชน", text(job, "national_id")),
        ("อ้างถึง", f"{job.business_id or ''}/{part(agency, 'code')}"),
    ]
    kind = "หนังสือทวงถาม" if is_reminder else "หนังสือขอตรวจสอบประวัติ"
    asked = "ผู้สมัครให้ความยินยอมในการตรวจสอบแล้ว โปรดแจ้งผลการตรวจสอบโดยอ้างถึงเลขที่ข้างต้น"
    return Letter(kind, "ขอตรวจสอบประวัติผู้สมัครผู้ตรวจการเลือกตั้ง", job.now, facts=facts, paragraphs=(asked,), secrecy="ลับ")


def shortlist(job: JobContext) -> Letter:
    """Return the candidate's entry in the list of those who passed the selection (บัญชีผู้ผ่านการคัดเลือก)."""
    summary, opinion = mapping(job, "scoreSummary"), mapping(job, "directorOpinion")
    facts = [
        *_identity(job),
        ("คะแนนเฉลี่ย", part(summary, "mean")),
        ("จำนวนกรรมการที่ให้คะแนน", part(summary, "scorers")),
        ("ลำดับในจังหวัด", part(opinion, "rank")),
        ("ความเห็น", part(opinion, "reasoning")),
        ("วาระที่", text(job, "agendaNumber")),
    ]
    return Letter("บัญชีผู้ผ่านการคัดเลือก", "เสนอคณะกรรมการการเลือกตั้ง", job.now, facts=facts, paragraphs=(text(job, "agendaSummary"),))


def notice(job: JobContext, template: str) -> Letter:
    """Return the letter that tells the applicant a result (หนังสือแจ้งผล), with the reasons where there are any."""
    subject, sentence = _NOTICES[template]
    facts = [*_identity(job), ("คำสั่ง", part(mapping(job, "order"), "number"))]
    return Letter("หนังสือแจ้งผล", subject, job.now, facts=facts, paragraphs=(sentence, *_reasons(job, template)))


def _identity(job: JobContext) -> list[tuple[str, str]]:
    return [
        ("ใบสมัครเลขที่", text(job, "applicationNumber")),
        ("ผู้สมัคร", text(job, "applicantName")),
        ("เลขประจำตัวประชาชน", text(job, "nationalIdMasked")),
    ]


def _reasons(job: JobContext, template: str) -> tuple[str, ...]:
    if template == "rejected":
        return (text(job, "resolutionReason"),)
    if template != "disqualified":
        return ()
    found = (rule for rule in members(job, "qualification") if isinstance(rule, Mapping) and rule.get("severity") == "FAIL")
    return (*(f"{part(rule, 'message')} ({part(rule, 'ref')})" for rule in found), text(job, "disqualificationReason"))
