"""The process diagram on a page: what happened is marked, the mark of bpmn.io stays visible, keys and buttons move it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SCALE = "new DOMMatrix(getComputedStyle(document.querySelector('.viewport')).transform).a"


@pytest.fixture(params=["phone", "desktop"])
def page(gallery: str, open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """Open the sample case page and wait for its diagram."""
    page = open_page(request.param)
    page.goto(f"{gallery}/case")
    expect(page.locator("[data-diagram-state=shown]")).to_be_visible()
    return page


def test_elements_show_whether_they_are_done_waiting_or_failed(page: Page) -> None:
    expect(page.locator("[data-element-id=receive].an-completed")).to_have_count(1)
    expect(page.locator("[data-element-id=director].an-active")).to_have_count(1)
    expect(page.locator("[data-element-id=number].an-incident")).to_have_count(1)
    expect(page.locator("[data-element-id=f1].an-taken")).to_have_count(1)
    expect(page.locator("[data-element-id=f1] .djs-visual > path")).to_have_css("stroke", "rgb(22, 101, 52)")
    expect(page.locator("[data-element-id=commission].an-completed")).to_have_count(0)


def test_counts_are_written_out_where_they_say_something(page: Page) -> None:
    badges = page.locator(".an-badge").all_text_contents()

    assert sorted(badges) == ["! 1", "1", "✓ 2"]


def test_the_mark_of_bpmn_io_is_visible_and_uncovered(page: Page) -> None:
    mark = page.locator(".bjs-powered-by")
    mark.scroll_into_view_if_needed()
    expect(mark).to_be_visible()

    is_on_top = page.evaluate(
        """() => { const mark = document.querySelector(".bjs-powered-by"), b = mark.getBoundingClientRect();
            return mark.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)); }"""
    )

    assert is_on_top


def test_the_place_that_needs_attention_is_in_view_at_first(page: Page) -> None:
    frame = page.locator(".an-diagram").bounding_box()
    failed = page.locator("[data-element-id=number] .djs-visual").first.bounding_box()

    assert frame
    assert failed
    assert frame["x"] <= failed["x"]
    assert failed["x"] + failed["width"] <= frame["x"] + frame["width"]


def test_buttons_and_keys_zoom(page: Page) -> None:
    before = page.evaluate(SCALE)

    page.get_by_role("button", name="ขยาย").click()
    nearer = page.evaluate(SCALE)
    page.locator(".an-diagram svg[tabindex]").focus()
    page.keyboard.press("-")
    page.keyboard.press("-")

    assert nearer > before
    assert page.evaluate(SCALE) < before


def test_the_wheel_alone_scrolls_the_page_and_not_the_diagram(page: Page) -> None:
    before = page.evaluate(SCALE)
    page.locator(".an-diagram").hover()

    page.mouse.wheel(0, 200)
    page.wait_for_function("() => window.scrollY > 0")  # a bare expression would be eval, which the policy forbids

    assert page.evaluate(SCALE) == before


def test_full_screen_is_left_with_escape(page: Page) -> None:
    button = page.get_by_role("button", name="เต็มจอ")

    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")

    expect(button).to_have_attribute("aria-pressed", "false")


def test_thai_labels_break_between_words(page: Page) -> None:
    lines = page.locator("[data-element-id=screen] tspan").all_text_contents()

    assert "".join(lines) == "กลั่นกรองรายงานของผู้ตรวจการเลือกตั้ง"
    assert lines[-1] == "เลือกตั้ง"
