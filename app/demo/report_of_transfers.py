"""The sample report (INS-03) of bought votes that the Commission is voting on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.evidence import document, photo
from app.demo.reports import AGREE, COMMISSION, DISAGREE, report

if TYPE_CHECKING:
    from app.demo.sample_case import SampleCase
    from app.demo.stage import Stage


def vote(stage: Stage) -> None:
    """Vote buying in Bangkok: the accused did not answer in time, and the Commission is voting."""
    day = stage.day
    case = report(
        stage,
        "vote",
        "rattana",
        day(44, "11:30"),
        200,
        provinceCode="10",
        constituency=12,
        station_no="45",
        place="ลานกีฬาชุมชนคลองบางซื่อ เขตจตุจักร",
        category="vote_buying",
        suspect_type="candidate",
        suspect_detail="ผู้สมัครรายหนึ่งและผู้ช่วยหาเสียงสองคน",
        stage="before",
        ongoing=False,
        firsthand=False,
        narrative="ผู้ช่วยหาเสียงโอนเงินคนละสามร้อยบาทให้สมาชิกกลุ่มแอปพลิเคชันของชุมชน พร้อมข้อความขอคะแนน มีภาพหน้าจอและสลิปการโอนหลายรายการ",
        witnesses=[{"name": "นางสาวปวีณา สุขสม", "phone": "0810000007", "protect": True}],
        evidence=[photo("ภาพหน้าจอกลุ่มชุมชน.png"), photo("สลิปการโอน.png"), document("บันทึกสรุปรายการโอน.pdf")],
    )
    case.do(day(43, "10:00"), "kittipong", "screen", decision="accept")
    case.do(day(41, "15:30"), "amornrat", "order_case", decision="accept")
    _find_the_facts(stage, case)
    _advise(stage, case)
    present = ("sakda", "wanchai", "yupin", "chalerm", "pranee")
    meeting = {"meeting_date": stage.local(day(7, "13:30"))[:10], "attendees": list(present)}
    case.do(day(9, "10:00"), "nuttaya", "convene_subcommittee", **meeting)
    for minute, member in enumerate(present):
        choice = DISAGREE if member == "chalerm" else AGREE
        case.do(day(7, f"15:{10 + minute}"), member, "subcommittee_opinion", coi="no", vote=choice)
    meeting = {"meeting_date": stage.local(day(2, "10:00"))[:10], "attendees": list(COMMISSION)}
    case.do(day(5, "11:00"), "ekachai", "convene_commission", **meeting)
    for minute, member in enumerate(COMMISSION[1:4]):
        case.do(day(2, f"11:{40 + minute}"), member, "commission_vote", coi="no", vote=AGREE)
    case.rest()


def _find_the_facts(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(40, "09:30"),
        "boonmee",
        "plan_inquiry",
        issues=[{"issue": "เงินที่โอนมาจากผู้สมัครหรือไม่"}],
        witness_plan=[{"name": "นางสาวปวีณา สุขสม", "subject": "ผู้รับโอน"}],
    )
    case.do(
        day(37, "14:30"),
        "laddawan",
        "take_statement",
        taken_at=stage.local(day(37, "13:00")),
        statement="ได้รับเงินโอนสามร้อยบาทโดยไม่ได้ขอ และมีข้อความให้เลือกผู้สมัครหมายเลขหนึ่งในกลุ่ม",
        protect=True,
    )
    case.do(
        day(36, "16:00"),
        "boonmee",
        "prepare_allegation",
        has_accused="yes",
        accused="ผู้สมัครรับเลือกตั้งรายหนึ่ง",
        address="เขตจตุจักร กรุงเทพมหานคร",
        charge="ให้ทรัพย์สินแก่ผู้มีสิทธิเลือกตั้งเพื่อจูงใจให้ลงคะแนน",
        legal_basis="ม.73",
    )
    # Nobody answers: after seven days the process goes on by itself.
    case.do(
        day(28, "15:45"),
        "laddawan",
        "compile_dossier",
        issues=[{"issue": "เงินที่โอนมาจากผู้สมัครหรือไม่", "finding": "โอนจากบัญชีของผู้ช่วยหาเสียงที่ขึ้นทะเบียนไว้"}],
        evidence_list=[{"no": "1", "kind": "digital", "custodian": "นายบุญมี ตั้งตรง"}],
        legal_basis="ม.73",
        opinion="มีมูล",
        reasoning="บัญชีผู้โอนเป็นของผู้ช่วยหาเสียง ข้อความระบุชื่อผู้สมัคร และผู้ถูกกล่าวหาไม่ชี้แจงในกำหนด",
    )


def _advise(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    reasoning = "พยานหลักฐานทางอิเล็กทรอนิกส์หนักแน่น เห็นพ้องกับคณะสืบสวน"
    case.do(day(25, "10:20"), "amornrat", "give_director_opinion", opinion="มีมูล", reasoning=reasoning)
    findings = "เส้นทางการเงินชัดเจน แต่ยังไม่พบคำสั่งโดยตรงจากผู้สมัคร"
    case.do(day(16, "17:10"), "phuwadol", "analyse", decision="complete", findings=findings)
    case.do(
        day(12, "13:00"),
        "piyanut",
        "give_legal_opinion",
        opinion="มีหลักฐานอันควรเชื่อได้ว่ามีการกระทำ เห็นควรยื่นคำร้องต่อศาลฎีกา",
        legal_basis="ม.73 ม.138",
        proposed_outcome="SUPREME_COURT",
    )
    opinion = "เห็นพ้องกับสำนักกฎหมาย"
    case.do(day(10, "09:30"), "anan", "give_sg_opinion", opinion=opinion, proposed_outcome="SUPREME_COURT")
