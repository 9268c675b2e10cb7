"""Short ways through INS-01, shared by its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.processes.cast import COMMITTEE
from tests.processes.uploads import Upload

if TYPE_CHECKING:
    from tests.processes.case import Case
    from tests.processes.stage import Stage

APPLICATION = {
    "roundId": "2569-2",
    "provinceCode": "50",
    "national_id": "1999900001010",
    "title": "นาย",
    "first_name": "สมชาย",
    "last_name": "ตัวอย่าง",
    "birth_date": "2510-05-17",
    "phone": "0812345678",
    "province": "50",
    "district": "แม่ริม",
    "subdistrict": "ริมใต้",
    "nationality": "born",
    "education": "BA",
    "occupation": "เกษตรกร",
    "state_position": "none",
    "party_status": "never",
    "domicile_province": "50",
    "health_cert": [Upload("health.pdf", "application/pdf")],
    "degree_cert": [Upload("degree.pdf", "application/pdf")],
    "house_reg": [Upload("house.pdf", "application/pdf")],
    "photo": [Upload("photo.jpg")],
    "cv": [Upload("cv.pdf", "application/pdf")],
    "consent": True,
    "declaration": True,
}
TEXT = "ข้อความที่ยาวพอสำหรับบันทึก"
AGENCIES = ("DOPA", "POLICE", "LED", "PARTY", "NACC", "COURT")
SCORES = {"knowledge": 20, "experience": 18, "neutrality": 22, "communication": 20}


def applied(stage: Stage, by: str = "applicant", /, **changes: object) -> Case:
    """Apply in the open round; None removes a field."""
    application = {**APPLICATION, **changes}
    return stage.start("ins01_appointment", by, **{name: value for name, value in application.items() if value is not None})


def check_documents(case: Case, complete: str = "yes", by: str = "checker") -> None:
    case.do("check_documents", by, items=[{"doc": "cv", "ok": "yes"}], complete=complete)


def qualified(stage: Stage, /, **changes: object) -> Case:
    """Bring an application to the background check."""
    case = applied(stage, **changes)
    check_documents(case)
    return case


def record_replies(case: Case, **results: str) -> None:
    """Record the agencies' replies, all clear but those named."""
    for agency in AGENCIES:
        case.do("record_reply", "recorder", result=results.get(agency, "clear"), ref_no=f"{agency} 1/2569")


def score(case: Case, people: tuple[str, ...] = COMMITTEE[:5], conflicted: tuple[str, ...] = ()) -> None:
    """Convene the committee and score."""
    case.do("convene_committee", "checker", meeting_date="2026-11-23", attendees=list(people))
    for member in people:
        case.do("score", member, **({"coi": "yes"} if member in conflicted else {"coi": "no", **SCORES}))


def recommend(case: Case) -> None:
    """Give the director's opinion and put the candidate on the agenda."""
    case.do("give_director_opinion", "director", recommendation="recommend", rank=1, reasoning=TEXT)
    case.do("compile_agenda", "selector", agenda_no="3.1", summary=TEXT)


def selected(stage: Stage, /, **changes: object) -> Case:
    """Bring an application to the Commission's resolution."""
    case = qualified(stage, **changes)
    record_replies(case)
    score(case)
    recommend(case)
    return case


def resolve(case: Case, resolution: str) -> None:
    reason = {} if resolution == "appoint" else {"reason": TEXT}
    case.do("record_resolution", "clerk", resolution_no="12/2569", resolution=resolution, **reason)


def issue(case: Case) -> None:
    """Draft, check and sign the order."""
    case.do("draft", "clerk", title="แต่งตั้งผู้ตรวจการเลือกตั้ง", body=TEXT, speed="ปกติ", secrecyClass="ไม่ลับ")
    case.do("review", "lawyer", decision="approve")
    case.do("sign", "chair", decision="approve", signerName="นางสมใจ ใจดี", signerPosition="ประธานกรรมการการเลือกตั้ง")
