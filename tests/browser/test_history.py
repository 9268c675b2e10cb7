"""The auditor's pages in a browser: few clicks to the grounds of a decision, and a case at any of its moments."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]


@pytest.fixture
def number(number_of: Callable[[str], str]) -> str:
    """Return the number of a case that has ended and is not secret: for a secret one a reason is asked in between."""
    return number_of("COMPLETED")


def test_three_clicks_from_the_start_page_tell_who_decided_and_on_which_grounds(
    demo: str, open_page: OpenPage, sign_in: SignIn, number: str
) -> None:
    page = sign_in(open_page("phone"), "auditor")

    page.get_by_role("link", name="ค้นหา", exact=True).click()
    page.get_by_label("เลขที่เรื่อง ชื่อเรื่อง หรือคำที่อยู่ในเรื่อง").fill(number)
    page.get_by_role("button", name="ค้นหา", exact=True).click()
    expect(page.get_by_role("heading", name="1 เรื่อง", exact=True)).to_be_visible()
    page.locator(".an-row__link").click()

    decided = page.locator("#decided")
    expect(decided.get_by_role("heading", name="ใครตัดสินใจ และด้วยเหตุผลใด")).to_be_visible()
    expect(decided.locator(".an-earlier__who").first).to_contain_text("นางสาวกมลวรรณ บัญญัติ")
    expect(decided.get_by_text("ต้องห้ามตามข้อ 11 ของระเบียบ")).to_be_visible()
    expect(page.get_by_text("บันทึกครบถ้วน")).to_be_visible()


def test_the_slider_moves_the_case_to_another_moment_by_keyboard(
    demo: str, open_page: OpenPage, sign_in: SignIn, number: str
) -> None:
    page = sign_in(open_page("desktop"), "auditor")
    page.goto(f"{demo}/history?q={number}")
    page.goto(demo + (page.locator(".an-row__link").first.get_attribute("href") or "") + "/moments?at=2")
    expect(page.locator("[data-diagram-state=shown]")).to_be_visible()
    taken = page.locator(".djs-connection.an-taken")
    before = taken.count()

    page.get_by_label("ช่วงที่ 2").press("End")

    expect(page.get_by_label(re.compile(r"^ช่วงที่ (\d+) จาก \1$"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"at=[3-9]"))
    page.wait_for_function("(count) => document.querySelectorAll('.djs-connection.an-taken').length > count", arg=before)


def test_without_scripts_moments_are_links_and_a_form(demo: str, open_page: OpenPage, sign_in: SignIn, number: str) -> None:
    page = sign_in(open_page("desktop"), "auditor")
    page.goto(f"{demo}/history?q={number}")
    address = page.locator(".an-row__link").first.get_attribute("href") or ""
    plain = page.context.request.get(f"{demo}{address}/moments?at=2").text()

    assert 'href="' + address + '/moments?at=3"' in plain
    assert re.search(r'<form class="an-moment" method="get" action="' + address + '/moments"', plain)
    assert "ช่วงที่ 2 จาก" in plain
