"""The sample report (INS-03) of an office car that carried campaign posters: decided, issued, everybody told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.evidence import document, photo
from app.demo.reports import ABSTAIN, AGREE, COMMISSION, DISAGREE, report

if TYPE_CHECKING:
    from app.demo.sample_case import SampleCase
    from app.demo.stage import Stage


def car(stage: Stage) -> None:
    """An office car in a campaign: fact-finding, opinions, votes, a signed decision, feedback; finished."""
    case = report(
        stage,
        "car",
        "somsri",
        stage.day(58, "18:20"),
        55,
        election_id="LE-2569",
        constituency=2,
        place="ถนนสายแม่สา-สะเมิง หน้าวัดแม่สาหลวง อ.แม่ริม",
        category="campaign_violation",
        suspect_type="state_official",
        stage="before",
        ongoing=False,
        firsthand=True,
        narrative="รถกระบะติดตราองค์การบริหารส่วนตำบลขนป้ายหาเสียงของผู้สมัครรายหนึ่ง และคนในรถลงมาติดตั้งตามเสาไฟฟ้าสองข้างทางตั้งแต่บ่ายถึงเย็น",
        witnesses=[{"name": "นางสาวดาวเรือง ยาวิชัย", "phone": "0810000006", "protect": True}],
        evidence=[photo("รถขนป้าย.png"), photo("ทะเบียนรถ.png")],
    )
    _find_the_facts(stage, case)
    _hear_the_accused(stage, case)
    _advise(stage, case)
    _decide(stage, case)
    case.rest()


def _find_the_facts(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(day(57, "09:05"), "wichai", "screen", decision="accept", reason="มีภาพรถและทะเบียนชัดเจน ยังไม่มีผู้รายงานเรื่องเดียวกัน")
    case.do(day(56, "15:10"), "prasert", "order_case", decision="accept")
    case.do(
        day(55, "09:30"),
        "narong",
        "plan_inquiry",
        issues=[{"issue": "ใครสั่งให้ใช้รถของทางราชการ"}],
        witness_plan=[{"name": "นางสาวดาวเรือง ยาวิชัย"}, {"name": "พนักงานขับรถ"}],
        document_requests=[{"agency": "องค์การบริหารส่วนตำบลแม่สา", "documents": "สมุดบันทึกการใช้รถส่วนกลางและคำสั่งมอบหมายพนักงานขับรถ"}],
    )
    case.do(
        day(54, "11:00"),
        "siriporn",
        "take_statement",
        taken_at=stage.local(day(54, "09:30")),
        statement="ข้าฯ เป็นผู้ถ่ายภาพ เห็นคนสามคนยกป้ายลงจากรถของ อบต. และได้ยินว่าต้องติดให้เสร็จก่อนค่ำ",
        protect=True,
    )
    case.do(
        day(53, "15:30"),
        "decha",
        "take_statement",
        taken_at=stage.local(day(53, "13:00")),
        statement="ยอมรับว่าขับรถไปรับป้ายตามที่ปลัด อบต. สั่งด้วยวาจา โดยไม่ได้ลงสมุดบันทึกการใช้รถ",
        protect=False,
    )


def _hear_the_accused(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(52, "10:45"),
        "narong",
        "record_document",
        received="yes",
        reference="ชม 73401/884",
        files=[document("สมุดบันทึกการใช้รถ.pdf")],
    )
    case.do(
        day(51, "14:00"),
        "narong",
        "prepare_allegation",
        has_accused="yes",
        accused="ปลัดองค์การบริหารส่วนตำบล",
        address="ต.แม่สา อ.แม่ริม จ.เชียงใหม่",
        charge="สั่งให้ใช้รถของทางราชการขนและติดตั้งป้ายหาเสียงของผู้สมัคร",
        legal_basis="ระเบียบว่าด้วยรถราชการ",
    )
    case.do(
        day(46, "16:00"),
        "siriporn",
        "record_answer",
        received_at=stage.local(day(46, "13:20")),
        statement="ชี้แจงว่าให้ยืมรถเพราะเห็นแก่คนรู้จัก ไม่ทราบว่านำไปขนป้ายหาเสียง",
    )
    case.do(
        day(44, "17:00"),
        "narong",
        "compile_dossier",
        issues=[{"issue": "ใครสั่งให้ใช้รถของทางราชการ", "finding": "ปลัด อบต. สั่งด้วยวาจา ไม่มีบันทึกการใช้รถ"}],
        evidence_list=[
            {"no": "1", "kind": "digital", "custodian": "นายณรงค์ ชัยวงศ์"},
            {"no": "2", "kind": "document", "custodian": "นายณรงค์ ชัยวงศ์"},
        ],
        legal_basis="ระเบียบว่าด้วยรถราชการ",
        opinion="มีมูล",
        reasoning="คำให้การสอดคล้องกับภาพถ่าย และสมุดบันทึกการใช้รถไม่มีรายการในวันเกิดเหตุ",
    )


def _advise(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(42, "10:00"),
        "prasert",
        "give_director_opinion",
        opinion="มีมูล",
        reasoning="เห็นพ้องกับคณะสืบสวน ควรส่งให้ต้นสังกัดดำเนินการทางวินัย",
    )
    case.do(
        day(36, "15:15"),
        "benjawan",
        "analyse",
        decision="complete",
        findings="สำนวนครบถ้วน พยานเอกสารและพยานบุคคลสอดคล้องกัน ไม่พบว่าผู้สมัครรู้เห็น",
    )
    case.do(
        day(33, "11:20"),
        "kamolwan",
        "give_legal_opinion",
        opinion="เป็นการใช้ทรัพย์สินของทางราชการโดยมิชอบ ไม่ถึงขั้นดำเนินคดีอาญา เห็นควรส่งดำเนินการทางวินัย",
        legal_basis="ระเบียบว่าด้วยรถราชการ",
        proposed_outcome="DISCIPLINE",
    )
    case.do(
        day(31, "09:45"),
        "anan",
        "give_sg_opinion",
        opinion="เห็นพ้องกับสำนักกฎหมาย ควรส่งให้ต้นสังกัดดำเนินการทางวินัย",
        proposed_outcome="DISCIPLINE",
    )
    present = ("sakda", "wanchai", "yupin")
    meeting = {"meeting_date": stage.local(day(24, "13:30"))[:10], "attendees": list(present)}
    case.do(day(28, "16:00"), "duangjai", "convene_subcommittee", **meeting)
    for minute, member in enumerate(present):
        case.do(day(24, f"14:{10 + minute}"), member, "subcommittee_opinion", coi="no", vote=AGREE)


def _decide(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    meeting = {"meeting_date": stage.local(day(18, "10:00"))[:10], "attendees": list(COMMISSION)}
    case.do(day(22, "09:30"), "ekachai", "convene_commission", **meeting)
    for minute, member in enumerate(COMMISSION[:5]):
        case.do(day(18, f"11:{20 + minute}"), member, "commission_vote", coi="no", vote=AGREE)
    minority = "ควรสืบสวนต่อว่าผู้สมัครรู้เห็นหรือไม่ ก่อนส่งดำเนินการทางวินัย"
    case.do(day(18, "11:25"), "wanida", "commission_vote", coi="no", vote=DISAGREE, opinion=minority)
    case.do(day(18, "11:26"), "montri", "commission_vote", coi="yes", vote=ABSTAIN)
    case.do(
        day(17, "14:00"),
        "ekachai",
        "record_resolution",
        resolution_no="41/2569",
        resolution_outcome="DISCIPLINE",
        resolution_text="ให้ส่งเรื่องให้ต้นสังกัดดำเนินการทางวินัย และรายงานผลภายในหกสิบวัน",
    )
    case.do(
        day(16, "10:10"),
        "nuttaya",
        "draft",
        title="ให้ดำเนินการทางวินัย กรณีใช้รถของทางราชการขนป้ายหาเสียง",
        body="คณะกรรมการการเลือกตั้งมีมติให้ส่งเรื่องให้ต้นสังกัดดำเนินการทางวินัย\nและรายงานผลภายในหกสิบวันนับแต่วันที่ได้รับแจ้ง",
        speed="ด่วน",
        secrecyClass="ลับ",
    )
    case.do(day(15, "13:40"), "surachai", "review", decision="approve")
    signer = {"signerName": "นายชัยรัตน์ เกียรติภูมิ", "signerPosition": "ประธานกรรมการการเลือกตั้ง"}
    case.do(day(14, "09:00"), "chairat", "sign", decision="approve", **signer)
    case.do(day(12, "18:30"), "somsri", "acknowledge_result", comment="ขอบคุณที่แจ้งผล จะติดตามว่าป้ายถูกเก็บออกหมดแล้ว")
    case.do(day(11, "09:15"), "wichai", "rate_report", score=5, remark="หลักฐานครบ ระบุเวลาและทะเบียนรถชัดเจน")
