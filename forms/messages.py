"""What a form says about wrong values, in Thai and English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.texts import Language

# (Thai, English); {label} is the field's label.
_MESSAGES: Mapping[str, tuple[str, str]] = {
    "required": ("โปรดกรอก “{label}”", "Enter “{label}”"),
    "required.choice": ("โปรดเลือก “{label}”", "Select “{label}”"),
    "required.file": ("โปรดแนบไฟล์ “{label}”", "Attach a file to “{label}”"),
    "required.checkbox": ("โปรดทำเครื่องหมายที่ “{label}”", "Tick “{label}”"),
    "type.text": ("“{label}” ต้องเป็นข้อความ", "“{label}” must be a text"),
    "type.number": ("“{label}” ต้องเป็นตัวเลข เช่น 1250 หรือ ๑๒๕๐", "“{label}” must be a number, such as 1250"),
    "type.checkbox": ("“{label}” ต้องเป็นใช่หรือไม่ใช่", "“{label}” must be true or false"),
    "type.choice": ("ค่าที่เลือกใน “{label}” ไม่อยู่ในรายการ", "“{label}” is not one of the choices"),
    "type.date": (
        "“{label}” ต้องเป็นวันที่ที่มีอยู่จริง เช่น 17 5 2567 (พ.ศ. หรือ ค.ศ. ก็ได้)",
        "“{label}” must be a real date, such as 17 5 2024 (a year above 2400 is read as Buddhist)",
    ),
    "type.time": ("“{label}” ต้องเป็นเวลา เช่น 09:30", "“{label}” must be a time of day, such as 09:30"),
    "type.datetime": (
        "“{label}” ต้องมีวันที่ที่มีอยู่จริงและเวลา เช่น 17 5 2567 เวลา 09:30",
        "“{label}” must have a real date and a time, such as 17 5 2024 at 09:30",
    ),
    "type.file": ("ไฟล์ใน “{label}” ไม่ใช่ไฟล์ที่อัปโหลดไว้", "“{label}” must be uploaded files"),
    "type.rows": ("“{label}” ต้องเป็นรายการ", "“{label}” must be a list of rows"),
    "type.group": ("“{label}” ต้องเป็นกลุ่มข้อมูล", "“{label}” must be a group of fields"),
    "too_long": ("“{label}” ยาวเกินกว่าที่ระบบเก็บได้", "“{label}” is longer than can be stored"),
    "minLength": (
        "“{label}” ต้องมีอย่างน้อย {limit} ตัวอักษร (ขณะนี้ {actual})",
        "“{label}” must have {limit} characters or more (now {actual})",
    ),
    "maxLength": (
        "“{label}” ต้องมีไม่เกิน {limit} ตัวอักษร (ขณะนี้ {actual})",
        "“{label}” must have {limit} characters or fewer (now {actual})",
    ),
    "pattern": ("“{label}” ไม่อยู่ในรูปแบบที่กำหนด", "“{label}” is not in the right format"),
    "email": ("“{label}” ต้องเป็นอีเมล เช่น name@example.or.th", "“{label}” must be an e-mail address, such as name@example.or.th"),
    "phone": ("“{label}” ต้องเป็นหมายเลขโทรศัพท์ เช่น 0812345678", "“{label}” must be a phone number, such as 0812345678"),
    "national-id": (
        "“{label}” ต้องเป็นเลขประจำตัวประชาชน 13 หลักที่ถูกต้อง โปรดตรวจทานตัวเลข",
        "“{label}” must be a valid national ID of 13 digits; check the digits",
    ),
    "min": ("“{label}” ต้องไม่น้อยกว่า {limit}", "“{label}” must be {limit} or more"),
    "max": ("“{label}” ต้องไม่มากกว่า {limit}", "“{label}” must be {limit} or less"),
    "integer": ("“{label}” ต้องเป็นจำนวนเต็ม", "“{label}” must be a whole number"),
    "digits": ("“{label}” มีทศนิยมได้ไม่เกิน {limit} ตำแหน่ง", "“{label}” must have {limit} decimal places or fewer"),
    "increment": ("“{label}” ต้องหารด้วย {limit} ลงตัว", "“{label}” must be a multiple of {limit}"),
    "past": ("“{label}” ต้องไม่เป็นวันเวลาที่ผ่านไปแล้ว", "“{label}” must not be in the past"),
    "one_file": ("“{label}” แนบได้เพียงไฟล์เดียว", "“{label}” takes one file only"),
    "accept": ("“{label}” รับเฉพาะไฟล์ชนิด {limit}", "“{label}” takes only files of the kinds {limit}"),
    "size": ("ไฟล์ใน “{label}” ต้องมีขนาดไม่เกิน {limit} MB", "A file of “{label}” must be {limit} MB or smaller"),
    "validate": ("ค่าของ “{label}” ไม่ถูกต้องตามเงื่อนไข", "“{label}” does not meet its condition"),
    "min_rows": ("“{label}” ต้องมีอย่างน้อย {limit} รายการ", "“{label}” must have {limit} rows or more"),
    "max_rows": ("“{label}” ต้องมีไม่เกิน {limit} รายการ", "“{label}” must have {limit} rows or fewer"),
    "unknown": ("แบบฟอร์มนี้ไม่มีช่องข้อมูล “{label}”", "This form has no field “{label}”"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: the message's name and its figures."""

    name: str
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """Return the rule whose own message, if the form has one, replaces the general one."""
        return _RULES.get(self.name, self.name.split(".", maxsplit=1)[0])

    def message(self, label: str, language: Language) -> str:
        """Say what is wrong with the field called `label`, and what to enter."""
        return _MESSAGES[self.name][language == "en"].format(label=label, **self.figures)


_RULES = {
    "email": "validationType",
    "phone": "validationType",
    "national-id": "validationType",
    "integer": "type",
    "digits": "type",
    "increment": "type",
    "too_long": "maxLength",
}
