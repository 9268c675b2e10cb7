"""An operator's batch operation in a browser: with the keyboard alone, watched until it is over, accessible at every size."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
Axe = Callable[..., list[str]]
OverflowPx = Callable[[Page], int]
NumberOf = Callable[[str], str]
SUSPEND, RESUME = 1, 2
"""Their places in the list of what can be done."""


def _do(page: Page, number: str, place: int) -> None:
    page.get_by_role("button", name="ดำเนินการกับหลายเรื่อง").press("Enter")
    page.get_by_label("เลขที่เรื่อง").fill(number)
    for _ in range(place):
        page.get_by_label("สิ่งที่จะดำเนินการ").press("ArrowDown")
    page.get_by_label("เหตุผล").fill("ทดลองดำเนินการกับหลายเรื่อง")
    page.get_by_label("เหตุผล").press("Enter")
    expect(page.get_by_text("สำเร็จทั้งหมด")).to_be_visible()


def test_cases_are_suspended_and_resumed_with_the_keyboard_on_pages_that_fit_any_window(
    demo: str, open_page: OpenPage, sign_in: SignIn, axe: Axe, overflow_px: OverflowPx, number_of: NumberOf
) -> None:
    number = number_of("ACTIVE")
    page = sign_in(open_page("desktop"), "demo")
    page.goto(f"{demo}/operations/batches")

    _do(page, number, SUSPEND)
    problems = problems_of(page, axe, overflow_px)
    page.goto(f"{demo}/operations/batches")
    _do(page, number, RESUME)
    page.goto(f"{demo}/operations/batches")
    problems += problems_of(page, axe, overflow_px)
    page.goto(f"{demo}/operations/batches/new?act=MIGRATE_PROCESS_INSTANCE&process=ins01_appointment")
    problems += problems_of(page, axe, overflow_px)

    assert problems == []
