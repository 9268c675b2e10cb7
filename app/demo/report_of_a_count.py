"""The sample report (INS-03) of a count that went wrong: decided, issued, everybody told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.evidence import document, photo
from app.demo.reports import ABSTAIN, AGREE, COMMISSION, DISAGREE, report

if TYPE_CHECKING:
    from app.demo.sample_case import SampleCase
    from app.demo.stage import Stage


def recount(stage: Stage) -> None:
    """A count that went wrong: fact-finding, opinions, votes, a signed decision, feedback; finished."""
    case = report(
        stage,
        "recount",
        "somsri",
        stage.day(58, "18:20"),
        55,
        election_id="LE-2569",
        constituency=2,
        station_no="8",
        place="หน่วยเลือกตั้งที่ 8 โรงเรียนบ้านแม่สา อ.แม่ริม",
        category="ballot_count",
        suspect_type="polling_official",
        stage="counting",
        ongoing=False,
        firsthand=True,
        narrative="เมื่อนับคะแนนเสร็จ จำนวนบัตรดีรวมบัตรเสียมากกว่าจำนวนผู้มาแสดงตนสิบสองใบ กรรมการประจำหน่วยปิดประกาศผลโดยไม่บันทึกเหตุ",
        witnesses=[{"name": "นางสาวดาวเรือง ยาวิชัย", "phone": "0810000006", "protect": True}],
        evidence=[photo("กระดานนับคะแนน.png"), photo("แบบรายงานผลหน้าหน่วย.png")],
    )
    _find_the_facts_of_the_count(stage, case)
    _hear_the_accused_of_the_count(stage, case)
    _advise_on_the_count(stage, case)
    _decide_the_count(stage, case)
    case.rest()


def _find_the_facts_of_the_count(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(day(58, "19:05"), "wichai", "screen", decision="accept", reason="เหตุเกิดระหว่างนับคะแนน ต้องเสนอทันที")
    case.do(day(58, "21:10"), "prasert", "order_case", decision="accept")
    case.do(
        day(57, "09:30"),
        "narong",
        "plan_inquiry",
        issues=[{"issue": "จำนวนบัตรเกินเกิดจากเหตุใด"}],
        witness_plan=[{"name": "นางสาวดาวเรือง ยาวิชัย"}, {"name": "ประธานกรรมการประจำหน่วย"}],
        document_requests=[{"agency": "เทศบาลตำบลแม่สา", "documents": "บัญชีรายชื่อผู้มีสิทธิเลือกตั้งและแบบรายงานผล"}],
    )
    case.do(
        day(55, "11:00"),
        "siriporn",
        "take_statement",
        taken_at=stage.local(day(55, "09:30")),
        statement="ข้าฯ นับจำนวนผู้มาแสดงตนไว้ด้วย ได้สี่ร้อยสามสิบเอ็ดคน แต่ประกาศรวมบัตรสี่ร้อยสี่สิบสามใบ",
        protect=True,
    )
    case.do(
        day(54, "15:30"),
        "decha",
        "take_statement",
        taken_at=stage.local(day(54, "13:00")),
        statement="ยอมรับว่ากรรมการไม่ได้สอบยันจำนวนบัตรกับต้นขั้วก่อนปิดประกาศผล",
        protect=False,
    )


def _hear_the_accused_of_the_count(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(52, "10:45"),
        "narong",
        "record_document",
        received="yes",
        reference="ชม 52301/884",
        files=[document("แบบรายงานผลการนับคะแนน.pdf")],
    )
    case.do(
        day(51, "14:00"),
        "narong",
        "prepare_allegation",
        has_accused="yes",
        accused="ประธานกรรมการประจำหน่วยเลือกตั้งที่ 8",
        address="ต.แม่สา อ.แม่ริม จ.เชียงใหม่",
        charge="ประกาศผลการนับคะแนนโดยไม่สอบยันจำนวนบัตรกับจำนวนผู้มาแสดงตน",
        legal_basis="ม.137",
    )
    case.do(
        day(46, "16:00"),
        "siriporn",
        "record_answer",
        received_at=stage.local(day(46, "13:20")),
        statement="ชี้แจงว่าบัตรจากหน่วยข้างเคียงปะปนมาระหว่างขนย้ายหีบ และเสียใจที่ไม่ได้บันทึกไว้",
    )
    case.do(
        day(44, "17:00"),
        "narong",
        "compile_dossier",
        issues=[{"issue": "จำนวนบัตรเกินเกิดจากเหตุใด", "finding": "มีบัตรเกินสิบสองใบ ไม่ทราบที่มาแน่ชัด"}],
        evidence_list=[
            {"no": "1", "kind": "digital", "custodian": "นายณรงค์ ชัยวงศ์"},
            {"no": "2", "kind": "document", "custodian": "นายณรงค์ ชัยวงศ์"},
        ],
        legal_basis="ม.137",
        opinion="มีมูล",
        reasoning="จำนวนบัตรเกินกระทบต่อผลคะแนนของหน่วยนี้ เพราะผู้ได้รับเลือกตั้งชนะเพียงเก้าคะแนน",
    )


def _advise_on_the_count(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(42, "10:00"),
        "prasert",
        "give_director_opinion",
        opinion="มีมูล",
        reasoning="เห็นพ้องกับคณะสืบสวน ควรให้นับคะแนนใหม่เฉพาะหน่วยนี้",
    )
    case.do(
        day(36, "15:15"),
        "benjawan",
        "analyse",
        decision="complete",
        findings="สำนวนครบถ้วน พยานเอกสารและพยานบุคคลสอดคล้องกัน บัตรเกินมีผลต่อลำดับผู้ได้รับเลือกตั้ง",
    )
    case.do(
        day(33, "11:20"),
        "kamolwan",
        "give_legal_opinion",
        opinion="เข้าเหตุที่คณะกรรมการจะสั่งให้นับคะแนนใหม่ได้ โดยไม่ต้องวินิจฉัยความรับผิดของบุคคล",
        legal_basis="ม.137",
        proposed_outcome="REVOTE_RECOUNT",
    )
    case.do(
        day(31, "09:45"),
        "anan",
        "give_sg_opinion",
        opinion="เห็นควรเสนอคณะกรรมการสั่งให้นับคะแนนใหม่",
        proposed_outcome="REVOTE_RECOUNT",
    )
    present = ("sakda", "wanchai", "yupin")
    meeting = {"meeting_date": stage.local(day(24, "13:30"))[:10], "attendees": list(present)}
    case.do(day(28, "16:00"), "duangjai", "convene_subcommittee", **meeting)
    for minute, member in enumerate(present):
        case.do(day(24, f"14:{10 + minute}"), member, "subcommittee_opinion", coi="no", vote=AGREE)


def _decide_the_count(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    meeting = {"meeting_date": stage.local(day(18, "10:00"))[:10], "attendees": list(COMMISSION)}
    case.do(day(22, "09:30"), "ekachai", "convene_commission", **meeting)
    for minute, member in enumerate(COMMISSION[:5]):
        case.do(day(18, f"11:{20 + minute}"), member, "commission_vote", coi="no", vote=AGREE)
    minority = "ควรนับใหม่ทั้งเขต เพราะบัตรที่เกินอาจมาจากหน่วยข้างเคียง"
    case.do(day(18, "11:25"), "wanida", "commission_vote", coi="no", vote=DISAGREE, opinion=minority)
    case.do(day(18, "11:26"), "montri", "commission_vote", coi="yes", vote=ABSTAIN)
    case.do(
        day(17, "14:00"),
        "ekachai",
        "record_resolution",
        resolution_no="41/2569",
        resolution_outcome="REVOTE_RECOUNT",
        resolution_text="ให้นับคะแนนใหม่เฉพาะหน่วยเลือกตั้งที่ 8 ภายในเจ็ดวัน ต่อหน้าผู้ตรวจการเลือกตั้ง",
    )
    case.do(
        day(16, "10:10"),
        "nuttaya",
        "draft",
        title="ให้นับคะแนนใหม่ หน่วยเลือกตั้งที่ 8 ตำบลแม่สา",
        body="คณะกรรมการการเลือกตั้งวินิจฉัยให้นับคะแนนใหม่เฉพาะหน่วยเลือกตั้งที่ 8\nภายในเจ็ดวันนับแต่วันที่ได้รับแจ้ง",
        speed="ด่วนมาก",
        secrecyClass="ลับ",
    )
    case.do(day(15, "13:40"), "surachai", "review", decision="approve")
    signer = {"signerName": "นายชัยรัตน์ เกียรติภูมิ", "signerPosition": "ประธานกรรมการการเลือกตั้ง"}
    case.do(day(14, "09:00"), "chairat", "sign", decision="approve", **signer)
    case.do(day(12, "18:30"), "somsri", "acknowledge_result", comment="ขอบคุณที่แจ้งผล จะไปร่วมสังเกตการณ์การนับใหม่")
    case.do(day(11, "09:15"), "wichai", "rate_report", score=5, remark="หลักฐานครบ ระบุเวลาและจำนวนชัดเจน")
