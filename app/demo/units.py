"""The demo's units: the bureaus of the central office and the office of every province (DOPA codes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

SECRETARY_GENERAL = "C01"

_CENTRAL = (
    ("C00", "คณะกรรมการการเลือกตั้ง", "Election Commission"),
    ("C01", "เลขาธิการคณะกรรมการการเลือกตั้ง", "Secretary-General"),
    ("C02", "รองเลขาธิการคณะกรรมการการเลือกตั้ง", "Deputy Secretaries-General"),
    ("C10", "สำนักบริหารทั่วไป", "Bureau of General Administration"),
    ("C11", "สำนักการประชุม", "Bureau of Meetings"),
    ("C12", "สำนักทรัพยากรบุคคล", "Bureau of Human Resources"),
    ("C13", "สำนักการคลัง", "Bureau of Finance"),
    ("C14", "สำนักแผนและงบประมาณ", "Bureau of Planning and Budget"),
    ("C15", "สำนักเทคโนโลยีสารสนเทศ", "Bureau of Information Technology"),
    ("C16", "สำนักตรวจสอบภายใน", "Bureau of Internal Audit"),
    ("C40", "สำนักบริหารการเลือกตั้งและการออกเสียงประชามติ", "Bureau of Elections and Referendums"),
    ("C50", "สำนักสืบสวนสอบสวน", "Bureau of Investigation"),
    ("C51", "สำนักวินิจฉัยและคดี", "Bureau of Adjudication and Litigation"),
    ("C52", "สำนักกฎหมาย", "Bureau of Law"),
    ("C60", "สำนักกิจการพรรคการเมือง", "Bureau of Political Parties"),
    ("C61", "สำนักบริหารการสนับสนุนโดยรัฐ", "Bureau of State Funding"),
    ("C70", "สำนักการมีส่วนร่วม", "Bureau of Participation"),
    ("C71", "สำนักประชาสัมพันธ์", "Bureau of Public Relations"),
    ("C80", "สถาบันพัฒนาการเมืองและการเลือกตั้ง", "Institute of Political and Electoral Development"),
    ("C90", "ผู้ตรวจการ", "Internal Executives"),
)

_PROVINCES = """
10 กรุงเทพมหานคร Bangkok|11 สมุทรปราการ Samut Prakan|12 นนทบุรี Nonthaburi|13 ปทุมธานี Pathum Thani
14 พระนครศรีอยุธยา Phra Nakhon Si Ayutthaya|15 อ่างทอง Ang Thong|16 ลพบุรี Lop Buri|17 สิงห์บุรี Sing Buri|18 ชัยนาท Chai Nat
19 สระบุรี Saraburi|20 ชลบุรี Chon Buri|21 ระยอง Rayong|22 จันทบุรี Chanthaburi|23 ตราด Trat|24 ฉะเชิงเทรา Chachoengsao
25 ปราจีนบุรี Prachin Buri|26 นครนายก Nakhon Nayok|27 สระแก้ว Sa Kaeo
30 นครราชสีมา Nakhon Ratchasima|31 บุรีรัมย์ Buri Ram|32 สุรินทร์ Surin|33 ศรีสะเกษ Si Sa Ket|34 อุบลราชธานี Ubon Ratchathani
35 ยโสธร Yasothon|36 ชัยภูมิ Chaiyaphum|37 อำนาจเจริญ Amnat Charoen|38 บึงกาฬ Bueng Kan|39 หนองบัวลำภู Nong Bua Lam Phu
40 ขอนแก่น Khon Kaen|41 อุดรธานี Udon Thani|42 เลย Loei|43 หนองคาย Nong Khai|44 มหาสารคาม Maha Sarakham|45 ร้อยเอ็ด Roi Et
46 กาฬสินธุ์ Kalasin|47 สกลนคร Sakon Nakhon|48 นครพนม Nakhon Phanom|49 มุกดาหาร Mukdahan
50 เชียงใหม่ Chiang Mai|51 ลำพูน Lamphun|52 ลำปาง Lampang|53 อุตรดิตถ์ Uttaradit|54 แพร่ Phrae|55 น่าน Nan|56 พะเยา Phayao
57 เชียงราย Chiang Rai|58 แม่ฮ่องสอน Mae Hong Son
60 นครสวรรค์ Nakhon Sawan|61 อุทัยธานี Uthai Thani|62 กำแพงเพชร Kamphaeng Phet|63 ตาก Tak|64 สุโขทัย Sukhothai
65 พิษณุโลก Phitsanulok|66 พิจิตร Phichit|67 เพชรบูรณ์ Phetchabun
70 ราชบุรี Ratchaburi|71 กาญจนบุรี Kanchanaburi|72 สุพรรณบุรี Suphan Buri|73 นครปฐม Nakhon Pathom|74 สมุทรสาคร Samut Sakhon
75 สมุทรสงคราม Samut Songkhram|76 เพชรบุรี Phetchaburi|77 ประจวบคีรีขันธ์ Prachuap Khiri Khan
80 นครศรีธรรมราช Nakhon Si Thammarat|81 กระบี่ Krabi|82 พังงา Phang Nga|83 ภูเก็ต Phuket|84 สุราษฎร์ธานี Surat Thani|85 ระนอง Ranong
86 ชุมพร Chumphon
90 สงขลา Songkhla|91 สตูล Satun|92 ตรัง Trang|93 พัทลุง Phatthalung|94 ปัตตานี Pattani|95 ยะลา Yala|96 นราธิวาส Narathiwat
"""


def provinces() -> dict[str, tuple[str, str]]:
    """Return the Thai and English name of each of the 77 provinces by its code."""
    entries = (entry.split(maxsplit=2) for line in _PROVINCES.split("\n") for entry in line.split("|") if entry)
    return {code: (thai, english) for code, thai, english in entries}


def units() -> list[Unit]:
    """Return every unit: the Commission on top, the Secretary-General below it, all others below the Secretary-General."""
    return [
        *(Unit(code, thai, english, parent_code=_parent(code)) for code, thai, english in _CENTRAL),
        *(
            Unit(f"P{code}", _office(code, thai), f"Provincial Office, {english}", code, SECRETARY_GENERAL)
            for code, (thai, english) in provinces().items()
        ),
    ]


def central_units() -> Sequence[tuple[str, str, str]]:
    """Return code, Thai and English name of the units of the central office."""
    return _CENTRAL


def _parent(code: str) -> str | None:
    return {"C00": None, SECRETARY_GENERAL: "C00"}.get(code, SECRETARY_GENERAL)


def _office(code: str, thai: str) -> str:
    return f"สำนักงาน กกต.ประจำ{thai}" if code == "10" else f"สำนักงาน กกต.ประจำจังหวัด{thai}"
