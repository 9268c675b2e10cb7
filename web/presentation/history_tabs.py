"""The parts of the history: cases for everybody, and for auditors processes, people and who read what."""

from __future__ import annotations

from flask import url_for

from engine.commands import Permission
from web.presentation.shell import NavigationItem
from web.site import actor
from web.translations import gettext


def history_tabs(current: str) -> tuple[NavigationItem, ...]:
    """Return the parts that the reader may open; `current` is an endpoint. Whoever has only one needs no tabs."""
    if not actor().may(Permission.AUDIT):
        return ()
    named = (
        ("history", gettext("Cases")),
        ("history_processes", gettext("Processes")),
        ("history_people", gettext("People")),
        ("history_access", gettext("Access log")),
    )
    return tuple(NavigationItem(label, url_for(f"pages.{name}"), name == current) for name, label in named)
