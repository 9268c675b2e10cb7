"""A double tap sends a form once, because the browser holds the second one back where a form says `data-once`."""

import re

from web.templating import TEMPLATES

POSTED = re.compile(r'<form[^>]*method="post"[^>]*>')
HARMLESS = {"layout.html", "_export.html", "verification.html"}
"""Signing out; forms that are answered with a file, after which the page stays and the form can be sent again; a check."""


def test_every_form_that_changes_something_is_sent_once() -> None:
    found = {path.name: POSTED.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.html")}

    free = [
        f"{name}: {form}" for name, forms in found.items() if name not in HARMLESS for form in forms if "data-once" not in form
    ]

    assert sum(map(len, found.values())) > 20
    assert free == []
