"""Short ways through INS-03, shared by its tests: what each person answers when nothing special happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.processes.cast import COMMISSION, SUBCOMMITTEE
from tests.processes.uploads import Upload

if TYPE_CHECKING:
    from tests.processes.case import Case
    from tests.processes.stage import Stage

NARRATIVE = "ผู้สมัครแจกเงินแก่ผู้มีสิทธิเลือกตั้งหน้าวัดบ้านแม่ริม เวลาประมาณเก้านาฬิกา มีผู้พบเห็นหลายคน"
REPORT = {
    "election_id": "GE-2570",
    "provinceCode": "50",
    "constituency": 3,
    "station_no": "12",
    "occurred_at": "2026-11-23T08:00:00+07:00",
    "place": "วัดบ้านแม่ริม",
    "category": "vote_buying",
    "suspect_type": "candidate",
    "suspect_detail": "ผู้สมัครหมายเลข 5",
    "stage": "before",
    "ongoing": False,
    "narrative": NARRATIVE,
    "witnesses": [{"name": "นายทองดี มีสุข", "phone": "0812345678", "protect": True}],
    "firsthand": True,
    "immediate_action": "none",
    "evidence": [Upload("photo.jpg")],
}
REASON = "เหตุผลประกอบการพิจารณา"
TEXT = "ข้อความที่ยาวพอสำหรับบันทึก"


def reported(stage: Stage, /, **changes: object) -> Case:
    """Report an incident as the inspector of Chiang Mai; None removes a field."""
    report = {**REPORT, **changes}
    return stage.start("ins03_report_review", "nok", **{name: value for name, value in report.items() if value is not None})


def accepted(stage: Stage, /, **changes: object) -> Case:
    """Bring a report to the start of the inquiry."""
    case = reported(stage, **changes)
    case.do("screen", "duty", decision="accept")
    case.do("order_case", "director", decision="accept")
    return case


def inquire(case: Case, *, accused: bool = True) -> None:
    """Do the whole fact-finding: one witness, one agency, an allegation and its answer."""
    plan(case)
    case.do("take_statement", "inquirer", taken_at="2026-11-23T08:30:00+07:00", statement=TEXT, protect=True)
    case.do("record_document", "inquirer2", received="yes", reference="มท 0012/5")
    allege(case, accused=accused)
    if accused:
        case.do("record_answer", "inquirer", received_at="2026-11-23T08:30:00+07:00", statement=TEXT)
    compile_dossier(case)


def plan(case: Case) -> None:
    case.do(
        "plan_inquiry",
        "inquirer",
        issues=[{"issue": "มีการแจกเงินหรือไม่"}],
        witness_plan=[{"name": "นายทองดี มีสุข"}],
        document_requests=[{"agency": "อำเภอแม่ริม", "documents": "บัญชีรายชื่อ"}],
    )


def allege(case: Case, *, accused: bool = True) -> None:
    if accused:
        case.do(
            "prepare_allegation",
            "inquirer",
            has_accused="yes",
            accused="นายเอ",
            address="แม่ริม",
            charge=TEXT,
            legal_basis="ม.73",
        )
    else:
        case.do("prepare_allegation", "inquirer", has_accused="no")


def compile_dossier(case: Case) -> None:
    evidence = [{"no": "1", "kind": "digital", "custodian": "คณะสืบสวน"}]
    case.do(
        "compile_dossier",
        "inquirer",
        issues=[{"issue": "แจกเงิน"}],
        evidence_list=evidence,
        legal_basis="ม.73",
        opinion="มีมูล",
        reasoning=TEXT,
    )


def advise(case: Case, proposed: str = "SUPREME_COURT") -> None:
    """Give the opinions from the director to the Secretary-General."""
    case.do("give_director_opinion", "director", opinion="มีมูล", reasoning=TEXT)
    case.do("analyse", "analyst", decision="complete", findings=TEXT)
    case.do("give_legal_opinion", "lawyer", opinion=TEXT, legal_basis="ม.73", proposed_outcome=proposed)
    case.do("give_sg_opinion", "sg", opinion=TEXT, proposed_outcome=proposed)


def meet(case: Case) -> None:
    """Hold both meetings with everybody present and in favour."""
    case.do("convene_subcommittee", "clerk", meeting_date="2026-11-23", attendees=list(SUBCOMMITTEE))
    vote(case, "subcommittee_opinion", SUBCOMMITTEE)
    case.do("convene_commission", "clerk", meeting_date="2026-11-23", attendees=list(COMMISSION))
    vote(case, "commission_vote", COMMISSION)


def vote(case: Case, element_id: str, people: tuple[str, ...], choice: str = "เห็นชอบ") -> None:
    for member in people:
        case.do(element_id, member, coi="no", vote=choice)


def resolve(case: Case, outcome: str) -> None:
    case.do("record_resolution", "clerk", resolution_no="12/2569", resolution_outcome=outcome, resolution_text=TEXT)


def issue(case: Case) -> None:
    """Draft, check and sign the decision."""
    case.do("draft", "clerk", title="คำวินิจฉัย", body=TEXT, speed="ด่วน", secrecyClass="ลับ")
    case.do("review", "lawyer2", decision="approve")
    case.do("sign", "chair", decision="approve", signerName="นางสมใจ ใจดี", signerPosition="ประธานกรรมการการเลือกตั้ง")


def give_feedback(case: Case) -> None:
    case.do("acknowledge_result", "nok")
    case.do("rate_report", "duty", score=4)
