"""The words of a case file in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms import Language

WORDS: dict[Language, dict[str, str]] = {
    "th": {
        "title": "สำนวน", "number": "เลขที่เรื่อง", "process": "กระบวนการ", "status": "สถานะ", "where": "ขั้นตอนปัจจุบัน",
        "requester": "ผู้เสนอเรื่อง", "unit": "หน่วยงาน", "started": "เริ่มเมื่อ", "ended": "สิ้นสุดเมื่อ", "version": "เวอร์ชัน",
        "secrecy": "ชั้นความลับ", "request": "คำขอ", "diagram": "แผนผังกระบวนการและเส้นทางที่ผ่าน", "forms": "การดำเนินการและแบบฟอร์ม",
        "signatures": "ลายมือชื่อ", "step": "ขั้นตอน", "person": "ผู้ดำเนินการ", "capacity": "ฐานะ", "time": "เวลา", "what": "เหตุการณ์",
        "decisions": "การตัดสินใจตามตาราง", "input": "ข้อมูลเข้า", "rule": "กฎที่ตรง", "output": "ผล", "documents": "เอกสาร",
        "file": "ชื่อไฟล์", "size": "ขนาด", "timeline": "ลำดับเหตุการณ์", "integrity": "การพิสูจน์ความถูกต้อง",
        "events": "จำนวนเหตุการณ์ในลูกโซ่", "head": "แฮชปลายลูกโซ่ (SHA-256)", "comments": "ความคิดเห็น", "page": "หน้า",
        "copy": "สำเนาของ {name} เมื่อ {time}", "why": "เหตุผลที่ส่งออก", "printed": "ส่งออกเมื่อ", "none": "ไม่มี", "on_behalf": "แทน",
        "scan": "ตรวจสอบสำนวนนี้ได้โดยสแกน หรือเปิด {address} แล้วใส่รหัส {code}",
        "proof": "ไฟล์นี้แนบหลักฐานแบบเครื่องอ่านได้พร้อมโปรแกรมตรวจสอบที่ไม่ต้องพึ่งระบบ",
        "enclosed": "ลูกโซ่เหตุการณ์ จุดตรวจสอบที่ลงลายมือชื่อ และโปรแกรมตรวจสอบ", "code": "รหัสตรวจสอบ",
        "legend": "เขียว: ผ่านแล้ว   เหลือง: อยู่ระหว่างดำเนินการ   เทา: ไม่ได้ผ่าน",
    },
    "en": {
        "title": "Case file", "number": "Case number", "process": "Process", "status": "Status", "where": "Current step",
        "requester": "Requester", "unit": "Unit", "started": "Started", "ended": "Ended", "version": "Version",
        "secrecy": "Secrecy class", "request": "Request", "diagram": "Process diagram and path taken", "forms": "Steps and forms",
        "signatures": "Signatures", "step": "Step", "person": "Person", "capacity": "Capacity", "time": "Time", "what": "Event",
        "decisions": "Decisions by table", "input": "Input", "rule": "Rules that matched", "output": "Output", "documents": "Documents",
        "file": "File", "size": "Size", "timeline": "Timeline", "integrity": "Proof",
        "events": "Events in the chain", "head": "Hash at the end of the chain (SHA-256)", "comments": "Comments", "page": "Page",
        "copy": "Copy of {name}, {time}", "why": "Why it was exported", "printed": "Exported", "none": "None", "on_behalf": "for",
        "scan": "To check this case file, scan the code or open {address} and enter {code}",
        "proof": "Enclosed in this file is its proof for machines, with a verifier that needs nothing of the system.",
        "enclosed": "The chain of events, the signed checkpoint and the verifier", "code": "Code to check it by",
        "legend": "Green: done   Amber: in progress   Grey: not taken",
    },
}  # fmt: skip
