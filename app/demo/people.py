"""The demo's people, all made up, one line a person; everybody's password is their user name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. People from outside (committees, applicants) belong to no unit."""

    user_name: str
    name: str
    position: str
    unit: str | None
    groups: str
    """Group ids, separated by spaces."""

    @property
    def province(self) -> str | None:
        """The province of a provincial office; people of the central office and from outside have none."""
        return self.unit[1:] if self.unit and self.unit.startswith("P") else None


_DIRECTOR = "ผู้อำนวยการการเลือกตั้งประจำจังหวัด"
_OFFICER = "พนักงานการเลือกตั้งชำนาญการ"
_INQUIRER = "พนักงานสืบสวนและไต่สวน"
_SELECTOR = "กรรมการคัดเลือกผู้ตรวจการเลือกตั้ง"
_COMMISSIONER = "กรรมการการเลือกตั้ง"
_ADJUDICATOR = "อนุกรรมการวินิจฉัย"

CHIANG_MAI = (
    Person("somsri", "นางสาวสมศรี ใจดี", "ผู้ตรวจการเลือกตั้งประจำจังหวัด", "P50", "inspector.50 inspector.roster peer.inspectors.50"),
    Person("anucha", "นายอนุชา ปัญญาดี", "ผู้ตรวจการเลือกตั้งประจำจังหวัด", "P50", "inspector.50 inspector.roster peer.inspectors.50"),
    Person("kanya", "นางกัลยา แก้วมณี", "ผู้ตรวจการเลือกตั้งประจำจังหวัด", "P50", "inspector.50 inspector.roster peer.inspectors.50"),
    Person("wichai", "นายวิชัย ศรีสวัสดิ์", f"{_OFFICER} เวรรับเรื่อง", "P50", "prov.duty.50 employee.all"),
    Person("malee", "นางมาลี ทองคำ", f"{_OFFICER} เวรรับเรื่อง", "P50", "prov.duty.50 employee.all"),
    Person("orathai", "นางสาวอรทัย คำแสน", _OFFICER, "P50", "prov.staff.50 employee.all"),
    Person("thanakorn", "นายธนากร อินทร์แก้ว", _OFFICER, "P50", "prov.staff.50 saraban.P50 employee.all"),
    Person("pimjai", "นางสาวพิมพ์ใจ สุขเกษม", "พนักงานการเลือกตั้งปฏิบัติการ", "P50", "prov.staff.50 employee.all"),
    Person("narong", "นายณรงค์ ชัยวงศ์", f"หัวหน้า{_INQUIRER}", "P50", "prov.inquiry.50 employee.all"),
    Person("siriporn", "นางศิริพร บุญยืน", _INQUIRER, "P50", "prov.inquiry.50 employee.all"),
    Person("decha", "นายเดชา พรหมมา", _INQUIRER, "P50", "prov.inquiry.50 employee.all"),
    Person("banjong", "นายบรรจง ไชยวรรณ", "หัวหน้ากลุ่มงานเลือกตั้ง", "P50", "section.head.P50 secret.registrar.P50 employee.all"),
    Person("prasert", "นายประเสริฐ วงศ์สวัสดิ์", _DIRECTOR, "P50", "prov.director.50 unit.head.P50 employee.all"),
    Person("suphaporn", "นางสุภาพร เลิศปัญญา", f"รอง{_DIRECTOR}", "P50", "prov.director.50 employee.all"),
    Person("surasak", "นายสุรศักดิ์ ธรรมวงศ์", "ผู้ว่าราชการจังหวัดเชียงใหม่ ประธานกรรมการคัดเลือก", None, "sel.committee.50"),
    Person("kasem", "นายเกษม จันทร์หอม", _SELECTOR, None, "sel.committee.50"),
    Person("ladda", "นางลัดดา ศรีวิชัย", _SELECTOR, None, "sel.committee.50"),
    Person("wiroj", "นายวิโรจน์ กันทะวงศ์", _SELECTOR, None, "sel.committee.50"),
    Person("somjit", "นางสมจิตต์ ปวงคำ", _SELECTOR, None, "sel.committee.50"),
    Person("prakit", "นายประกิต ดวงแก้ว", _SELECTOR, None, "sel.committee.50"),
    Person("busaba", "นางบุษบา ณ ลำพูน", _SELECTOR, None, "sel.committee.50"),
    Person("tanin", "นายธานินทร์ มูลเมือง", _SELECTOR, None, "sel.committee.50"),
    Person("jarunee", "นางสาวจารุณี อุปถัมภ์", _SELECTOR, None, "sel.committee.50"),
)

