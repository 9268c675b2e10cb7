"""Every page in a browser: accessible at both sizes and in the dark, no wider than its window, in Thai, without inline code."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
Axe = Callable[[Page], list[str]]
OverflowPx = Callable[[Page], int]

LATIN_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z]{2,}(?![\w@/-]|\.\w)")
KNOWN = {"MB", "kB", "SHA", "PDF", "Enter", "GPS", "INS", "PSO", "SUB", "DOPA", "POLICE", "LED", "NACC", "COURT", "PARTY"}
"""Units, file kinds and codes."""
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
    return list(dict.fromkeys([*found, *(["/operations"] if user_name == "demo" else [])]))


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("user_name", ["somsri", "wichai", "prasert", "chairat", "demo", "auditor"])
def test_every_page_is_accessible_fits_its_window_and_speaks_thai(
    demo: str, open_page: OpenPage, sign_in: SignIn, axe: Axe, overflow_px: OverflowPx, user_name: str, size: str
) -> None:
    page = sign_in(open_page(size), user_name)
    problems: list[str] = []

    for address in _addresses(page, demo, user_name):
        page.goto(f"{demo}{address}")
        page.wait_for_selector("body.govuk-frontend-supported")
        if "/cases/" in address:
            page.wait_for_selector("[data-diagram-state]")
        problems += [f"{address}: {finding}" for finding in axe(page)]
        problems += [f"{address}: {overflow_px(page)} px too wide"] if overflow_px(page) else []
        problems += [f"{address}: English {word!r}" for word in _english(page)]

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
        page.goto(f"{demo}{address}")
        page.wait_for_selector("body.govuk-frontend-supported")
        problems += [f"{address}: {finding}" for finding in axe(page)]

    assert problems == []


def test_zooming_to_400_percent_loses_nothing_sideways(
    demo: str, open_page: OpenPage, sign_in: SignIn, overflow_px: OverflowPx
) -> None:
    page = sign_in(open_page("desktop"), "wichai")
    addresses = _addresses(page, demo, "wichai")
    page.set_viewport_size({"width": 320, "height": 256})

    for address in addresses:
        page.goto(f"{demo}{address}")
        assert overflow_px(page) == 0, address


def test_touch_targets_are_large_enough(demo: str, open_page: OpenPage, sign_in: SignIn) -> None:
    page = sign_in(open_page("phone"), "wichai")
    small: list[str] = []

    for address in _addresses(page, demo, "wichai"):
        page.goto(f"{demo}{address}")
        small += page.evaluate(
            """() => [...document.querySelectorAll("button, .govuk-button, nav a, .an-menu summary, select, input:not([type=hidden])")]
                    .filter((e) => e.offsetParent && !e.matches(".govuk-visually-hidden, [type=file]") && e.getBoundingClientRect().height < 40)
                    .map((e) => `${location.pathname} ${e.tagName} ${e.textContent.trim() || e.name}`)"""
        )

    assert small == []


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


def _english(page: Page) -> list[str]:
    text: str = page.evaluate(TEXT_OF_PAGE)
    return sorted({word for word in LATIN_WORD.findall(text) if word not in KNOWN})
