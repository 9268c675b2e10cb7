"""The frame and the components in a browser: accessible, without sideways scrolling, usable by keyboard, strict about scripts."""

import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.gallery.app import PAGES, application

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


class _SilentHandler(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        """Keep test output free of request lines."""


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """Serve the sample pages and return their address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_SilentHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_its_window(
    gallery: str,
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    overflow_px: Callable[[Page], int],
    name: str,
    size: str,
    scheme: str,
) -> None:
    page = open_page(size, color_scheme=scheme)

    page.goto(f"{gallery}/{name}")
    page.wait_for_selector("body.govuk-frontend-supported")

    assert axe(page) == []
    assert overflow_px(page) == 0


def test_zooming_to_400_percent_loses_nothing_sideways(
    gallery: str, open_page: OpenPage, overflow_px: Callable[[Page], int]
) -> None:
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
    page.goto(f"{gallery}/inbox", wait_until="load")
    links = page.locator(".an-row__link")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()

    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()


def test_escape_closes_a_menu_and_returns_to_its_button(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox", wait_until="load")
    page.get_by_text("นางสาวกมลชนก ใจซื่อ").first.click()
    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="ออกจากระบบ")).to_be_hidden()


def test_what_a_phone_cannot_show_beside_the_main_entries_is_in_the_persons_menu(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox", wait_until="load")

    page.get_by_text("นางสาวกมลชนก ใจซื่อ").first.click()

    expect(page.get_by_role("link", name="ออกแบบกระบวนการ")).to_be_visible()


def test_losing_the_connection_is_said_and_taken_back(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/task", wait_until="load")
    banner = page.get_by_text("ขณะนี้เชื่อมต่อไม่ได้")

    page.context.set_offline(offline=True)
    expect(banner).to_be_visible()

    page.context.set_offline(offline=False)
    expect(banner).to_be_hidden()


def test_thai_text_is_set_in_the_self_hosted_typeface(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")

    page.goto(f"{gallery}/inbox", wait_until="load")

    assert page.evaluate("document.fonts.check('18px Sarabun', 'ก')")
    assert page.evaluate("getComputedStyle(document.querySelector('.an-row__title')).fontSize") == "18px"


def test_touch_targets_are_large_enough(gallery: str, open_page: OpenPage) -> None:
    page = open_page("phone")
    page.goto(f"{gallery}/inbox", wait_until="load")

    small = page.evaluate(
        """() => [...document.querySelectorAll(".govuk-button, nav a, summary")]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.textContent.trim())"""
    )

    assert small == []