BANGKOK = (
    Person(
        "rattana",
        "นางรัตนา สว่างจิต",
        "ผู้ตรวจการเลือกตั้งประจำกรุงเทพมหานคร",
        "P10",
        "inspector.10 inspector.roster peer.inspectors.10",
    ),
    Person(
        "chaiwat",
        "นายชัยวัฒน์ รุ่งโรจน์",
        "ผู้ตรวจการเลือกตั้งประจำกรุงเทพมหานคร",
        "P10",
        "inspector.10 inspector.roster peer.inspectors.10",
    ),
    Person("kittipong", "นายกิตติพงษ์ แสงทอง", f"{_OFFICER} เวรรับเรื่อง", "P10", "prov.duty.10 employee.all"),
    Person("nipa", "นางสาวนิภา สายทอง", f"{_OFFICER} เวรรับเรื่อง", "P10", "prov.duty.10 employee.all"),
    Person("warunee", "นางวารุณี พงษ์ไพร", _OFFICER, "P10", "prov.staff.10 saraban.P10 employee.all"),
    Person("somkiat", "นายสมเกียรติ ภักดี", _OFFICER, "P10", "prov.staff.10 employee.all"),
    Person("boonmee", "นายบุญมี ตั้งตรง", f"หัวหน้า{_INQUIRER}", "P10", "prov.inquiry.10 employee.all"),
    Person("laddawan", "นางลัดดาวัลย์ เจริญสุข", _INQUIRER, "P10", "prov.inquiry.10 employee.all"),
    Person("jintana", "นางจินตนา วัฒนกุล", "หัวหน้ากลุ่มงานเลือกตั้ง", "P10", "section.head.P10 secret.registrar.P10 employee.all"),
    Person(
        "amornrat",
        "นางอมรรัตน์ สุวรรณชัย",
        "ผู้อำนวยการการเลือกตั้งประจำกรุงเทพมหานคร",
        "P10",
        "prov.director.10 unit.head.P10 employee.all",
    ),
    Person("preecha", "นายปรีชา เกษมสันต์กุล", "รองผู้อำนวยการการเลือกตั้งประจำกรุงเทพมหานคร", "P10", "prov.director.10 employee.all"),
    Person("wattana", "นายวัฒนา ศรีนคร", "ปลัดกรุงเทพมหานคร ประธานกรรมการคัดเลือก", None, "sel.committee.10"),
    Person("ratchanee", "นางรัชนี ปิ่นเพชร", _SELECTOR, None, "sel.committee.10"),
    Person("sutthi", "นายสุทธิ วรชัย", _SELECTOR, None, "sel.committee.10"),
    Person("aporn", "นางอาภรณ์ มณีวงศ์", _SELECTOR, None, "sel.committee.10"),
    Person("thawat", "นายธวัช สมบูรณ์ทรัพย์", _SELECTOR, None, "sel.committee.10"),
    Person("nongyao", "นางนงเยาว์ พึ่งบุญ", _SELECTOR, None, "sel.committee.10"),
)

