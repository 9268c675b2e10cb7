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

STRUCTURE = """() => {
    const leads = (value) => value.split(" ").every((id) => document.getElementById(id.replace("#", "")));
    const names = /^(for|headers|aria-(labelledby|describedby|controls|owns|details|errormessage))$/;
    const attribute = ({ name, value }) => {
        if (names.test(name) || value.startsWith("#")) return `${name}=${leads(value)}`;
        return name === "class" || /^[a-z-]{0,24}$/.test(value) ? `${name}=${value}` : name;
    };
    const found = new Set([`${document.title.trim() !== ""} ${document.documentElement.lang}`]);
    const tell = (node, above) => {
        const path = `${above}<${node.localName} ${[...node.attributes].map(attribute).sort().join(" ")}>`;
        const text = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) ? "text" : "";
        const inside = [...node.children].map((child) => child.localName).filter((name, at, all) => name !== all[at - 1]);
        found.add(path + text + inside.join());
        for (const child of node.children) tell(child, path);
    };
    tell(document.body, "");
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => heading.localName);
    found.add(headings.filter((name, at) => name !== headings[at - 1]).join());
    return [...found];
}"""
"""How each element of a page is built, what it stands in and what it holds, and the order of the headings; but no text, number or
address, which tell one person's, list's or case's page from another's."""


def once_for_each_structure(axe: Callable[..., list[str]], seen: set[tuple[int, str]]) -> Callable[..., list[str]]:
    """Return an axe that looks only at pages with an element that is built like none in `seen` at that width, and adds it there.

    What axe finds fault with is in how a page is built, and axe takes longer than all other looks at a page together.
    """

    def findings(page: Page, rules: list[str] | None = None) -> list[str]:
        width = page.viewport_size["width"] if page.viewport_size else 0
        elements = {(width, element) for element in page.evaluate(STRUCTURE)}
        if elements <= seen:
            return []
        seen.update(elements)
        return axe(page, rules)

    return findings


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
