"""The demo's groups, with names that people can read: those of the central office, and the templates of a province."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.demo.units import central_units, provinces

if TYPE_CHECKING:
    from collections.abc import Sequence

DEMO_PROVINCES = ("50", "10")
"""The provinces that have people: Chiang Mai and Bangkok."""

_CENTRAL = {
    "employee.all": ("พนักงานทุกคน", "Everybody in the office"),
    "applicant": ("ผู้สมัครเป็นผู้ตรวจการเลือกตั้ง", "Applicants for election inspector"),
    "inspector.roster": ("ผู้ตรวจการเลือกตั้งในบัญชีรายชื่อ", "Election inspectors on the roster"),
    "trainer": ("วิทยากร", "Trainers"),
    "cen.inspector": ("งานผู้ตรวจการเลือกตั้ง ส่วนกลาง", "Election inspectors section, central office"),
    "cen.training": ("งานฝึกอบรม ส่วนกลาง", "Training section, central office"),
    "cen.investigation": ("พนักงานสืบสวนสอบสวน ส่วนกลาง", "Investigators, central office"),
    "cen.legal": ("นิติกร สำนักกฎหมาย", "Legal officers, Bureau of Law"),
    "cen.hr": ("งานบุคคล ส่วนกลาง", "Human resources, central office"),
    "cen.finance.check": ("ผู้ตรวจการเงิน", "Finance checkers"),
    "cen.finance.approve": ("ผู้อนุมัติการเงิน", "Finance approvers"),
    "cen.cashier": ("ผู้จ่ายเงิน", "Cashiers"),
    "cen.budget": ("งานงบประมาณ", "Budget section"),
    "subcom.adjudication": ("คณะอนุกรรมการวินิจฉัย", "Adjudication sub-committee"),
    "eval.committee": ("คณะกรรมการประเมินผล", "Evaluation committee"),
    "eval.appeal": ("คณะกรรมการอุทธรณ์ผลประเมิน", "Evaluation appeal panel"),
    "commission": ("คณะกรรมการการเลือกตั้ง", "Election Commission"),
    "commission.chair": ("ประธานกรรมการการเลือกตั้ง", "Chairman of the Election Commission"),
    "commission.secretariat": ("ฝ่ายเลขานุการที่ประชุม กกต.", "Secretariat of the Commission's meetings"),
    "secretary.general": ("เลขาธิการ กกต.", "Secretary-General"),
    "deputy.sg": ("รองเลขาธิการ กกต.", "Deputy Secretaries-General"),
    "process.designer": ("ผู้ออกแบบกระบวนการ", "Process designers"),
    "process.publisher": ("ผู้เผยแพร่กระบวนการ", "Process publishers"),
    "process.operator": ("ผู้ดูแลการทำงานของกระบวนการ", "Process operators"),
    "service.worker": ("ระบบที่ทำงานแทนคน", "Programs that work for people"),
    "sys.admin": ("ผู้ดูแลระบบ", "System administrators"),
    "auditor": ("ผู้ตรวจสอบ", "Auditors"),
    "dpo": ("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data-protection officer"),
    "demo.administrator": ("ผู้ดูแลระบบสาธิต", "Administrator of the demo"),
}

_OF_A_PROVINCE = {
    "inspector.{code}": ("ผู้ตรวจการเลือกตั้ง {place}", "Election inspectors, {place}"),
    "peer.inspectors.{code}": ("ผู้ตรวจการเลือกตั้งร่วมทีม {place}", "Fellow election inspectors, {place}"),
    "prov.duty.{code}": ("เวรรับเรื่อง {place}", "Officers on duty, {place}"),
    "prov.staff.{code}": ("พนักงาน กกต. {place}", "Staff of the provincial office, {place}"),
    "prov.inquiry.{code}": ("คณะสืบสวน {place}", "Inquiry committee, {place}"),
    "prov.director.{code}": ("ผู้อำนวยการและรอง กกต. {place}", "Director and deputies, {place}"),
    "sel.committee.{code}": ("คณะกรรมการคัดเลือก {place}", "Selection committee, {place}"),
    "section.head.P{code}": ("หัวหน้ากลุ่มงาน {place}", "Section heads, {place}"),
    "unit.head.P{code}": ("หัวหน้าสำนักงาน กกต. {place}", "Head of the provincial office, {place}"),
    "saraban.P{code}": ("งานสารบรรณ {place}", "Document registry, {place}"),
    "secret.registrar.P{code}": ("นายทะเบียนข้อมูลข่าวสารลับ {place}", "Registrar of secret documents, {place}"),
}

_OF_A_UNIT = {
    "unit.head.{code}": ("หัวหน้าหน่วย {unit}", "Head, {unit}"),
    "section.head.{code}": ("ผู้อำนวยการฝ่าย {unit}", "Section directors, {unit}"),
    "saraban.{code}": ("งานสารบรรณ {unit}", "Document registry, {unit}"),
    "secret.registrar.{code}": ("นายทะเบียนข้อมูลข่าวสารลับ {unit}", "Registrar of secret documents, {unit}"),
}


def groups() -> dict[str, tuple[str, str]]:
    """Return the Thai and the English name of every group by its id."""
    named = dict(_CENTRAL)
    for code, *unit in central_units():
        named |= {group.format(code=code): _filled(names, "unit", unit) for group, names in _OF_A_UNIT.items()}
    for code in DEMO_PROVINCES:
        thai, english = provinces()[code]
        place = (thai if code == "10" else f"จ.{thai}", english)
        named |= {group.format(code=code): _filled(names, "place", place) for group, names in _OF_A_PROVINCE.items()}
    return named


def _filled(names: tuple[str, str], gap: str, words: Sequence[str]) -> tuple[str, str]:
    thai, english = (name.format(**{gap: word}) for name, word in zip(names, words, strict=True))
    return thai, english
