"""A file goes out from a case's page, and somebody without an account checks it: by its bytes and by the code printed on it."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
Axe = Callable[..., list[str]]
OverflowPx = Callable[[Page], int]


@pytest.fixture
def number(number_of: Callable[[str], str]) -> str:
    """Return the number of a case that has ended."""
    return number_of("COMPLETED")


def _exported(page: Page, demo: str, number: str, folder: Path) -> Path:
    page.goto(f"{demo}/history?q={number}")
    case = (page.locator(".an-row__link").first.get_attribute("href") or "").rsplit("/", 1)[-1]
    page.goto(f"{demo}/cases/{case}#export")
    page.get_by_label("ใช้สำเนาเพื่อการใด").fill("ศาลขอเอกสารประกอบคดี")
    with page.expect_download() as download:
        page.get_by_role("button", name="สำนวน (PDF/A)").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_case_file_is_checked_by_its_bytes_and_by_its_code_without_an_account(
    demo: str, open_page: OpenPage, sign_in: SignIn, axe: Axe, overflow_px: OverflowPx, number: str, tmp_path: Path
) -> None:
    file = _exported(sign_in(open_page("desktop"), "auditor"), demo, number, tmp_path)
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    code = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", text)
    page, sent = open_page("phone"), []
    page.on("request", lambda request: sent.append(request.method))

    page.goto(f"{demo}/verify")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="เทียบไฟล์").click()
    expect(page.get_by_text("ไฟล์นี้ออกจากระบบนี้และไม่ถูกแก้ไข")).to_be_visible()
    page.get_by_label("รหัสตรวจสอบ หรือค่า SHA-256 ของไฟล์").fill(code[0].lower() if code else "")
    page.get_by_label("เลขที่เรื่องบนเอกสาร").fill(number)
    page.get_by_role("button", name="ตรวจสอบ", exact=True).click()
    expect(page.get_by_text("รหัสนี้ออกโดยระบบนี้")).to_be_visible()
    expect(page.locator(".an-facts").get_by_text(number)).to_be_visible()

    assert set(sent) == {"GET"}, "the file itself stays on the device"
    assert problems_of(page, axe, overflow_px) == []


def test_an_altered_file_is_called_another_one_where_scripts_do_not_run(
    demo: str, open_page: OpenPage, sign_in: SignIn, number: str, tmp_path: Path
) -> None:
    file = _exported(sign_in(open_page("desktop"), "auditor"), demo, number, tmp_path)
    page = open_page("desktop", java_script_enabled=False)
    page.goto(f"{demo}/verify")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="เทียบไฟล์").click()
    code = page.locator(".an-facts__value").get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}-\w{4}$")).inner_text()
    file.write_bytes(file.read_bytes() + b"\n")

    page.goto(f"{demo}/verify/{code}")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="เทียบไฟล์").click()

    expect(page.get_by_text("ไม่ใช่ไฟล์ที่ระบบนี้ออกให้")).to_be_visible()
