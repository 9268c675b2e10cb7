"""The frame and the components in a browser: accessible, without sideways scrolling, usable by keyboard, strict about scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.gallery.app import PAGES

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
Axe = Callable[..., list[str]]
OverflowPx = Callable[[Page], int]


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_its_window(
    gallery: str, open_page: OpenPage, axe: Axe, overflow_px: OverflowPx, name: str, size: str
) -> None:
    page = open_page(size)

    page.goto(f"{gallery}/{name}")
    page.wait_for_selector("body.govuk-frontend-supported")

    assert axe(page) == []
    assert overflow_px(page) == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_contrast_in_the_dark(gallery: str, open_page: OpenPage, axe: Axe, name: str) -> None:
    page = open_page("desktop", color_scheme="dark")

    page.goto(f"{gallery}/{name}")
    page.wait_for_selector("body.govuk-frontend-supported")

    assert axe(page, ["color-contrast"]) == []


def test_zooming_to_400_percent_loses_nothing_sideways(gallery: str, open_page: OpenPage, overflow_px: OverflowPx) -> None:
    page = open_page("desktop")
    page.set_viewport_size({"width": 320, "height": 256})

    for name in PAGES:
        page.goto(f"{gallery}/{name}")
        assert overflow_px(page) == 0, name


def test_the_first_tab_stop_skips_to_the_content(gallery: str, open_page: OpenPage) -> None:
    page = open_page("desktop")
    page.goto(f"{gallery}/inbox")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_be_focused()


def test_j_and_k_walk_through_the_inbox(gallery: str, open_page: OpenPage) -> None:
    page = open_page("desktop")
    page.goto(f"{gallery}/inbox")
    links = page.locator(".an-row__link")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()

    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()


def test_escape_closes_a_menu_and_returns_to_its_button(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox")
    page.get_by_text("นางสาวกมลชนก ใจซื่อ").first.click()
    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_hidden()


def test_what_a_phone_cannot_show_beside_the_main_entries_is_in_the_persons_menu(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox")

    page.get_by_text("นางสาวกมลชนก ใจซื่อ").first.click()

    expect(page.get_by_role("link", name="ออกแบบกระบวนการ")).to_be_visible()


def test_losing_the_connection_is_said_and_taken_back(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/task", wait_until="networkidle")
    banner = page.get_by_text("ขณะนี้เชื่อมต่อไม่ได้")

    page.context.set_offline(offline=True)
    expect(banner).to_be_visible()

    page.context.set_offline(offline=False)
    expect(banner).to_be_hidden()


def test_thai_text_is_set_in_the_self_hosted_typeface(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")

    page.goto(f"{gallery}/inbox")

    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('18px Sarabun', 'ก'))")
    assert page.evaluate("getComputedStyle(document.querySelector('.an-row__title')).fontSize") == "18px"


def test_touch_targets_are_large_enough(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox")

    small = page.evaluate(
        """() => [...document.querySelectorAll(".govuk-button, nav a, summary")]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.textContent.trim())"""
    )

    assert small == []
