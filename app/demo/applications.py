"""The sample applications for the roster of inspectors (INS-01), each in another state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.evidence import document, photo
from app.demo.sample_case import SampleCase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.demo.stage import Stage

APPLICATION = "ins01_appointment"
PAPERS = ("application", "health_cert", "degree_cert", "house_reg", "photo", "cv")


def application(stage: Stage, slug: str, by: str, at: datetime, /, **values: object) -> SampleCase:
    """Let somebody apply in Chiang Mai with all papers, unless `values` says otherwise."""
    given: dict[str, object] = {
        "roundId": stage.open_round(at),
        "provinceCode": "50",
        "province": "50",
        "domicile_province": "50",
        "nationality": "born",
        "education": "BA",
        "state_position": "none",
        "party_status": "never",
        "health_cert": [document("ใบรับรองแพทย์.pdf")],
        "degree_cert": [document("ปริญญาบัตร.pdf")],
        "house_reg": [document("สำเนาทะเบียนบ้าน.pdf")],
        "photo": [photo("รูปถ่าย.png")],
        "cv": [document("ประวัติการทำงาน.pdf")],
        "consent": True,
        "declaration": True,
    }
    return SampleCase(stage, slug, APPLICATION, by, at, {**given, **values})


def scoring(stage: Stage) -> None:
    """The background is clear and the committee is scoring."""
    day = stage.day
    case = application(
        stage,
        "scoring",
        "thongchai",
        day(47, "10:15"),
        national_id="1999900002016",
        title="นาย",
        first_name="ธงชัย",
        last_name="ดอยสูง",
        birth_date="2513-02-11",
        phone="0820000001",
        district="แม่แตง",
        subdistrict="สันมหาพน",
        education="MA",
        occupation="ครูเกษียณ",
    )
    case.do(day(45, "11:00"), "orathai", "check_documents", items=_checked(PAPERS), complete="yes")
    for days_ago, agency in ((40, "DOPA"), (38, "POLICE"), (36, "LED")):
        _clear(case, day(days_ago, "14:20"), "pimjai", f"{agency} 118/2569")
    case.receive(day(34, "09:10"), "background.replied", "PARTY", result="clear", ref_no="พก 0007/312", file=[])
    for days_ago, agency in ((30, "NACC"), (26, "COURT")):
        _clear(case, day(days_ago, "15:00"), "pimjai", f"{agency} 204/2569")
    _score(stage, case)
    case.rest()


def _score(stage: Stage, case: SampleCase) -> None:
    day = stage.day
    present = ("surasak", "kasem", "ladda", "wiroj", "somjit")
    meeting = {"meeting_date": stage.local(day(6, "09:00"))[:10], "attendees": list(present)}
    case.do(day(12, "10:30"), "thanakorn", "convene_committee", **meeting)
    for minute, (member, marks) in enumerate(
        zip(present[:3], ((22, 20, 23, 21), (20, 19, 24, 20), (23, 18, 22, 22)), strict=True)
    ):
        knowledge, experience, neutrality, communication = marks
        case.do(
            day(6, f"10:{15 + minute}"),
            member,
            "score",
            coi="no",
            knowledge=knowledge,
            experience=experience,
            neutrality=neutrality,
            communication=communication,
        )


def disqualified(stage: Stage) -> None:
    """The applicant is a state official: the table says so, a legal officer confirmed it, the case is closed."""
    day = stage.day
    case = application(
        stage,
        "disqualified",
        "somchai",
        day(33, "20:40"),
        national_id="1999900001010",
        title="นาย",
        first_name="สมชาย",
        last_name="มั่นคง",
        birth_date="2520-08-30",
        phone="0820000002",
        district="สารภี",
        subdistrict="ยางเนิ้ง",
        occupation="ข้าราชการกรมที่ดิน",
        state_position="official",
    )
    case.do(day(31, "09:50"), "orathai", "check_documents", items=_checked(PAPERS), complete="yes")
    reason = "ผู้สมัครเป็นข้าราชการประจำ ต้องห้ามตามข้อ 11 ของระเบียบ จนกว่าจะพ้นจากตำแหน่ง"
    case.do(day(27, "14:05"), "kamolwan", "confirm_disqualification", decision="confirm", reason=reason)
    case.rest()


def background(stage: Stage) -> None:
    """Half of the agencies have answered; the others were reminded."""
    day = stage.day
    case = application(
        stage,
        "background",
        "wipa",
        day(17, "13:25"),
        national_id="1999900003012",
        title="นาง",
        first_name="วิภา",
        last_name="แสงจันทร์",
        birth_date="2515-12",
        phone="0820000003",
        email="wipa@example.com",
        district="เมืองเชียงใหม่",
        subdistrict="สุเทพ",
        occupation="ทนายความ",
        party_status="former",
        party_last_date="2018-06-30",
    )
    items = _checked(PAPERS[:-1])
    case.do(day(16, "10:40"), "thanakorn", "check_documents", items=items, complete="yes")
    _clear(case, day(10, "11:30"), "pimjai", "มท 0309.2/1877")
    _clear(case, day(8, "09:20"), "pimjai", "ตช 0032.4/655")
    case.receive(day(6, "16:45"), "background.replied", "COURT", result="clear", ref_no="ศย 016/2210", file=[])
    case.rest()


def documents(stage: Stage) -> None:
    """A new application from Bangkok waits for somebody to check its papers."""
    case = application(
        stage,
        "documents",
        "nattapol",
        stage.day(1, "16:05"),
        national_id="1999900004019",
        title="นาย",
        first_name="ณัฐพล",
        last_name="เมืองหลวง",
        birth_date="2523-04-09",
        phone="0820000004",
        provinceCode="10",
        province="10",
        domicile_province="10",
        district="ดุสิต",
        subdistrict="ถนนนครไชยศรี",
        occupation="ที่ปรึกษากฎหมายอิสระ",
    )
    case.rest()


def _clear(case: SampleCase, at: datetime, by: str, reference: str) -> None:
    case.do(at, by, "record_reply", result="clear", ref_no=reference)


def _checked(papers: Iterable[str]) -> list[dict[str, object]]:
    return [{"doc": paper, "ok": "yes"} for paper in papers]
