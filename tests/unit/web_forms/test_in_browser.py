"""Forms in Chromium: with scripts they answer at once, without them they still work."""

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.unit.web_forms.application import application

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
ROWS = "[data-list=witnesses] > [data-rows] > [data-row]"


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Keep test output free of request lines."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the sample form and return its address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_SilentHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    """Open the form on a phone, with its scripts running."""
    page = open_page("phone")
    page.goto(address)
    page.wait_for_selector("[data-connected]")
    return page


def send(page: Page) -> dict[str, object]:
    """Send the form and return what was stored of it."""
    page.get_by_role("button", name="ส่ง", exact=True).click()
    page.wait_for_selector("#stored")
    stored: dict[str, object] = json.loads(page.inner_text("#stored"))
    return stored


def test_a_condition_shows_and_hides_its_field_at_once(page: Page) -> None:
    expect(page.locator("#f-other")).to_be_hidden()

    page.get_by_label("อื่น ๆ").check()
    expect(page.locator("#f-other")).to_be_visible()

    page.get_by_label("ซื้อเสียง").check()
    expect(page.locator("#f-other")).to_be_hidden()


def test_a_typed_date_is_said_as_it_was_understood(page: Page) -> None:
    for part, text in {"day": "๑๗", "month": "5", "year": "2567", "time": "0930"}.items():
        page.fill(f"#f-at-{part}", text)

    expect(page.locator("#f-at-echo")).to_have_text("อ่านว่า วันศุกร์ที่ 17 พฤษภาคม 2567 (ค.ศ. 2024) 09:30 น.")


def test_characters_are_counted_as_readers_count_them(page: Page) -> None:
    page.fill("#f-story", "ที่นี่")
    expect(page.locator("#f-story-count")).to_have_text("ต้องกรอกอีกอย่างน้อย 3 ตัวอักษร")

    page.fill("#f-story", "ก" * 21)
    expect(page.locator("#f-story-count")).to_have_text("เกินมา 1 ตัวอักษร")


def test_a_calculated_value_follows_what_is_typed(page: Page) -> None:
    page.fill("#f-amount", "๑,๒๐๐")

    expect(page.locator("[data-path=double] [data-answer]")).to_have_text("2400")


def test_rows_are_added_and_removed_without_loading_the_page(page: Page) -> None:
    page.fill("#f-witnesses-0-name", "ก")
    page.get_by_role("button", name="เพิ่มพยาน").click()
    expect(page.locator("#f-witnesses-1-name")).to_be_focused()
    page.fill("#f-witnesses-1-name", "ข")
    page.check("#f-witnesses-1-protect")
    expect(page.locator("#f-witnesses-1-phone")).to_be_hidden()
    expect(page.locator("#f-witnesses-0-phone")).to_be_visible()
    page.locator("#f-witnesses-1-kin").get_by_role("button", name="เพิ่มญาติ").click()
    page.fill("#f-witnesses-1-kin-1-who", "น้อง")
    page.get_by_role("button", name="ลบ พยาน 1").click()

    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#f-witnesses-1 > legend")).to_have_text("พยาน 1")
    expect(page.locator("#f-witnesses-1-phone")).to_be_hidden()
    assert send(page)["witnesses"] == [{"name": "ข", "protect": True, "kin": [{"who": None}, {"who": "น้อง"}]}]


def test_the_button_to_add_goes_where_no_row_may_be_added(page: Page) -> None:
    add = page.get_by_role("button", name="เพิ่มพยาน")
    add.click()
    add.click()

    expect(page.locator(ROWS)).to_have_count(3)
    expect(add).to_be_hidden()


def test_files_are_uploaded_at_once_and_stay_after_an_error(page: Page) -> None:
    page.set_input_files("[data-upload=files]", [{"name": "ภาพ.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}])
    expect(page.locator("[data-file-status]")).to_have_text("อัปโหลด ภาพ.pdf แล้ว")

    send(page)

    expect(page.locator("[data-file]")).to_contain_text("ภาพ.pdf")
    page.get_by_role("button", name="ลบ ภาพ.pdf").click()
    expect(page.locator("[data-file]")).to_have_count(0)


def test_the_summary_of_errors_leads_to_the_fields(page: Page) -> None:
    send(page)

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="โปรดเลือก “ประเภทเหตุ”").click()
    expect(page.locator("#f-kind")).to_be_focused()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_form_with_errors_is_accessible_and_fits(
    open_page: OpenPage, address: str, axe: Callable[[Page], list[str]], overflow_px: Callable[[Page], int], size: str
) -> None:
    page = open_page(size)
    page.goto(address)
    page.wait_for_selector("[data-connected]")
    send(page)
    page.wait_for_selector("[data-connected]")

    assert axe(page) == []
    assert overflow_px(page) == 0


def test_without_scripts_rows_and_conditions_work_by_buttons(open_page: OpenPage, address: str) -> None:
    page = open_page("phone", java_script_enabled=False)
    page.goto(address)

    page.fill("#f-witnesses-0-name", "ก")
    page.get_by_role("button", name="เพิ่มพยาน").click()
    expect(page.locator(ROWS)).to_have_count(2)
    page.get_by_role("button", name="ลบ พยาน 2").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#f-witnesses-0-name")).to_have_value("ก")
    page.get_by_label("อื่น ๆ").check()
    page.get_by_role("button", name="ปรับช่องข้อมูลตามที่เลือก").click()

    expect(page.locator("#f-other")).to_be_visible()
    page.fill("#f-other", "ป้าย")
    page.locator("#f-other").press("Enter")
    assert json.loads(page.inner_text("#stored"))["other"] == "ป้าย"
