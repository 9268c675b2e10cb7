"""The words that a form shows besides its own, in Thai and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "add": ("เพิ่ม{label}", "Add: {label}"),
    "characters": ("กรอกได้ไม่เกิน {limit} ตัวอักษร", "You can enter up to {limit} characters"),
    "choose": ("– โปรดเลือก –", "– Select –"),
    "count_left": ("เหลืออีก {count} ตัวอักษร", "{count} characters left"),
    "count_over": ("เกินมา {count} ตัวอักษร", "{count} characters too many"),
    "count_short": ("ต้องกรอกอีกอย่างน้อย {count} ตัวอักษร", "At least {count} more characters needed"),
    "date_hint": ("เช่น 17 5 2567 กรอกปีเป็น พ.ศ. หรือ ค.ศ. ก็ได้", "For example 17 5 2024; a year above 2400 is read as Buddhist"),
    "day": ("วัน", "Day"),
    "error": ("ข้อผิดพลาด", "Error"),
    "errors": ("ข้อมูลยังไม่ครบหรือไม่ถูกต้อง", "There is a problem"),
    "file_hint": ("ไฟล์ละไม่เกิน {limit} MB", "Up to {limit} MB a file"),
    "file_kinds": (" ชนิดที่รับ: {kinds}", " Kinds accepted: {kinds}"),
    "files": ("ไฟล์ที่แนบแล้ว", "Attached files"),
    "masked": ("ปกปิดข้อมูล", "Masked"),
    "month": ("เดือน", "Month"),
    "no": ("ไม่ใช่", "No"),
    "no_options": ("ไม่มีตัวเลือก", "There is nothing to choose from"),
    "no_rows": ("ไม่มีรายการ", "There are no rows"),
    "optional": ("{label} (ไม่บังคับ)", "{label} (optional)"),
    "refresh": ("ปรับช่องข้อมูลตามที่เลือก", "Update the fields for these choices"),
    "remove": ("ลบ {what}", "Remove {what}"),
    "row": ("{label} {number}", "{label} {number}"),
    "time": ("เวลา", "Time"),
    "time_hint": ("เช่น 09:30 หรือ 0930", "For example 09:30 or 0930"),
    "unanswered": ("ไม่ได้ระบุ", "Not given"),
    "understood": ("อ่านว่า {date}", "Read as {date}"),
    "upload_failed": (
        "อัปโหลด {name} ไม่สำเร็จ ข้อมูลอื่นยังอยู่ครบ โปรดลองอีกครั้ง",
        "{name} could not be uploaded; nothing else is lost, try again",
    ),
    "uploaded": ("อัปโหลด {name} แล้ว", "{name} is uploaded"),
    "uploading": ("กำลังอัปโหลด {name}", "Uploading {name}"),
    "year": ("ปี พ.ศ.", "Year"),
    "yes": ("ใช่", "Yes"),
}


def word(name: str, language: Language, **figures: object) -> str:
    """Return a word or sentence in `language`, with its figures filled in."""
    return _WORDS[name][language == "en"].format(**figures)


def pattern(name: str, language: Language) -> str:
    """Return a sentence with its `{figures}` left open, for the scripts to fill in."""
    return _WORDS[name][language == "en"]
