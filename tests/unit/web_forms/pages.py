"""Rendered forms as trees, for the tests."""

from collections.abc import Mapping

from lxml import html

import forms
from tests.unit.forms.builders import NOW
from web.form_rendering import render_form

NOTHING: Mapping[str, object] = {}


class Page:
    """A rendered form that can be asked what it shows."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = html.fromstring(f"<main>{text}</main>")
        for template in self.tree.xpath("//template"):
            template.getparent().remove(template)

    def all(self, path: str) -> list[html.HtmlElement]:
        """Return the elements at an XPath."""
        return list(self.tree.xpath(path))

    def one(self, path: str) -> html.HtmlElement:
        """Return the only element at an XPath."""
        (element,) = self.all(path)
        return element

    def control(self, name: str) -> html.HtmlElement:
        """Return the only control with this name."""
        return self.one(f'//*[@name="{name}"]')

    def words(self, path: str) -> str:
        """Return the text of the only element at an XPath, its blanks put together."""
        return " ".join(self.one(path).text_content().split())

    def description(self, element: html.HtmlElement) -> str:
        """Return the texts that `aria-describedby` names; each must exist."""
        ids = element.get("aria-describedby", "").split()
        return " ".join(self.words(f'//*[@id="{name}"]') for name in ids)


def show(
    form: forms.Form,
    data: Mapping[str, object] = NOTHING,
    errors: Mapping[str, str] | None = None,
    variables: Mapping[str, object] = NOTHING,
    language: forms.Language = "th",
) -> Page:
    """Render a form at NOW."""
    return Page(render_form(form, data, errors or {}, language=language, variables=variables, now=NOW))
