"""The parts of the history: cases for everybody, and for auditors processes, people and who read what."""

from __future__ import annotations

from flask import url_for

from engine.commands import Permission
from web.presentation.shell import NavigationItem
from web.site import actor
from web.translations import gettext


def history_tabs(current: str) -> tuple[NavigationItem, ...]:
    """Return the parts that the reader may open; `current` is an endpoint. Whoever has only one needs no tabs."""
    named: tuple[tuple[str, str], ...] = (("history", gettext("Cases")),)
    if len(named) == 1 or not actor().may(Permission.AUDIT):
        return ()
    return tuple(NavigationItem(label, url_for(f"pages.{name}"), name == current) for name, label in named)
