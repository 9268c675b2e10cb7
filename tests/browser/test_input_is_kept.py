"""What somebody typed is never lost: not with the session, not with the connection, not by leaving the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
FORM = "/start/ins03_report_review"
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('anumat:kept:')).length"
TYPED = "กำลังพิมพ์พฤติการณ์ที่เห็นด้วยตนเองเมื่อเช้านี้"


@pytest.fixture
def page(demo: str, open_page: OpenPage, sign_in: SignIn) -> Page:
    """Return a phone on which an inspector has begun a report, with one witness."""
    page = sign_in(open_page("phone"), "somsri")
    page.goto(f"{demo}{FORM}")
    page.get_by_label("พฤติการณ์").fill(TYPED)
    page.get_by_role("button", name="เพิ่มพยาน").click()
    page.get_by_label("ชื่อพยาน").fill("นายพยาน คนแรก")
    return page


def test_after_a_lost_session_the_form_comes_back_as_it_was(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_role("button", name="เสนอเรื่อง").click()
    expect(page.get_by_text("ข้อมูลที่กรอกไว้ยังอยู่ในอุปกรณ์นี้")).to_be_visible()

    page.get_by_label("ชื่อผู้ใช้").fill("somsri")
    page.get_by_label("รหัสผ่าน", exact=True).fill("somsri")
    page.get_by_role("button", name="เข้าสู่ระบบ").click()

    expect(page.get_by_label("พฤติการณ์")).to_have_value(TYPED)
    expect(page.get_by_label("ชื่อพยาน")).to_have_value("นายพยาน คนแรก")


def test_leaving_the_page_keeps_the_input_until_it_is_asked_for(page: Page, demo: str) -> None:
    page.goto(f"{demo}/")
    page.goto(f"{demo}{FORM}")
    expect(page.get_by_label("พฤติการณ์")).to_have_value("")

    page.get_by_role("button", name="นำข้อมูลกลับมา").click()

    expect(page.get_by_label("พฤติการณ์")).to_have_value(TYPED)


def test_input_that_is_not_wanted_is_forgotten(page: Page, demo: str) -> None:
    page.goto(f"{demo}{FORM}")
    page.get_by_role("button", name="ทิ้งข้อมูลนี้").click()

    page.reload()

    expect(page.get_by_text("ข้อมูลที่ท่านกรอกไว้ก่อนหน้านี้ยังอยู่")).to_be_hidden()


def test_signing_out_leaves_nothing_behind_on_the_device(page: Page) -> None:
    assert page.evaluate(KEPT) == 1

    page.get_by_text("นางสาวสมศรี").first.click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.get_by_role("heading", name="เข้าสู่ระบบ").wait_for()

    assert page.evaluate(KEPT) == 0


def test_without_a_connection_the_page_says_so_and_keeps_the_input(page: Page) -> None:
    page.context.set_offline(offline=True)

    page.get_by_role("button", name="เสนอเรื่อง").click()

    expect(page.get_by_text("ขณะนี้เชื่อมต่อไม่ได้")).to_be_in_viewport()
    expect(page.get_by_label("พฤติการณ์")).to_have_value(TYPED)
    page.context.set_offline(offline=False)


def test_the_way_back_leads_to_a_form_that_was_refused_and_not_to_a_question_of_the_browser(page: Page, demo: str) -> None:
    tab = page.context.new_page()
    tab.goto(f"{demo}{FORM}")
    tab.get_by_role("button", name="เสนอเรื่อง").click()
    expect(tab.get_by_text("ข้อมูลยังไม่ครบหรือไม่ถูกต้อง")).to_be_visible()
    tab.goto(f"{demo}/requests")

    tab.go_back()

    expect(tab.get_by_role("heading", name="พิจารณารายงานของผู้ตรวจการเลือกตั้ง", level=1)).to_be_visible()


def test_a_calculated_date_reads_as_a_date_at_once(page: Page) -> None:
    page.get_by_label("การเลือกตั้ง", exact=True).select_option("GE-2570")

    expect(page.get_by_text("วันอาทิตย์ที่ 9 พฤษภาคม")).to_be_visible()


def test_a_draft_is_saved_without_leaving_the_page(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = sign_in(open_page("desktop"), "wichai")
    page.get_by_role("listitem").get_by_role("link", name="กลั่นกรองเบื้องต้น").first.click()
    page.get_by_label("ความเห็นประกอบ").fill("ร่างจากเครื่องแรก")
    before = page.locator("#draft-state").get_attribute("data-version")

    page.get_by_role("button", name="บันทึกร่าง").click()

    expect(page.locator("#draft-state")).not_to_have_attribute("data-version", before or "")
    expect(page.get_by_label("ความเห็นประกอบ")).to_have_value("ร่างจากเครื่องแรก")
    page.reload()
    expect(page.get_by_label("ความเห็นประกอบ")).to_have_value("ร่างจากเครื่องแรก")
    expect(page.get_by_text("ข้อมูลที่ท่านกรอกไว้ก่อนหน้านี้ยังอยู่")).to_be_hidden()
