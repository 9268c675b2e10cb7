"""The pages about who may read what, and how long: reasons, national IDs, emergency access, the data-protection officer's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.looks import open_at, problems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WHY = "ตรวจสอบตามแผนการตรวจสอบประจำปี"


class Reader:
    """Somebody at a browser who looks closely at every page."""

    def __init__(self, page: Page, demo: str, axe: Callable[..., list[str]], overflow_px: Callable[[Page], int]) -> None:
        self.page, self._demo, self._axe, self._overflow_px = page, demo, axe, overflow_px
        self.problems: list[str] = []

    def looks_at(self, address: str) -> Page:
        """Open a page and look at it."""
        open_at(self.page, f"{self._demo}{address}")
        return self.looks()

    def looks(self) -> Page:
        """Look at the page as it is."""
        found = problems_of(self.page, self._axe, self._overflow_px)
        self.problems += [f"{self.page.url}: {problem}" for problem in found]
        return self.page

    def sends(self, button: str) -> Page:
        """Press a form's button and look at the page that answers it, not at what is left of the one before."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).click()
        return self.looks()


@pytest.fixture
def ended(number_of: Callable[[str], str]) -> str:
    """Return the number of a case that has ended, with the national ID of somebody who applied."""
    return number_of("COMPLETED")


@pytest.fixture
def reader(
    demo: str,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], Page],
    axe: Callable[..., list[str]],
    overflow_px: Callable[[Page], int],
) -> Iterator[Callable[[str], Reader]]:
    """Return a function that signs somebody in; afterwards nothing may be wrong with what they looked at."""
    readers: list[Reader] = []

    def somebody(user_name: str) -> Reader:
        readers.append(Reader(sign_in(open_page("phone"), user_name), demo, axe, overflow_px))
        return readers[-1]

    yield somebody
    assert [problem for each in readers for problem in each.problems] == []


def test_a_reason_opens_a_secret_case_and_shows_national_ids(reader: Callable[[str], Reader], ended: str) -> None:
    auditor = reader("auditor")
    page = auditor.page
    page.goto(page.url + "history?process=ins03_report_review")
    secret = page.locator(".an-row__link").first.get_attribute("href") or ""

    auditor.looks_at(secret).get_by_label("เหตุผลที่เปิดดูเรื่องนี้").fill(WHY)
    page.get_by_role("button", name="ดูเรื่อง").click()
    expect(page.get_by_text("บันทึกครบถ้วน")).to_be_visible()
    page.goto(page.url.split("/history")[0] + f"/history?q={ended}")
    key = (page.locator(".an-row__link").first.get_attribute("href") or "").split("/")[-1]
    auditor.looks_at(f"/cases/{key}/national-ids").get_by_label("เหตุผลที่ต้องใช้เลขประจำตัวประชาชน").fill(WHY)
    page.get_by_role("button", name="แสดงเลขประจำตัวประชาชน").click()

    expect(page.locator(".an-facts").get_by_text(re.compile(r"\d-\d{4}-\d{5}-\d{2}-\d"))).not_to_have_count(0)
    auditor.looks()


def test_two_people_and_an_officer_let_somebody_read_a_case(reader: Callable[[str], Reader]) -> None:
    auditor, asks = reader("auditor"), reader("rungnapa")
    auditor.page.goto(auditor.page.url + "history?process=ins03_report_review")
    key = (auditor.page.locator(".an-row__link").last.get_attribute("href") or "").split("/")[-1]

    asks.page.goto(asks.page.url + f"emergency?case={key}")
    asks.page.get_by_label("เหตุผลที่รอไม่ได้").fill("ผู้รับผิดชอบเรื่องประสบอุบัติเหตุ")
    expect(asks.sends("ส่งคำขอ").get_by_role("heading", name="คำขอของท่าน")).to_be_visible()
    answers = reader("anan")
    answers.looks_at("/emergency").get_by_label("เหตุผลที่อนุมัติหรือไม่อนุมัติ").fill("เห็นว่าจำเป็นเร่งด่วนจริง")
    answers.page.get_by_role("button", name=re.compile("^อนุมัติ 4 ชั่วโมง")).click()
    expect(answers.page.get_by_text("อนุมัติแล้ว และแจ้ง")).to_be_visible()

    expect(asks.looks_at(f"/cases/{key}").get_by_text("ท่านอ่านเรื่องนี้ด้วยสิทธิ์เข้าถึงฉุกเฉิน")).to_be_visible()
    officer = reader("orasa")
    expect(officer.looks_at("/emergency").get_by_text("เข้าถึงได้อยู่")).to_be_visible()


def test_the_officer_keeps_periods_holds_and_deletes(reader: Callable[[str], Reader], ended: str) -> None:
    officer = reader("orasa")
    page = officer.page
    page.goto(page.url + "retention")
    page.get_by_label("กระบวนการ", exact=True).select_option("ins01_appointment")
    page.get_by_label("ประเภทข้อมูล").select_option("drafts")
    page.get_by_label("จำนวน", exact=True).fill("6")
    page.get_by_label("ปี เดือน หรือวัน").select_option("months")
    page.get_by_label("เหตุผล", exact=True).fill(WHY)
    expect(officer.sends("กำหนดอายุการเก็บ").get_by_text("6 เดือน")).to_be_visible()
    expect(officer.looks_at("/retention/expiry").get_by_text(ended)).to_be_visible()

    officer.looks_at("/retention/erasures").get_by_label("เลขที่เรื่อง").fill(ended)
    page.get_by_label("ฉบับร่าง", exact=True).check()
    page.get_by_label("เหตุผล", exact=True).fill(WHY)
    expect(officer.sends("ดำเนินการต่อ").get_by_role("button", name="ลบอย่างถาวร")).to_be_visible()
    page.goto(page.url.replace("erasures", "holds"))
    page.get_by_label("เลขที่เรื่อง").fill(ended)
    page.get_by_label("เหตุผล", exact=True).fill("คดีหมายเลขดำที่ 12")
    expect(officer.sends("ระงับการลบเรื่องนี้").get_by_text("คดีหมายเลขดำที่ 12")).to_be_visible()
