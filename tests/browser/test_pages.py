"""Every page in a browser: accessible at both sizes and in the dark, no wider than any window, in Thai, without inline code."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.looks import once_for_each_structure, open_at, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], Page]
Axe = Callable[..., list[str]]
OverflowPx = Callable[[Page], int]
FOLLOWED = {"/": 1, "/?tab=group": 1, "/?tab=done": 1, "/requests": 1, "/start": 99}
"""How many links of a list lead on: one task or case each, and everything that one may start."""


@pytest.fixture(scope="module")
def seen_structures() -> set[tuple[int, str]]:
    """Return what axe has looked at already: people share most of their pages."""
    return set()


def _addresses(page: Page, demo: str, user_name: str) -> Iterator[str]:
    """Yield the pages that a person of the demo can open, with a task and a case of theirs; whoever asks for the next is on the last."""
    linked: list[str] = []
    for listing in ("/?tab=proposed", "/notifications", "/", "/?tab=group", "/?tab=done", "/requests", "/start"):
        yield listing
        links = page.locator(".an-row__link").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        linked += links[: FOLLOWED.get(listing, 0)]
    yield from dict.fromkeys(linked)
    yield from _of_the_history(page, demo) if user_name == "auditor" else ["/history"]
    if user_name == "demo":
        yield "/operations"


def _of_the_history(page: Page, demo: str) -> list[str]:
    """Return an auditor's pages: the search, and those about a case that has ended, a process, a person and who read what."""
    page.goto(f"{demo}/history?sort=ended&state=COMPLETED&process=ins01_appointment")
    case = page.locator(".an-row__link").first.get_attribute("href") or ""
    found = ["/history?process=ins03_report_review&person=wichai", case, f"{case}/moments?at=9", f"{case}/events?kind=people"]
    found += ["/history/processes", "/history/processes/ins03_report_review?heat=duration", "/history/people?q=wichai"]
    return [*found, "/history/people/wichai", "/history/people/wichai?show=asked", "/history/access", "/verify"]


@pytest.mark.parametrize("user_name", ["somsri", "wichai", "prasert", "chairat", "demo", "auditor"])
def test_every_page_is_accessible_fits_any_window_and_speaks_thai(
    demo: str,
    open_page: OpenPage,
    sign_in: SignIn,
    axe: Axe,
    overflow_px: OverflowPx,
    seen_structures: set[tuple[int, str]],
    user_name: str,
) -> None:
    page = sign_in(open_page("phone"), user_name)
    axe_once = once_for_each_structure(axe, seen_structures)
    problems: list[str] = []

    for address in _addresses(page, demo, user_name):
        open_at(page, f"{demo}{address}")
        problems += [f"{address}: {problem}" for problem in problems_of(page, axe_once, overflow_px)]

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
    axe_once = once_for_each_structure(axe, set())

    problems = []
    for address in _addresses(page, demo, "wichai"):
        open_at(page, f"{demo}{address}")
        problems += [f"{address}: {finding}" for finding in axe_once(page, ["color-contrast"])]

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
