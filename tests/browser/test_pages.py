"""Every page in a browser: accessible at both sizes and in the dark, no wider than any window, in Thai, without inline code."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.fixtures.browser import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
Axe = Callable[..., list[str]]
OverflowPx = Callable[[Page], int]

LATIN_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{2,}(?![\w@/-]|\.\w)")
KNOWN = {
    "MB",
    "kB",
    "SHA",
    "PDF",
    "CSV",
    "XLSX",
    "XES",
    "OCEL",
    "ZIP",
    "Enter",
    "GPS",
    "INS",
    "PSO",
    "SUB",
    "DOPA",
    "POLICE",
    "LED",
    "NACC",
    "COURT",
    "PARTY",
}
"""Units, file kinds and codes."""
ZOOMED = {"width": 320, "height": 256}
"""What is left of a desktop window at 400 % (WCAG 2.2, 1.4.10)."""
SMALL_TARGETS = """() => [...document.querySelectorAll("button, .govuk-button, nav a, .an-menu summary, select, input:not([type=hidden])")]
    .filter((e) => e.offsetParent && !e.matches(".govuk-visually-hidden, [type=file]") && e.getBoundingClientRect().height < 40)
    .map((e) => `${e.tagName} ${e.textContent.trim() || e.name}`)"""
TEXT_OF_PAGE = """() => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll("code, [lang=en], svg, script, noscript, option, .an-diagram").forEach((e) => e.remove());
    const names = [...copy.querySelectorAll("[aria-label], [title], [placeholder]")]
        .flatMap((e) => [e.ariaLabel, e.title, e.getAttribute("placeholder")]);
    return copy.textContent + " " + names.filter(Boolean).join(" ");
}"""


def _addresses(page: Page, demo: str, user_name: str) -> list[str]:
    """Return the pages that a person of the demo can open, with a task and a case of theirs."""
    found = ["/", "/?tab=group", "/?tab=proposed", "/?tab=done", "/start", "/requests", "/notifications"]
    for listing in ("/", "/?tab=group", "/?tab=done", "/requests"):
        page.goto(f"{demo}{listing}")
        links = page.locator(".an-row__link").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        found += links[:1]
    page.goto(f"{demo}/start")
    found += page.locator(".an-row__link").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    found += _of_the_history(page, demo, has_all=user_name == "auditor")
    return list(dict.fromkeys([*found, *(["/operations"] if user_name == "demo" else [])]))


def _of_the_history(page: Page, demo: str, *, has_all: bool) -> list[str]:
    """Return the search, and for an auditor the pages about a case that has ended, a process, a person and who read what."""
    if not has_all:
        return ["/history"]
    page.goto(f"{demo}/history?sort=ended&state=COMPLETED&process=ins01_appointment")
    case = page.locator(".an-row__link").first.get_attribute("href") or ""
    found = ["/history?process=ins03_report_review&person=wichai", case, f"{case}/moments?at=9", f"{case}/events?kind=people"]
    found += ["/history/processes", "/history/processes/ins03_report_review?heat=duration", "/history/people?q=wichai"]
    return [*found, "/history/people/wichai", "/history/people/wichai?show=asked", "/history/access"]


@pytest.mark.parametrize("user_name", ["somsri", "wichai", "prasert", "chairat", "demo", "auditor"])
def test_every_page_is_accessible_fits_any_window_and_speaks_thai(
    demo: str, open_page: OpenPage, sign_in: SignIn, axe: Axe, overflow_px: OverflowPx, user_name: str
) -> None:
    page = sign_in(open_page("phone"), user_name)
    problems: list[str] = []

    for address in _addresses(page, demo, user_name):
        _open(page, f"{demo}{address}")
        found = [f"English {word!r}" for word in _english(page)]
        found += [f"too small to touch: {target}" for target in page.evaluate(SMALL_TARGETS)]
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            found += [f"{width} px wide: {finding}" for finding in axe(page)]
            found += _overflow(overflow_px(page), width)
        page.set_viewport_size(ZOOMED)
        found += _overflow(overflow_px(page), ZOOMED["width"])
        problems += [f"{address}: {problem}" for problem in found]

    assert problems == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_sign_in_page_is_accessible_and_fits_its_window(
    demo: str, open_page: OpenPage, axe: Axe, overflow_px: OverflowPx, size: str
) -> None:
    page = open_page(size)

    page.goto(f"{demo}/sign-in")
    page.wait_for_selector("body.govuk-frontend-supported")

    assert axe(page) == []
    assert overflow_px(page) == 0


def test_pages_keep_their_contrast_in_the_dark(demo: str, open_page: OpenPage, sign_in: SignIn, axe: Axe) -> None:
    page = sign_in(open_page("phone", color_scheme="dark"), "wichai")

    problems = []
    for address in _addresses(page, demo, "wichai"):
        _open(page, f"{demo}{address}")
        problems += [f"{address}: {finding}" for finding in axe(page, ["color-contrast"])]

    assert problems == []


def test_the_filter_changes_the_list_while_one_types(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = sign_in(open_page("desktop"), "wichai")
    page.goto(f"{demo}/?tab=done")
    assert page.locator(".an-row").count() > 0

    page.get_by_label("ค้นหา", exact=True).fill("ไม่มีคำนี้แน่นอน")

    page.get_by_text("ไม่มีงานตามตัวกรองนี้").wait_for()
    assert "q=" in page.url


def test_the_language_switch_keeps_the_page(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = sign_in(open_page("phone"), "wichai")
    page.goto(f"{demo}/?tab=group")

    page.get_by_role("link", name="English").click()

    page.get_by_role("heading", name="Inbox", level=1).wait_for()
    assert page.url.endswith("/?tab=group")


def _open(page: Page, address: str) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"], strict=True)))
    page.goto(address)
    page.wait_for_selector("body.govuk-frontend-supported")
    if page.locator("[data-diagram]").count():
        page.wait_for_selector("[data-diagram-state]")


def _overflow(px: int, width: int) -> list[str]:
    return [f"{px} px too wide for {width} px"] if px else []


def _english(page: Page) -> list[str]:
    text: str = page.evaluate(TEXT_OF_PAGE)
    return sorted({word for word in LATIN_WORD.findall(text) if word not in KNOWN})
