"""The demo's groups, with names that people can read: those of the central office, and the templates of a province."""

from __future__ import annotations

from app.demo.units import central_units, provinces

DEMO_PROVINCES = ("50", "10")
"""The provinces that have people: Chiang Mai and Bangkok."""

_CENTRAL = {
    "employee.all": "พนักงานทุกคน",
    "applicant": "ผู้สมัครเป็นผู้ตรวจการเลือกตั้ง",
    "inspector.roster": "ผู้ตรวจการเลือกตั้งในบัญชีรายชื่อ",
    "trainer": "วิทยากร",
    "cen.inspector": "งานผู้ตรวจการเลือกตั้ง ส่วนกลาง",
    "cen.training": "งานฝึกอบรม ส่วนกลาง",
    "cen.investigation": "พนักงานสืบสวนสอบสวน ส่วนกลาง",
    "cen.legal": "นิติกร สำนักกฎหมาย",
    "cen.hr": "งานบุคคล ส่วนกลาง",
    "cen.finance.check": "ผู้ตรวจการเงิน",
    "cen.finance.approve": "ผู้อนุมัติการเงิน",
    "cen.cashier": "ผู้จ่ายเงิน",
    "cen.budget": "งานงบประมาณ",
    "subcom.adjudication": "คณะอนุกรรมการวินิจฉัย",
    "eval.committee": "คณะกรรมการประเมินผล",
    "eval.appeal": "คณะกรรมการอุทธรณ์ผลประเมิน",
    "commission": "คณะกรรมการการเลือกตั้ง",
    "commission.chair": "ประธานกรรมการการเลือกตั้ง",
    "commission.secretariat": "ฝ่ายเลขานุการที่ประชุม กกต.",
    "secretary.general": "เลขาธิการ กกต.",
    "deputy.sg": "รองเลขาธิการ กกต.",
    "process.designer": "ผู้ออกแบบกระบวนการ",
    "process.publisher": "ผู้เผยแพร่กระบวนการ",
    "process.operator": "ผู้ดูแลการทำงานของกระบวนการ",
    "service.worker": "ระบบที่ทำงานแทนคน",
    "sys.admin": "ผู้ดูแลระบบ",
    "auditor": "ผู้ตรวจสอบ",
    "dpo": "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล",
    "demo.administrator": "ผู้ดูแลระบบสาธิต",
}

_OF_A_PROVINCE = {
    "inspector.{code}": "ผู้ตรวจการเลือกตั้ง {place}",
    "peer.inspectors.{code}": "ผู้ตรวจการเลือกตั้งร่วมทีม {place}",
    "prov.duty.{code}": "เวรรับเรื่อง {place}",
    "prov.staff.{code}": "พนักงาน กกต. {place}",
    "prov.inquiry.{code}": "คณะสืบสวน {place}",
    "prov.director.{code}": "ผู้อำนวยการและรอง กกต. {place}",
    "sel.committee.{code}": "คณะกรรมการคัดเลือก {place}",
    "section.head.P{code}": "หัวหน้ากลุ่มงาน {place}",
    "unit.head.P{code}": "หัวหน้าสำนักงาน กกต. {place}",
    "saraban.P{code}": "งานสารบรรณ {place}",
    "secret.registrar.P{code}": "นายทะเบียนข้อมูลข่าวสารลับ {place}",
}

_OF_A_UNIT = {
    "unit.head.{code}": "หัวหน้าหน่วย {unit}",
    "section.head.{code}": "ผู้อำนวยการฝ่าย {unit}",
    "saraban.{code}": "งานสารบรรณ {unit}",
    "secret.registrar.{code}": "นายทะเบียนข้อมูลข่าวสารลับ {unit}",
}


def groups() -> dict[str, str]:
    """Return the name of every group by its id."""
    named = dict(_CENTRAL)
    for code, unit in central_units():
        named |= {template.format(code=code): text.format(unit=unit) for template, text in _OF_A_UNIT.items()}
    for code in DEMO_PROVINCES:
        place = _place(code)
        named |= {template.format(code=code): text.format(place=place) for template, text in _OF_A_PROVINCE.items()}
    return named


def _place(code: str) -> str:
    thai = provinces()[code][0]
    return thai if code == "10" else f"จ.{thai}"