CENTRAL = (
    Person("chairat", "นายชัยรัตน์ เกียรติภูมิ", "ประธานกรรมการการเลือกตั้ง", "C00", "commission commission.chair"),
    Person("thida", "นางธิดา วรานุกูล", _COMMISSIONER, "C00", "commission"),
    Person("pornchai", "นายพรชัย สุทธิธรรม", _COMMISSIONER, "C00", "commission"),
    Person("lersak", "นายเลอศักดิ์ มหาชัย", _COMMISSIONER, "C00", "commission"),
    Person("sirikul", "นางสาวสิริกุล บวรเดช", _COMMISSIONER, "C00", "commission"),
    Person("wanida", "นางวนิดา เพ็ญศรี", _COMMISSIONER, "C00", "commission"),
    Person("montri", "นายมนตรี อัครเดช", _COMMISSIONER, "C00", "commission"),
    Person("anan", "นายอนันต์ พิทักษ์ธรรม", "เลขาธิการคณะกรรมการการเลือกตั้ง", "C01", "secretary.general unit.head.C01 employee.all"),
    Person("patchara", "นางพัชรา ลิ้มสกุล", "รองเลขาธิการคณะกรรมการการเลือกตั้ง", "C02", "deputy.sg unit.head.C02 employee.all"),
    Person("somboon", "นายสมบูรณ์ จิตต์มั่น", "รองเลขาธิการคณะกรรมการการเลือกตั้ง", "C02", "deputy.sg employee.all"),
    Person(
        "nongnuch", "นางนงนุช เรืองศรี", "หัวหน้าสารบรรณกลาง", "C10", "saraban.C10 secret.registrar.C10 unit.head.C10 employee.all"
    ),
    Person(
        "duangjai", "นางดวงใจ ประเสริฐสุข", "ผู้อำนวยการสำนักการประชุม", "C11", "commission.secretariat unit.head.C11 employee.all"
    ),
    Person("ekachai", "นายเอกชัย นาคสวัสดิ์", "เจ้าหน้าที่การประชุมชำนาญการ", "C11", "commission.secretariat employee.all"),
    Person("nuttaya", "นางสาวณัฐยา คงมั่น", "เจ้าหน้าที่การประชุมปฏิบัติการ", "C11", "commission.secretariat employee.all"),
    Person("apinya", "นางอภิญญา ศรีสุข", "ผู้อำนวยการสำนักทรัพยากรบุคคล", "C12", "cen.hr unit.head.C12 employee.all"),
    Person("manop", "นายมานพ ทวีทรัพย์", "ผู้ตรวจการเงิน", "C13", "cen.finance.check employee.all"),
    Person("wilai", "นางวิไล เงินทอง", "ผู้อำนวยการสำนักการคลัง", "C13", "cen.finance.approve unit.head.C13 employee.all"),
    Person("suda", "นางสาวสุดา พร้อมพงษ์", "เจ้าหน้าที่การเงิน", "C13", "cen.cashier employee.all"),
    Person("phanida", "นางสาวพนิดา แผนดี", "นักวิเคราะห์งบประมาณ", "C14", "cen.budget employee.all"),
    Person("designer", "นางสาวพรทิพย์ งามแบบ", "ผู้ออกแบบกระบวนการ", "C40", "process.designer employee.all"),
    Person("publisher", "นายปกรณ์ เที่ยงธรรม", "เจ้าของกระบวนการ ผู้เผยแพร่", "C10", "process.publisher employee.all"),
    Person("operator", "นายก้องเกียรติ เฝ้าระวัง", "ผู้ดูแลการทำงานของกระบวนการ", "C15", "process.operator employee.all"),
    Person("sysadmin", "นายระพี ตั้งระบบ", "ผู้ดูแลระบบ", "C15", "sys.admin employee.all"),
    Person("auditor", "นางสาวอารีย์ ตรวจการดี", "ผู้ตรวจสอบภายใน", "C16", "auditor employee.all"),
    Person("orasa", "นางอรสา รักษ์สิทธิ์", "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "C16", "dpo employee.all"),
    Person("wirat", "นายวิรัช โชติช่วง", "ผู้อำนวยการสำนักบริหารการเลือกตั้ง", "C40", "cen.inspector unit.head.C40 employee.all"),
    Person("chutima", "นางสาวชุติมา ทรัพย์เจริญ", "พนักงานงานผู้ตรวจการเลือกตั้ง", "C40", "cen.inspector employee.all"),
    Person("rungnapa", "นางรุ่งนภา ศึกษากิจ", "พนักงานงานฝึกอบรม", "C40", "cen.training trainer employee.all"),
    Person(
        "kriangsak", "นายเกรียงศักดิ์ ยุติธรรม", "ผู้อำนวยการสำนักสืบสวนสอบสวน", "C50", "cen.investigation unit.head.C50 employee.all"
    ),
    Person("benjawan", "นางเบญจวรรณ ใฝ่รู้", "พนักงานสืบสวนสอบสวนชำนาญการ", "C50", "cen.investigation employee.all"),
    Person("phuwadol", "นายภูวดล สืบสาย", "พนักงานสืบสวนสอบสวนชำนาญการ", "C50", "cen.investigation employee.all"),
    Person("saowalak", "นางเสาวลักษณ์ วินิจกุล", "ผู้อำนวยการสำนักวินิจฉัยและคดี", "C51", "unit.head.C51 employee.all"),
    Person("theerapong", "นายธีรพงศ์ นิติวัฒน์", "ผู้อำนวยการสำนักกฎหมาย", "C52", "cen.legal unit.head.C52 employee.all"),
    Person("kamolwan", "นางสาวกมลวรรณ บัญญัติ", "นิติกรชำนาญการพิเศษ", "C52", "cen.legal employee.all"),
    Person("surachai", "นายสุรชัย ธรรมนูญ", "นิติกรชำนาญการ", "C52", "cen.legal employee.all"),
    Person("piyanut", "นางสาวปิยะนุช ตราชู", "นิติกรชำนาญการ", "C52", "cen.legal employee.all"),
    Person("sakda", "นายศักดา พิพากษา", f"ประธาน{_ADJUDICATOR}", None, "subcom.adjudication"),
    Person("wanchai", "นายวันชัย ศาลางาม", _ADJUDICATOR, None, "subcom.adjudication"),
    Person("yupin", "นางยุพิน คุณธรรม", _ADJUDICATOR, None, "subcom.adjudication"),
    Person("chalerm", "นายเฉลิม รัฐกิจ", _ADJUDICATOR, None, "subcom.adjudication"),
    Person("pranee", "นางปราณี เมตตา", _ADJUDICATOR, None, "subcom.adjudication"),
)

APPLICANTS = (
    Person("somchai", "นายสมชาย มั่นคง", "ผู้สมัคร", None, "applicant"),
    Person("thongchai", "นายธงชัย ดอยสูง", "ผู้สมัคร", None, "applicant"),
    Person("wipa", "นางวิภา แสงจันทร์", "ผู้สมัคร", None, "applicant"),
    Person("nattapol", "นายณัฐพล เมืองหลวง", "ผู้สมัคร", None, "applicant"),
)

ADMINISTRATOR = Person(
    "demo",
    "ผู้ดูแลระบบสาธิต",
    "ผู้ดูแลระบบสาธิต",
    "C15",
    "demo.administrator sys.admin process.designer process.publisher process.operator",
)

PEOPLE = (ADMINISTRATOR, *CHIANG_MAI, *BANGKOK, *CENTRAL, *APPLICANTS)
