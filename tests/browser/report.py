"""An inspector's report, filled in as on a phone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

NARRATIVE = "พบชายสวมเสื้อสีขาวแจกซองเงินให้ผู้มีสิทธิเลือกตั้งที่ต่อแถวอยู่หน้าหน่วยเลือกตั้ง จำนวนอย่างน้อยสิบคน แล้วขับรถออกไป"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000000030001"
    "5c72d6f50000000049454e44ae426082"
)


def fill_in_report(page: Page, place: str) -> None:
    """Fill in the form that the page shows, with a picture as evidence."""
    at = datetime.now(ZoneInfo("Asia/Bangkok")) - timedelta(hours=2)
    page.get_by_label("การเลือกตั้ง", exact=True).select_option("GE-2570")
    page.get_by_label("เขตเลือกตั้งที่").fill("1")
    for label, text in (("วัน", str(at.day)), ("เดือน", str(at.month)), ("ปี พ.ศ.", str(at.year + 543)), ("เวลา", f"{at:%H:%M}")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("สถานที่").fill(place)
    page.get_by_label("ประเภทเหตุ").select_option("vote_buying")
    page.get_by_label("ผู้ถูกรายงาน", exact=True).select_option("candidate")
    page.get_by_label("ก่อนวันเลือกตั้ง").check()
    page.get_by_label("พฤติการณ์").fill(NARRATIVE)
    page.get_by_label("ข้าพเจ้าเห็นด้วยตนเอง").check()
    page.locator("input[type=file]").set_input_files({"name": "ซองเงิน.png", "mimeType": "image/png", "buffer": PICTURE})
    expect(page.get_by_text("อัปโหลด ซองเงิน.png แล้ว")).to_be_visible()
