"""The sample reports of election inspectors (INS-03) that are still with the province, each in another state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.demo.evidence import photo
from app.demo.sample_case import SampleCase

if TYPE_CHECKING:
    from datetime import datetime

    from app.demo.stage import Stage

REPORT = "ins03_report_review"
COMMISSION = ("chairat", "thida", "pornchai", "lersak", "sirikul", "wanida", "montri")
AGREE, DISAGREE, ABSTAIN = "เห็นชอบ", "ไม่เห็นชอบ", "งด"


def report(stage: Stage, slug: str, by: str, at: datetime, minutes_before: int, /, **values: object) -> SampleCase:
    """Let an inspector report what happened some minutes before."""
    occurred_at = stage.local(at - timedelta(minutes=minutes_before))
    given = {"election_id": "GE-2570", "provinceCode": "50", "occurred_at": occurred_at, "immediate_action": "none"}
    return SampleCase(stage, slug, REPORT, by, at, {**given, **values})


def inquiry(stage: Stage) -> None:
    """Fact-finding goes on with parallel statements; its time is over, so the director decides on an extension."""
    day = stage.day
    case = report(
        stage,
        "inquiry",
        "kanya",
        day(25, "18:05"),
        150,
        constituency=3,
        station_no="14",
        place="ศาลาประชาคมบ้านสันกลาง อ.สันกำแพง",
        category="vote_buying",
        suspect_type="party",
        suspect_detail="หัวคะแนนในพื้นที่ สวมเสื้อแจ็กเกตสีน้ำเงิน",
        stage="before",
        ongoing=False,
        firsthand=True,
        narrative="พบการแจกซองเงินซองละห้าร้อยบาทหลังการประชุมกลุ่มออมทรัพย์ พร้อมบัตรแนะนำตัว มีผู้รับประมาณสี่สิบคนและมีการจดชื่อไว้",
        witnesses=[
            {"name": "นางบัวผัน ใจงาม", "phone": "0810000001", "protect": True},
            {"name": "นายคำมูล ศรีจันทร์", "phone": "0810000002", "protect": True},
            {"name": "นายอินสม ปันแก้ว", "phone": "0810000003", "protect": False},
        ],
        evidence=[photo("ซองเงิน.png"), photo("รายชื่อผู้รับ.png")],
    )
    case.do(day(24, "09:20"), "malee", "screen", decision="accept", reason="มีพยานและหลักฐานประกอบ ไม่ซ้ำกับเรื่องเดิม")
    case.do(day(22, "14:40"), "prasert", "order_case", decision="accept")
    _inquire_about_the_envelopes(stage, case)
    case.rest()


def _inquire_about_the_envelopes(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    case.do(
        day(10, "10:30"),
        "siriporn",
        "plan_inquiry",
        issues=[{"issue": "มีการแจกเงินเพื่อจูงใจให้ลงคะแนนหรือไม่"}, {"issue": "ผู้แจกเกี่ยวข้องกับผู้สมัครรายใด"}],
        witness_plan=[
            {"name": "นางบัวผัน ใจงาม", "subject": "ผู้เห็นเหตุการณ์"},
            {"name": "นายคำมูล ศรีจันทร์", "subject": "ผู้ได้รับซองเงิน"},
            {"name": "นายอินสม ปันแก้ว", "subject": "ประธานกลุ่มออมทรัพย์"},
        ],
        document_requests=[
            {"agency": "อำเภอสันกำแพง", "documents": "หนังสือขอใช้ศาลาประชาคมและรายชื่อผู้ขอใช้"},
            {"agency": "ธนาคารสาขาสันกำแพง", "documents": "รายการถอนเงินสดของกลุ่มออมทรัพย์"},
        ],
    )
    case.do(
        day(7, "13:30"),
        "decha",
        "take_statement",
        taken_at=stage.local(day(7, "10:00")),
        statement="ข้าฯ เห็นชายสวมเสื้อแจ็กเกตสีน้ำเงินแจกซองให้คนที่เดินออกจากศาลา และให้ลงชื่อในสมุด",
        protect=True,
    )
    case.receive(
        day(5, "15:10"),
        "inquiry.document.received",
        "อำเภอสันกำแพง",
        reference="ชม 0718/2451",
        files=[],
    )
    case.comment(day(4, "16:20"), "siriporn", "พยานปากที่สองขอเลื่อนวันให้ปากคำเพราะติดเก็บลำไย จะนัดใหม่ภายในสัปดาห์นี้")


def overdue(stage: Stage) -> None:
    """The duty officer has taken the report and begun, and the time for it is over."""
    day = stage.day
    case = report(
        stage,
        "overdue",
        "anucha",
        day(6, "14:10"),
        95,
        constituency=6,
        station_no="3",
        place="ตลาดนัดวัดดอนแก้ว อ.แม่ริม",
        category="vote_buying",
        suspect_type="candidate",
        suspect_detail="ทีมงานหาเสียงของผู้สมัครรายหนึ่ง",
        stage="before",
        ongoing=False,
        firsthand=True,
        narrative="ทีมงานหาเสียงแจกคูปองแลกข้าวสารถุงละห้ากิโลกรัมแก่ผู้มาจ่ายตลาด โดยขอให้ถ่ายภาพคู่กับป้ายหาเสียงก่อนรับ",
        witnesses=[{"name": "นางศรีพรรณ ตาคำ", "phone": "0810000004", "protect": True}],
        evidence=[photo("คูปองข้าวสาร.png")],
    )
    case.claim(day(5, "09:05"), "wichai", "screen", decision="accept", reason="รอตรวจสอบว่าซ้ำกับเรื่องของอำเภอหางดงหรือไม่")
    case.comment(day(5, "09:30"), "wichai", "โทรศัพท์สอบถามผู้รายงานแล้ว ยืนยันว่ายังเก็บคูปองตัวจริงไว้หนึ่งใบ")
    case.rest()


def warning(stage: Stage) -> None:
    """A state official has been warned (ม.19); the inspector waits to see whether it is corrected."""
    case = report(
        stage,
        "warning",
        "somsri",
        stage.minutes_ago(130),
        25,
        constituency=1,
        place="หอประชุมที่ว่าการอำเภอเมืองเชียงใหม่",
        geo="18.7904,98.9847",
        category="partisan_official",
        suspect_type="state_official",
        suspect_detail="ปลัดอำเภอผู้เป็นพิธีกรในที่ประชุม",
        stage="before",
        ongoing=True,
        firsthand=True,
        narrative="ในการประชุมประจำเดือนกำนันผู้ใหญ่บ้าน มีการเปิดคลิปหาเสียงและเชิญชวนให้สนับสนุนผู้สมัครรายหนึ่งโดยใช้ทรัพย์สินของทางราชการ",
        immediate_action="warned",
        evidence=[photo("ภาพในที่ประชุม.png")],
    )
    case.do(
        stage.minutes_ago(105),
        "somsri",
        "warn_official",
        official="ปลัดอำเภอผู้เป็นพิธีกร",
        agency="ที่ว่าการอำเภอเมืองเชียงใหม่",
        warned_at=stage.local(stage.minutes_ago(110)),
        content="ขอให้หยุดเปิดคลิปหาเสียงและเก็บแผ่นพับออกจากหอประชุมทันที",
        response="รับทราบและจะดำเนินการ",
    )
    case.rest()


def violence(stage: Stage) -> None:
    """Critical violence has just been reported and nobody has taken it yet."""
    case = report(
        stage,
        "violence",
        "anucha",
        stage.minutes_ago(20),
        15,
        constituency=5,
        station_no="21",
        place="หน้าโรงเรียนบ้านหนองหอย อ.เมือง",
        geo="18.7561,99.0062",
        category="violence",
        suspect_type="unknown",
        stage="before",
        ongoing=True,
        firsthand=True,
        narrative="ชายสี่คนสวมหมวกกันน็อกถือไม้ข่มขู่ทีมติดป้ายหาเสียงและทำลายป้าย มีผู้ได้รับบาดเจ็บหนึ่งคน เหตุยังไม่ยุติ แจ้งตำรวจแล้ว",
        witnesses=[{"name": "นายสมพร ใจมั่น", "phone": "0810000005", "protect": True}],
        immediate_action="called_police",
        evidence=[photo("ป้ายที่ถูกทำลาย.png"), photo("กลุ่มชายสวมหมวกกันน็อก.png")],
    )
    case.rest()
