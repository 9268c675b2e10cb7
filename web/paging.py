"""Which page of a long list is asked for, and the addresses of the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import request

if TYPE_CHECKING:
    from collections.abc import Sized

LAST_PAGE = 10_000
"""Nobody turns so many; further ones would only make the database count."""


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A page of a list whose length nobody knows: one row more than it shows tells whether there is a next one."""

    number: int
    """From 1."""
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * self.size

    @property
    def wanted(self) -> int:
        """How many rows to read."""
        return self.size + 1

    def links(self, rows: Sized) -> dict[str, str | None]:
        """Return the addresses of the previous and the next page; `rows` are what was read."""
        before = self.address(self.number - 1) if self.number > 1 else None
        return {"previous_url": before, "next_url": self.address(self.number + 1) if len(rows) > self.size else None}

    def address(self, number: int) -> str:
        """Return the address of another page of the same list."""
        return f"{request.path}?{urlencode({**request.args.to_dict(), 'page': number})}"


def asked_page(size: int) -> AskedPage:
    """Return the page that the address asks for, the first one unless it says another."""
    return AskedPage(min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE), size)
