"""The main job, in a browser: an inspector reports from a phone, the office works on it, everybody sees where it is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.report import NARRATIVE, fill_in_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]


def _open_and_claim(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="ส่วนของกล่องงาน").get_by_role("link", name=re.compile("^งานกลุ่ม")).click()
    row = page.get_by_role("listitem").filter(has_text=place)
    row.get_by_role("button", name="รับงาน").click()
    expect(page.get_by_role("heading", name="ส่วนของท่าน")).to_be_visible()


def test_a_report_goes_from_the_phone_to_the_director(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    place = "หน้าวัดสันทรายหลวง"
    reporter = sign_in(open_page("phone"), "somsri")
    reporter.get_by_role("link", name="เริ่มเรื่องใหม่").click()
    reporter.get_by_role("link", name="พิจารณารายงานของผู้ตรวจการเลือกตั้ง").click()
    fill_in_report(reporter, place)
    reporter.get_by_role("button", name="เสนอเรื่อง").click()
    expect(reporter.get_by_role("heading", name="รับเรื่องของท่านแล้ว")).to_be_visible()
    number = reporter.locator(".an-sent__number strong").inner_text()
    assert re.fullmatch(r"INS03-\d{4}-50-\d{5}", number)

    officer = sign_in(open_page("desktop"), "wichai")
    _open_and_claim(officer, place)
    expect(officer.get_by_text(NARRATIVE)).to_be_visible()
    officer.get_by_label("รับไว้เสนอผู้อำนวยการ").check()
    consequences = officer.get_by_role("region", name="เมื่อส่งแล้ว")
    expect(consequences.get_by_text(re.compile("สั่งรับเรื่อง"))).to_be_visible()
    expect(consequences.get_by_text("รวมกับเรื่องเดิม")).to_be_hidden()
    officer.get_by_label("ความเห็นประกอบ").fill("รายงานชัดเจน มีภาพประกอบ ควรรับไว้พิจารณา")
    officer.get_by_role("button", name="ส่ง", exact=True).click()
    expect(officer.get_by_text("ขั้นตอนต่อไป: สั่งรับเรื่อง")).to_be_visible()

    director = sign_in(open_page("phone"), "prasert")
    _open_and_claim(director, place)
    director.get_by_label("รับเป็นความปรากฏ ให้สืบสวน").check()
    director.get_by_label("รหัสผ่านของท่าน เพื่อลงนาม").fill("prasert")
    director.get_by_role("button", name="ลงนามและส่ง").click()
    expect(director.get_by_role("heading", name=re.compile("^ส่งแล้ว"))).to_be_visible()

    reporter.goto(f"{demo}/requests")
    reporter.get_by_role("link", name=re.compile(place)).click()
    expect(reporter.get_by_text(number).first).to_be_visible()
    expect(reporter.locator("[data-diagram-state=shown]")).to_be_visible()
    expect(reporter.get_by_text("ควรรับไว้พิจารณา")).to_have_count(0)


def test_pressing_twice_sends_once(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    place = "หน้าตลาดวโรรสเมื่อเช้า"
    page = sign_in(open_page("phone"), "somsri")
    page.goto(f"{demo}/start/ins03_report_review")
    fill_in_report(page, place)

    page.get_by_role("button", name="เสนอเรื่อง").dblclick()

    expect(page.get_by_role("heading", name="รับเรื่องของท่านแล้ว")).to_be_visible()
    page.goto(f"{demo}/requests")
    expect(page.get_by_role("link", name=re.compile(place))).to_have_count(1)


def test_a_task_is_done_with_the_keyboard_alone(open_page: OpenPage, sign_in: SignIn, demo: str) -> None:
    place = "หน้าโรงเรียนบ้านแม่เหียะ"
    reporter = sign_in(open_page("desktop"), "somsri")
    reporter.goto(f"{demo}/start/ins03_report_review")
    fill_in_report(reporter, place)
    reporter.get_by_role("button", name="เสนอเรื่อง").click()
    expect(reporter.get_by_role("heading", name="รับเรื่องของท่านแล้ว")).to_be_visible()
    page = open_page("desktop")
    page.goto(f"{demo}/sign-in")

    _tab_to(page, "#user_name")
    page.keyboard.type("wichai")
    page.keyboard.press("Tab")
    page.keyboard.type("wichai")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="กล่องงาน", level=1).wait_for()
    _tab_to(page, "a[href='/?tab=group']")
    page.keyboard.press("Enter")
    page.get_by_role("listitem").filter(has_text=place).wait_for()
    _tab_to(page, f".an-row:has-text('{place}') button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="ส่วนของท่าน").wait_for()
    _tab_to(page, "input[name=decision]")
    page.keyboard.press("Space")
    _tab_to(page, "button[value=complete]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name=re.compile("^ส่งแล้ว"))).to_be_visible()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element of `selector` has the focus."""
    target = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {selector}")
