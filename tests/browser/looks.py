"""How a page has to look at every size: accessible, no wider than its window, in Thai, and large enough to touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.fixtures.browser import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

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
    "Python",
    "cryptography",
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


def problems_of(page: Page, axe: Callable[..., list[str]], overflow_px: Callable[[Page], int]) -> list[str]:
    """Return what is wrong with the page as it is now, at both sizes and zoomed."""
    found = [f"English {word!r}" for word in _english(page)]
    found += [f"too small to touch: {target}" for target in page.evaluate(SMALL_TARGETS)]
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px wide: {finding}" for finding in axe(page)]
        found += _overflow(overflow_px(page), width)
    page.set_viewport_size(ZOOMED)
    return found + _overflow(overflow_px(page), ZOOMED["width"])


def open_at(page: Page, address: str) -> None:
    """Open an address in a window of a phone, and wait for its scripts."""
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
